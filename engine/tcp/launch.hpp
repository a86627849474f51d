// How a segment leaves: the window and the options that go with it, the acknowledgment that rides
// on it, the timers that it starts (RFC 6298 5.1). Whether it may leave is decided elsewhere.
#pragma once

#include "engine/tcp/effects.hpp"
#include "engine/tcp/make_segment.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// Every segment of a connection except a RST leaves through here.
void transmit(Tcb& tcb, const Departure& departure, Instant now, Effects& fx);

// A segment that takes sequence numbers and moves SND.NXT, if it goes beyond it.
void launch(Tcb& tcb, const Departure& departure, Instant now, Effects& fx);

}  // namespace engine
