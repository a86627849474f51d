// A timer fires (RFC 9293 3.8, 3.10.8; RFC 6298 5.4-5.7; requirements D).
#pragma once

#include "engine/tcp/effects.hpp"
#include "engine/tcp/event.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

void timer_fires(Tcb& tcb, const TimerFires& event, Instant now, Effects& fx);

}  // namespace engine
