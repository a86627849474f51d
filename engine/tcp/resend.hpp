// Sending lost text again in fast recovery (RFC 5681 3.2, RFC 6582 3.2, RFC 6675 5 (C)). What is
// due was decided by recovery; what the scoreboard advises is in next_seg.
#pragma once

#include "engine/tcp/effects.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// The front of the queue if it is due, then with SACK what is lost, as far as the pipe has room.
void resend_lost(Tcb& tcb, Instant now, Effects& fx);
// With SACK, after new text: what may be lost, and the one rescue retransmission.
void resend_doubtful(Tcb& tcb, Instant now, Effects& fx);

// The highest segment once more, as a tail loss probe (RFC 8985 7.3). False if a window that has
// shrunk meanwhile has no room for it.
bool resend_last(Tcb& tcb, Instant now, Effects& fx);

}  // namespace engine
