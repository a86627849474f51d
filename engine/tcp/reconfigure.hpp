// New knobs for a living connection (RFC 9293 3.9.1: the user may change what a connection does).
#pragma once

#include "engine/tcp/effects.hpp"
#include "engine/tcp/event.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// Everything takes effect from now on, except what the SYNs have settled (window scale, timestamps,
// SACK, the announced MSS, congestion control): that stays as it is. A timer that runs keeps its
// deadline; keepalive and the user timeout, which belong to the application, are set anew.
void call(Tcb& tcb, const ConfigureCall& wanted, Instant now, Effects& fx);

}  // namespace engine
