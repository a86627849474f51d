#include "engine/tcp/reopen.hpp"

#include "engine/tcp/challenge.hpp"
#include "engine/tcp/transition.hpp"

namespace engine {
namespace {

// RFC 6191 2, the table: timestamps decide where both incarnations have them, numbers where they do
// not help. The number of the old incarnation's FIN is the one before RCV.NXT.
bool opens_a_new_incarnation(const Tcb& tcb, const Segment& syn, Effects& fx) {
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

// Our new numbers must lie beyond all that the old incarnation used.
SeqNum new_iss(const Tcb& tcb, SeqNum fresh) {
  return precedes(tcb.snd.max, fresh) ? fresh : tcb.snd.max + 65'537;
}

}  // namespace

Verdict meets_time_wait(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx) {
  const Segment& seg = event.segment;
  const bool asks = tcb.state == State::time_wait && tcb.config.rfc6191 && seg.flags.syn &&
                    !seg.flags.ack && !seg.flags.rst;
  if (!asks) return Verdict::go_on;
  if (opens_a_new_incarnation(tcb, seg, fx)) {
    set_former_aside(tcb, new_iss(tcb, event.fresh_iss));
    take_opening_syn(tcb, event, Rule::time_wait_reopened, now, fx);
  } else if (tcb.config.rfc5961) {  // RFC 9293 3.10.7.4, fourth: "for all other cases"
    challenge(tcb, Rule::challenge_for_syn, seg.seq, now, fx);
  } else {
    fx.silence(Rule::old_syn_in_time_wait, tcb, {seg.seq.raw});
  }
  return Verdict::stop;
}

}  // namespace engine
