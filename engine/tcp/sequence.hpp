// Questions about where things lie in the send sequence space of a TCB (RFC 9293 3.3.1, figure 3):
// SYN at ISS, then the text in the send buffer, then the FIN.
#pragma once

#include "engine/stream/seq_ranges.hpp"
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

constexpr std::uint32_t in_flight(const Tcb& tcb) { return distance(tcb.snd.una, tcb.snd.nxt); }

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

// The number that a segment without text carries. A window probe is not part of SND.NXT, so while
// probing SND.NXT is what the peer expects; after a timeout SND.NXT falls back and max is.
constexpr SeqNum bare_sequence(const Tcb& tcb) {
  return tcb.timers[Timer::persist].running() ? tcb.snd.nxt : tcb.snd.max;
}

// Text bytes that fit into one segment after the timestamp option (MUST-16).
constexpr std::uint32_t text_per_segment(const Tcb& tcb) {
  return tcb.snd.mss - (tcb.ts.on ? 12u : 0u);
}

}  // namespace engine
