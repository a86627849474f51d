#include "engine/tcp/reopen.hpp"

#include "engine/tcp/transition.hpp"

namespace engine {
namespace {

// RFC 6191 2, the table. The number of the old incarnation's FIN is the one before RCV.NXT.
bool opens_a_new_incarnation(const Tcb& tcb, const Segment& syn) {
  const bool beyond_fin = precedes(tcb.rcv.nxt - 1, syn.seq);
  const bool stamped = syn.options.timestamps && tcb.config.timestamps;
  if (!stamped) return beyond_fin;
  if (!tcb.ts.on) return true;
  const SeqNum value{syn.options.timestamps->value};
  const SeqNum recent{tcb.ts.recent};
  return value == recent ? beyond_fin : precedes(recent, value);
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
  if (fx.check(Rule::syn_is_newer, opens_a_new_incarnation(tcb, seg),
               {seg.seq.raw, tcb.rcv.nxt.raw - 1})) {
    set_former_aside(tcb, new_iss(tcb, event.fresh_iss));
    take_opening_syn(tcb, seg, Rule::time_wait_reopened, now, fx);
  } else {
    fx.silence(Rule::old_syn_in_time_wait, tcb, {seg.seq.raw});
  }
  return Verdict::stop;
}

}  // namespace engine
