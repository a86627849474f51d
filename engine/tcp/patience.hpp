// The user timeout, and how the two ends tell each other theirs (RFC 5482; RFC 9293 3.9.1.1).
// Advice, not negotiation: each end decides for itself what it makes of the other's number.
#pragma once

#include "engine/segment/segment.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// The option for a timeout: in seconds while they fit into 15 bits, else in minutes.
UserTimeoutOption user_timeout_option(Duration timeout);

// A segment with the option has left; from the first one that is no SYN on it is not repeated.
void user_timeout_was_told(Tcb& tcb, bool on_syn, Effects& fx);

// The peer may have said how long it waits (RFC 5482 3.1, 3.2).
void hear_user_timeout(Tcb& tcb, const Options& options, Instant now, Effects& fx);

// The application sets its own: from now on the peer is not heard any more.
void set_user_timeout(Tcb& tcb, Duration timeout, Instant now, Effects& fx);

}  // namespace engine
