// A SYN that meets TIME-WAIT (RFC 9293 3.6.1 MAY-2, RFC 6191; requirements B.10).
#pragma once

#include "engine/tcp/arrives.hpp"

namespace engine {

// Looks only at a SYN without ACK and RST; everything else goes on to the checks.
Verdict meets_time_wait(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx);

}  // namespace engine
