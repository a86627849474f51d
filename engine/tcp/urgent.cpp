#include "engine/tcp/urgent.hpp"

#include "engine/stream/seq_ranges.hpp"

namespace engine {

void accept_urgent(Tcb& tcb, const Segment& seg, Effects& fx) {
  if (!seg.flags.urg || tcb.rcv.fin) return;  // behind the peer's FIN nothing is urgent any more
  const SeqNum pointer = seg.seq + seg.urgent_pointer;
  // A pointer into what the application has read says nothing new (RFC 9293 3.10.7.4, sixth).
  const SeqNum read_up_to = tcb.rcv.nxt - tcb.receive_buffer.unread();
  if (!precedes(read_up_to, pointer) || (tcb.rcv.urgent && !precedes(tcb.rcv.up, pointer))) return;
  tcb.rcv.up = pointer;
  tcb.rcv.urgent = true;
  fx.note(Rule::urgent_mode, tcb, {pointer.raw});
  if (tcb.config.soft_reports) fx.signal(Signal::urgent);
}

void remember_urgent_of_syn(Tcb& tcb, const Segment& syn) {
  if (syn.flags.urg) tcb.rcv.up = later(tcb.rcv.up, syn.seq + syn.urgent_pointer);
}

void hear_urgent_of_syn(Tcb& tcb, Effects& fx) {
  if (tcb.rcv.urgent || !precedes(tcb.rcv.nxt, tcb.rcv.up)) return;
  tcb.rcv.urgent = true;
  fx.note(Rule::urgent_mode, tcb, {tcb.rcv.up.raw});
  if (tcb.config.soft_reports) fx.signal(Signal::urgent);
}

void leave_urgent_mode(Tcb& tcb, Effects& fx) {
  if (!tcb.rcv.urgent || urgent_octets_left(tcb) > 0) return;
  tcb.rcv.urgent = false;
  fx.note(Rule::urgent_mode_over, tcb);
}

std::uint32_t urgent_octets_left(const Tcb& tcb) {
  const SeqNum read_up_to = tcb.rcv.nxt - tcb.receive_buffer.unread() - (tcb.rcv.fin ? 1 : 0);
  return tcb.rcv.urgent ? length({read_up_to, tcb.rcv.up}) : 0;
}

}  // namespace engine
