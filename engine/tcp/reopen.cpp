#include "engine/tcp/reopen.hpp"

#include "engine/base/invariant.hpp"
#include "engine/tcp/challenge.hpp"
#include "engine/tcp/output.hpp"
#include "engine/tcp/transition.hpp"

namespace engine {
namespace {

// RFC 6191 2, the table: timestamps decide where both incarnations have them, numbers where they do
// not help. The number of the old incarnation's FIN is the one before RCV.NXT.
bool opens_by_rfc6191(const Tcb& tcb, const Segment& syn, Effects& fx) {
  const SeqNum last = tcb.rcv.nxt - 1;
  const bool stamped = syn.options.timestamps && tcb.config.timestamps;
  const SeqNum value{stamped ? syn.options.timestamps->value : 0};
  const SeqNum recent{tcb.ts.recent};
  if (!stamped || (tcb.ts.on && value == recent))
    return fx.check(Rule::syn_is_newer, precedes(last, syn.seq), {syn.seq.raw, last.raw});
  if (!tcb.ts.on) {
    fx.note(Rule::syn_brings_timestamps, tcb, {value.raw});
    return true;
  }
  return fx.check(Rule::syn_timestamp_is_newer, precedes(recent, value), {value.raw, recent.raw});
}

// As BSD has always done (RFC 6528 2).
bool opens_by_number(const Tcb& tcb, const Segment& syn, Effects& fx) {
  return fx.check(Rule::syn_is_newer, precedes(tcb.rcv.nxt, syn.seq),
                  {syn.seq.raw, tcb.rcv.nxt.raw});
}

// Linux: a timestamp from the past refuses, a newer one is enough, else the number decides.
bool opens_by_either(const Tcb& tcb, const Segment& syn, Effects& fx) {
  const SeqNum recent{tcb.ts.recent};
  const SeqNum value{syn.options.timestamps ? syn.options.timestamps->value : 0};
  if (!tcb.ts.on || !syn.options.timestamps || value == recent)
    return opens_by_number(tcb, syn, fx);
  const bool newer = precedes(recent, value);
  return fx.check(Rule::syn_timestamp_is_newer, newer, {value.raw, recent.raw});
}

bool opens_a_new_incarnation(const Tcb& tcb, const Segment& syn, Effects& fx) {
  switch (tcb.config.reopen_rule) {
    case ReopenRule::rfc6191:
      return opens_by_rfc6191(tcb, syn, fx);
    case ReopenRule::number:
      return opens_by_number(tcb, syn, fx);
    case ReopenRule::either:
      return opens_by_either(tcb, syn, fx);
  }
  unreachable("ReopenRule");
}

// RFC 6191 wants silence; BSD and Linux answer as they do to any segment outside the window.
void refuse_syn(Tcb& tcb, const Segment& syn, Instant now, Effects& fx) {
  if (tcb.config.reopen_rule == ReopenRule::rfc6191)
    return fx.silence(Rule::old_syn_in_time_wait, tcb, {syn.seq.raw});
  if (may_answer_invalid(tcb, now))
    send_ack(tcb, Rule::old_syn_answered, now, fx, {syn.seq.raw, tcb.rcv.nxt.raw});
  else
    fx.silence(Rule::invalid_ack_throttled, tcb);
}

// Our new numbers must lie beyond all that the old incarnation used.
SeqNum new_iss(const Tcb& tcb, SeqNum fresh) {
  const bool usual = tcb.config.reopen_rule != ReopenRule::either && precedes(tcb.snd.max, fresh);
  return usual ? fresh : tcb.snd.max + 65'537;
}

// Linux begins TIME-WAIT anew with any acknowledgment, not only with a FIN that comes again.
void extend_time_wait(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (!tcb.config.acks_extend_time_wait || !seg.flags.ack || seg.flags.rst) return;
  tcb.timers.arm(Timer::time_wait, now, 2 * tcb.config.msl);
  fx.note(Rule::time_wait_extended, tcb);
}

}  // namespace

Verdict meets_time_wait(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx) {
  const Segment& seg = event.segment;
  if (tcb.state != State::time_wait) return Verdict::go_on;
  extend_time_wait(tcb, seg, now, fx);
  const bool asks = tcb.config.rfc6191 && seg.flags.syn && !seg.flags.ack && !seg.flags.rst;
  if (!asks) return Verdict::go_on;
  if (opens_a_new_incarnation(tcb, seg, fx)) {
    set_former_aside(tcb, new_iss(tcb, event.fresh_iss));
    take_opening_syn(tcb, event, Rule::time_wait_reopened, now, fx);
  } else {
    refuse_syn(tcb, seg, now, fx);
  }
  return Verdict::stop;
}

}  // namespace engine
