// The fifth check, from where the acknowledgment is known to be in range (RFC 9293 3.10.7.4,
// requirements B.6 steps 5c-5f; timers by RFC 6298 5).
#pragma once

#include "engine/tcp/arrives.hpp"

namespace engine {

// 5c: SEG.ACK moves SND.UNA, if it does.
void take_acknowledgment(Tcb& tcb, const Segment& seg, bool twice, Instant now, Effects& fx);

// Will 5c or 5e change anything?
bool brings_news(const Tcb& tcb, const Segment& seg);

// 5c to 5f. `counts` is false for a segment that failed the first check and only its
// acknowledgment is used (ruling H3).
Verdict accept_ack(Tcb& tcb, const Segment& seg, Instant now, Effects& fx, bool counts = true);

}  // namespace engine
