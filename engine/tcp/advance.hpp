// The one door into TCP. It sees nothing but its arguments; everything that came of the event is
// in the effects. Every change of state is asserted against the table in state.hpp.
#pragma once

#include "engine/base/time.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/event.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// `fx` is cleared first. A TCB that ends in CLOSED is to be deleted by its owner; a child of a
// listener that returns to LISTEN likewise (ruling H9).
void advance(Tcb& tcb, const TcpEvent& event, Instant now, Effects& fx);
void advance(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx);

Effects advance(Tcb& tcb, const TcpEvent& event, Instant now);

// A segment for which there is no record at all (RFC 9293 3.10.7.1): RST, or silence.
void refuse_stranger(const SegmentArrives& event, Effects& fx);

}  // namespace engine
