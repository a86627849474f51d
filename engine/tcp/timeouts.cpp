#include "engine/tcp/timeouts.hpp"

#include <algorithm>
#include <limits>

#include "engine/base/invariant.hpp"
#include "engine/tcp/ack_pace.hpp"
#include "engine/tcp/make_segment.hpp"
#include "engine/tcp/output.hpp"
#include "engine/tcp/rack.hpp"
#include "engine/tcp/recovery.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/tail_loss_probe.hpp"

namespace engine {
namespace {

// ---- limits (RFC 9293 3.8.3)

bool reached(int count, std::uint8_t limit) { return limit == no_limit || count >= limit; }

// R2 of a handshake. A SYN-ACK may have its own count; without one it is bounded as a SYN is.
bool handshake_is_hopeless(const Tcb& tcb, const TimerFires& event, Instant now) {
  const TcpConfig& config = tcb.config;
  if (tcb.origin != Origin::none && config.syn_ack_retries != no_limit)
    return tcb.retransmissions >= std::min(config.syn_ack_retries, event.most_syn_acks);
  if (config.syn_retries == no_limit && config.syn_give_up == 0s) return false;
  const int linear = tcb.origin == Origin::none ? config.linear_syn_timeouts : 0;  // beside them
  return reached(tcb.retransmissions - linear, config.syn_retries) &&
         now - tcb.first_sent_at >= config.syn_give_up;
}

// After close() nobody waits for the end any more, so some stacks try less often (D.8).
bool is_hopeless_orphan(const Tcb& tcb) {
  return tcb.application_left && tcb.config.orphan_retries != no_limit &&
         tcb.retransmissions >= tcb.config.orphan_retries;
}

// R2 of text: as many retransmissions and as much time. A user timeout that somebody asked for is
// R2 itself (MUST-21, RFC 5482).
bool text_is_hopeless(const Tcb& tcb, Instant now) {
  if (tcb.patience.settled && tcb.config.user_timeout > 0s)
    return now - tcb.first_sent_at >= tcb.config.user_timeout;
  return tcb.retransmissions >= tcb.config.data_retries &&
         now - tcb.first_sent_at >= tcb.config.data_give_up;
}

void give_up(Tcb& tcb, Signal news, Rule why, Instant now, Effects& fx) {
  if (tcb.state == State::syn_received && tcb.former) return abandon_handshake(tcb, why, now, fx);
  close_record(tcb, news, why, fx, {tcb.retransmissions});
}

void exhaust_retries(Tcb& tcb, Instant now, Effects& fx) {
  if (tcb.snd.syn_acknowledged && is_hopeless_orphan(tcb))
    return close_record(tcb, Signal::timed_out, Rule::orphan_given_up, fx, {tcb.retransmissions});
  give_up(tcb, Signal::timed_out, Rule::retries_exhausted, now, fx);
}

// R1: the application hears that it takes long.
void count_retry(Tcb& tcb, Effects& fx) {
  if (tcb.retransmissions < std::numeric_limits<std::uint8_t>::max()) ++tcb.retransmissions;
  if (tcb.retransmissions != tcb.config.soft_error_retries) return;
  fx.note(Rule::soft_error_reported, tcb, {tcb.retransmissions});
  if (tcb.config.soft_reports) fx.signal(Signal::soft_error);
}

// ---- retransmission

void back_off(Tcb& tcb, Effects& fx) {
  tcb.rtt.back_off(rto_bounds(tcb.config));
  fx.note(Rule::timeout_backs_off, tcb,
          {static_cast<std::uint32_t>(tcb.rtt.rto / 1ms), tcb.retransmissions});
}

// RFC 6298 5, end: after so many timeouts what was measured is probably of another path.
void forget_round_trip(Tcb& tcb, Effects& fx) {
  const std::uint8_t limit = tcb.config.rtt_forgotten_after;
  if (limit == 0 || tcb.retransmissions < limit || !tcb.rtt.measured) return;
  tcb.rtt.forget();
  fx.note(Rule::rtt_forgotten, tcb, {tcb.retransmissions});
}

// TCP_DEFER_ACCEPT: the peer has the SYN-ACK already. Only the last expiry of the time that it is
// given says it again, so that a peer that waits for us to speak hears of its chance.
bool waits_for_first_text(Tcb& tcb, Instant now, Effects& fx) {
  if (!tcb.accept_deferred || tcb.retransmissions >= tcb.config.defer_accept) return false;
  tcb.timers.arm(Timer::retransmit, now, tcb.rtt.rto);
  fx.silence(Rule::accept_still_deferred, tcb, {tcb.retransmissions, tcb.config.defer_accept});
  return true;
}

// Windows: the SYN that was refused goes once more, and the timeout does not grow for it.
void repeat_refused_syn(Tcb& tcb, Instant now, Effects& fx) {
  tcb.refusal_pending = false;
  send_syn(tcb, Rule::syn_again_after_reset, now, fx, true);
}

void retransmit_syn(Tcb& tcb, const TimerFires& event, Instant now, Effects& fx) {
  if (tcb.refusal_pending) return repeat_refused_syn(tcb, now, fx);
  if (handshake_is_hopeless(tcb, event, now)) return exhaust_retries(tcb, now, fx);
  count_retry(tcb, fx);
  tcb.syn_timed_out = true;
  const bool answer = tcb.origin != Origin::none;
  if (answer || tcb.retransmissions > tcb.config.linear_syn_timeouts) back_off(tcb, fx);
  if (waits_for_first_text(tcb, now, fx)) return;
  send_syn(tcb, answer ? Rule::syn_ack_retransmitted : Rule::syn_retransmitted, now, fx, true);
}

void retransmit(Tcb& tcb, const TimerFires& event, Instant now, Effects& fx) {
  if (!tcb.snd.syn_acknowledged) return retransmit_syn(tcb, event, now, fx);
  tcb.ecn.waits = false;
  if (unacknowledged(tcb) == 0) return output(tcb, now, fx);  // nothing was lost: it only waited
  if (is_hopeless_orphan(tcb) || text_is_hopeless(tcb, now)) return exhaust_retries(tcb, now, fx);
  count_retry(tcb, fx);
  collapse(tcb, fx);
  back_off(tcb, fx);
  forget_round_trip(tcb, fx);
  retransmit_front(tcb, now, fx);
}

// ---- the others

// The interval doubles from probe to probe, answered or not; only silence counts towards R2.
void probe(Tcb& tcb, RunningTimer expired, Instant now, Effects& fx) {
  if (usable_window(tcb) > 0) return send_small(tcb, now, fx);
  if (tcb.retransmissions == 0) tcb.first_sent_at = now;
  if (is_hopeless_orphan(tcb) || text_is_hopeless(tcb, now)) return exhaust_retries(tcb, now, fx);
  count_retry(tcb, fx);
  send_probe(tcb, now, fx);
  const Duration interval = expired.expires_at - expired.armed_at;
  const Duration next = std::min(2 * interval, tcb.config.rto_max);
  tcb.timers.arm(Timer::persist, now, next);
  fx.note(Rule::probe_interval_doubles, tcb, {static_cast<std::uint32_t>(next / 1ms)});
}

// Probes are for a connection that is otherwise silent (MUST-26).
void keep_alive(Tcb& tcb, Instant now, Effects& fx) {
  const std::uint32_t unsent_too = tcb.config.keepalive_minds_unsent ? never_sent(tcb) : 0;
  if (unacknowledged(tcb) + unsent_too > 0) {
    tcb.timers.arm(Timer::keepalive, now, tcb.config.keepalive_idle);
    return fx.silence(Rule::keepalive_not_needed, tcb, {unacknowledged(tcb) + unsent_too});
  }
  if (tcb.keepalive_probes >= tcb.config.keepalive_count) {
    if (tcb.config.keepalive_reset)
      send_reset(tcb, make_abort(tcb, now), Rule::keepalive_reset, fx, {bare_sequence(tcb).raw});
    return close_record(tcb, Signal::timed_out, Rule::keepalive_failed, fx, {tcb.keepalive_probes});
  }
  ++tcb.keepalive_probes;
  send_keepalive(tcb, now, fx);
  tcb.timers.arm(Timer::keepalive, now, tcb.config.keepalive_interval);
}

}  // namespace

void timer_fires(Tcb& tcb, const TimerFires& event, Instant now, Effects& fx) {
  const Timer timer = event.timer;
  const RunningTimer expired = tcb.timers[timer];
  INVARIANT(expired.running() && expired.expires_at <= now);
  tcb.timers.stop(timer);
  switch (timer) {
    case Timer::retransmit:
      return retransmit(tcb, event, now, fx);
    case Timer::reorder:
      rack_timer_fires(tcb, now, fx);
      return output(tcb, now, fx);
    case Timer::tail_loss_probe:
      return probe_timer_fires(tcb, now, fx);
    case Timer::persist:
      return probe(tcb, expired, now, fx);
    case Timer::delayed_ack:
      pace_was_missed(tcb);
      return send_ack(tcb, Rule::delayed_ack_sent, now, fx, {tcb.rcv.nxt.raw});
    case Timer::keepalive:
      return keep_alive(tcb, now, fx);
    case Timer::fin_wait_2:
      return close_record(tcb, Signal::closed, Rule::orphan_timed_out, fx);
    case Timer::time_wait:
      return close_record(tcb, Signal::closed, Rule::time_wait_over, fx);
    case Timer::user_timeout:
      return give_up(tcb, Signal::user_timeout, Rule::user_timeout, now, fx);
  }
  unreachable("Timer");
}

}  // namespace engine
