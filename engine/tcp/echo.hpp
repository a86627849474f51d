// What a peer says back of our timestamp clock (RFC 7323 3.2, 4.1).
//
// TSecr counts only with ACK; without it the field is zero and to be ignored. The RFC knows no zero
// beside ACK, but senders that have nothing to echo write it all the same. Taken for our clock it
// would be a round trip as long as the clock has run, so, like Linux and FreeBSD, we take it for
// silence. That costs one sample each time when our clock passes through zero, once in 49 days.
#pragma once

#include <optional>

#include "engine/segment/segment.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

inline std::optional<std::uint32_t> echo_of(const Tcb& tcb, const Segment& seg) {
  if (!tcb.ts.on || !seg.flags.ack || !seg.options.timestamps) return std::nullopt;
  if (seg.options.timestamps->echo == 0) return std::nullopt;
  return seg.options.timestamps->echo;
}

}  // namespace engine
