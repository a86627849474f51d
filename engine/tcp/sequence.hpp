// Questions about where things lie in the send sequence space of a TCB (RFC 9293 3.3.1, figure 3):
// SYN at ISS, then the text in the send buffer, then the FIN.
#pragma once

#include <algorithm>

#include "engine/stream/seq_ranges.hpp"
#include "engine/tcp/report_sack.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// Where the text in the send buffer begins and ends; the FIN, if any, has the number `text_end`.
constexpr SeqNum text_begin(const Tcb& tcb) {
  return tcb.snd.syn_acknowledged ? tcb.snd.una : tcb.snd.iss + 1;
}
inline SeqNum text_end(const Tcb& tcb) { return text_begin(tcb) + tcb.send_buffer.length(); }

// Ruling H11: true only if the FIN was transmitted and the acknowledgment covers its number.
inline bool fin_is_acknowledged(const Tcb& tcb) {
  return tcb.snd.fin_sent && tcb.send_buffer.empty() && tcb.snd.una == tcb.snd.max;
}
// The FIN is still to be sent, or to be sent again, from SND.NXT onwards.
inline bool fin_is_due(const Tcb& tcb) {
  return tcb.snd.fin_queued && !fin_is_acknowledged(tcb) &&
         precedes_or_equals(tcb.snd.nxt, text_end(tcb));
}

// From SND.UNA to SND.NXT: what the windows count. After a timeout SND.NXT falls back, and this is
// less than what is unacknowledged.
constexpr std::uint32_t in_flight(const Tcb& tcb) { return distance(tcb.snd.una, tcb.snd.nxt); }
// Everything that has left and is not acknowledged yet.
constexpr std::uint32_t unacknowledged(const Tcb& tcb) {
  return distance(tcb.snd.una, tcb.snd.max);
}
// SND.UNA < SEG.ACK =< the highest number sent, by distance: half a turn away "before" and "after"
// would mean the same.
constexpr bool acknowledges_more(const Tcb& tcb, SeqNum ack) {
  return ack != tcb.snd.una && distance(tcb.snd.una, ack) <= unacknowledged(tcb);
}

// What this segment grants. The window of a SYN is never scaled (RFC 7323 2.2).
inline std::uint32_t window_granted(const Tcb& tcb, const Segment& seg) {
  return std::uint32_t{seg.window} << (seg.flags.syn ? 0 : tcb.snd.scale);
}

// What the peer grants beyond SND.NXT; never negative, even if the window was shrunk (MUST-34).
inline std::uint32_t usable_window(const Tcb& tcb) {
  return length({tcb.snd.nxt, tcb.snd.una + tcb.snd.wnd});
}

// Text from SND.NXT on.
inline std::uint32_t unsent(const Tcb& tcb) {
  return length({later(tcb.snd.nxt, text_begin(tcb)), text_end(tcb)});
}
// Text that has not been transmitted even once.
inline std::uint32_t never_sent(const Tcb& tcb) {
  return length({later(tcb.snd.max, text_begin(tcb)), text_end(tcb)});
}

// A window probe is on its way, or the window is too small to be used.
constexpr bool waits_for_window(const Tcb& tcb) { return tcb.timers[Timer::persist].running(); }

// The three timers that wait for an acknowledgment share one slot (RFC 8985 8): one of them runs.
constexpr bool waits_for_ack(const Tcb& tcb) {
  return tcb.timers[Timer::retransmit].running() || tcb.timers[Timer::reorder].running() ||
         tcb.timers[Timer::tail_loss_probe].running();
}
inline void stop_loss_timers(Tcb& tcb) {
  tcb.timers.stop(Timer::retransmit);
  tcb.timers.stop(Timer::reorder);
  tcb.timers.stop(Timer::tail_loss_probe);
}

// The number that a segment without text carries. A window probe is not part of SND.NXT, so while
// probing SND.NXT is what the peer expects; after a timeout SND.NXT falls back and max is.
constexpr SeqNum bare_sequence(const Tcb& tcb) {
  return waits_for_window(tcb) ? tcb.snd.nxt : tcb.snd.max;
}

// SMSS: text bytes that fit into one segment after IP, timestamp and user timeout options
// (MUST-16).
constexpr std::uint32_t text_per_segment(const Tcb& tcb) {
  const std::uint32_t options =
      tcb.ip_options + (tcb.ts.on ? 12u : 0u) + (tcb.patience.announce ? 4u : 0u);
  return tcb.snd.mss > options ? tcb.snd.mss - options : 1u;
}
// The same for the next segment, which may also have to carry SACK blocks.
inline std::uint32_t room_for_text(const Tcb& tcb) {
  const std::uint32_t smss = text_per_segment(tcb);
  return smss - std::min(sack_option_size(tcb), smss - 1);
}

}  // namespace engine
