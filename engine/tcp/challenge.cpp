#include "engine/tcp/challenge.hpp"

#include "engine/tcp/output.hpp"

namespace engine {
void challenge(Tcb& tcb, Rule why, SeqNum seq, Instant now, Effects& fx) {
  Tcb::Throttle& throttle = tcb.throttle;
  // Linux has one clock for all answers to what is not valid.
  const bool too_soon = tcb.config.challenge_gap > 0s && throttle.any_invalid_ack &&
                        now - throttle.last_invalid_ack < tcb.config.challenge_gap;
  if (too_soon) return fx.silence(Rule::invalid_ack_throttled, tcb);
  if (throttle.challenge_acks == 0 || now - throttle.window_start >= tcb.config.challenge_window) {
    throttle.window_start = now;
    throttle.challenge_acks = 0;
  }
  if (tcb.config.challenge_acks_per_window != no_limit) {
    if (throttle.challenge_acks >= tcb.config.challenge_acks_per_window)
      return fx.silence(Rule::challenge_budget_spent, tcb, {throttle.challenge_acks});
    ++throttle.challenge_acks;
  }
  if (tcb.config.challenge_gap > 0s) {
    throttle.any_invalid_ack = true;
    throttle.last_invalid_ack = now;
  }
  send_ack(tcb, why, now, fx, {seq.raw, tcb.rcv.nxt.raw});
}

bool may_answer_invalid(Tcb& tcb, Instant now) {
  Tcb::Throttle& throttle = tcb.throttle;
  if (throttle.any_invalid_ack && now - throttle.last_invalid_ack < tcb.config.invalid_ack_interval)
    return false;
  throttle.any_invalid_ack = true;
  throttle.last_invalid_ack = now;
  return true;
}

}  // namespace engine
