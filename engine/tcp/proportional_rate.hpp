// Proportional rate reduction (RFC 6937): in recovery the window does not fall at once and then
// wait for half a round trip of acknowledgments; it falls as they come. For each octet delivered,
// ssthresh / flight of an octet may leave, so that at the end ssthresh is in flight.
//
// Example: 20 segments in flight, ssthresh 10: every second acknowledgment lets one segment out.
// Once fewer than ssthresh are in flight, as many leave as were delivered, and one more.
#pragma once

#include "engine/tcp/tcb.hpp"

namespace engine {

// Recovery begins: the window will fall in this way, if the configuration wants it so ...
void begin_proportional_rate(Tcb& tcb);
// ... and until this recovery is over, whatever becomes of the configuration.
inline bool rate_is_proportional(const Tcb& tcb) {
  return tcb.recovery.phase == LossPhase::fast_recovery && tcb.recovery.rate.flight > 0;
}
// An acknowledgment in recovery: cwnd becomes what may be in flight now.
void reduce_proportionally(Tcb& tcb, std::uint32_t delivered);
void proportional_rate_ends(Tcb& tcb);

}  // namespace engine
