#include "engine/tcp/ecn.hpp"

#include "engine/tcp/sequence.hpp"

namespace engine {
namespace {

// A window probe is none: it may be dropped unseen, mark and all (RFC 3168 6.1.6).
bool is_new_text(const Departure& d) {
  return d.text > 0 && !d.retransmission && !d.probe && !d.flags.syn;
}

}  // namespace

void settle_ecn(Tcb& tcb, Flags flags, Effects& fx) {
  const bool asks = flags.ece && flags.cwr && !flags.ack;
  const bool agrees = flags.ece && !flags.cwr && flags.ack;
  if (asks) tcb.ecn.on = tcb.config.ecn != EcnUse::off;
  if (agrees) tcb.ecn.on = tcb.ecn.offered;
  if (tcb.ecn.on) fx.note(Rule::ecn_agreed, tcb);
}

// A host that hears nothing tries again without: some paths drop what they do not know (6.1.1.1).
void add_ecn_flags(const Tcb& tcb, Departure& departure) {
  Flags& flags = departure.flags;
  if (flags.syn && !flags.ack) {
    flags.ece = flags.cwr = tcb.config.ecn == EcnUse::on && !departure.retransmission;
  } else if (tcb.ecn.on) {
    flags.ece = flags.syn || tcb.ecn.echo_is_due;
    flags.cwr = tcb.ecn.cwr_is_due && is_new_text(departure);
  }
}

bool is_ecn_capable(const Tcb& tcb, const Departure& departure) {
  return tcb.ecn.on && is_new_text(departure);
}

void note_ecn_told(Tcb& tcb, Flags flags, Effects& fx) {
  if (flags.syn) {
    tcb.ecn.offered = flags.ece && flags.cwr;
  } else if (flags.cwr) {
    tcb.ecn.cwr_is_due = false;
    fx.note(Rule::reduction_told, tcb);
  }
}

void hear_congestion_mark(Tcb& tcb, const SegmentArrives& event, Effects& fx) {
  const Segment& seg = event.segment;
  if (!tcb.ecn.on || seg.text.length == 0) return;
  if (seg.flags.cwr && tcb.ecn.echo_is_due) {
    tcb.ecn.echo_is_due = false;
    fx.note(Rule::congestion_answer_heard, tcb);
  }
  if (!event.congestion_experienced || tcb.ecn.echo_is_due) return;
  tcb.ecn.echo_is_due = true;
  fx.note(Rule::congestion_mark_seen, tcb, {seg.seq.raw});
}

// Everything sent before the reduction speaks of the same congestion: an echo counts again only
// with an acknowledgment of something sent after it.
void hear_congestion_echo(Tcb& tcb, const Segment& seg, Effects& fx) {
  if (!tcb.ecn.on || !seg.flags.ece || seg.flags.syn || !tcb.congestion.controlled()) return;
  if (unacknowledged(tcb) == 0) return;
  const bool same_window = tcb.ecn.point && precedes_or_equals(seg.ack, *tcb.ecn.point);
  if (same_window) return fx.silence(Rule::congestion_already_answered, tcb);
  tcb.ecn.waits = tcb.congestion.cwnd <= text_per_segment(tcb);
  tcb.congestion.on_loss(unacknowledged(tcb), text_per_segment(tcb));
  reduced_for_loss(tcb);
  fx.note(Rule::congestion_echo_answered, tcb, {tcb.congestion.cwnd, tcb.congestion.ssthresh});
}

void forget_old_congestion(Tcb& tcb) {
  if (tcb.ecn.point && precedes(*tcb.ecn.point, tcb.snd.una)) tcb.ecn.point.reset();
}

void reduced_for_loss(Tcb& tcb) {
  if (!tcb.ecn.on) return;
  tcb.ecn.cwr_is_due = true;
  tcb.ecn.point = tcb.snd.max;
}

}  // namespace engine
