// The arithmetic of SYN floods (RFC 4987 2, 3; requirements F.4): how long one half-open request
// occupies its place, which trickle therefore keeps a queue full, and when recycling the oldest
// entry stops helping. For lessons and the screen; no host acts on it.
#pragma once

#include <cstdint>

#include "engine/tcp/config.hpp"

namespace engine {

// From the SYN to the moment at which the request is dropped, when nobody ever answers. Not
// calculated anew: TCP itself is let run.
Duration half_open_lifetime(const TcpConfig& config);

// One SYN in every such span keeps `slots` places full: 128 slots and 63 s make half a second.
Duration interval_that_keeps_full(std::uint32_t slots, const TcpConfig& config);

// With recycle_oldest_request a client of this round trip fails once SYNs come more often than
// this: the table turns over before its ACK is back.
Duration interval_that_outruns_recycling(std::uint32_t slots, Duration round_trip);

}  // namespace engine
