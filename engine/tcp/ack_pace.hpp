// How long an acknowledgment of text may wait. RFC 9293 3.8.6.3 wants less than half a second and
// says no more; Linux follows the peer: quick at first and after trouble, then as patient as the
// gaps between segments are long, and patient above all where both sides talk (requirements D.5).
//
// Example: 40 ms to begin with, at most 200. Segments every 100 ms: 40, 120, 160, 180 ...; a burst
// halves it again.
#pragma once

#include "engine/tcp/tcb.hpp"

namespace engine {

// Text has arrived. `trouble`: beyond a gap, or twice.
void hear_pace(Tcb& tcb, bool trouble, Instant now);
// Is this one of the acknowledgments that do not wait?
bool acknowledges_quickly(const Tcb& tcb);
Duration ack_delay(const Tcb& tcb);

// An acknowledgment has left, with text of ours or without.
void pace_was_used(Tcb& tcb, bool with_text, Instant now);
// The acknowledgment had to go alone: nothing of ours came in time to carry it.
void pace_was_missed(Tcb& tcb);

}  // namespace engine
