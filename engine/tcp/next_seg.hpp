// What the scoreboard says about the text in flight: IsLost(), SetPipe() and NextSeg() of RFC 6675
// 4, and how much of what was sent counts against cwnd. Questions only: nothing here changes the
// TCB.
//
// Example: SMSS 100, una 1000, sent up to 2000, the peer has 1300..1800. 1000..1300 is lost, since
// 500 octets arrived beyond it; 1800..2000 is not. The pipe holds 200, and as much more as is sent
// again.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/tcp/sequence.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

inline constexpr std::uint8_t duplicate_threshold = 3;  // DupThresh

// IsLost(): enough has arrived beyond this number.
bool is_lost(const Tcb& tcb, SeqNum number);
// SetPipe(): octets that are thought to be under way.
std::uint32_t pipe(const Tcb& tcb);
// What counts against cwnd just now.
std::uint32_t counted_in_trouble(const Tcb& tcb);  // some of it may be lost
inline std::uint32_t counted_in_flight(const Tcb& tcb) {
  const LossRecovery& r = tcb.recovery;
  const bool calm = r.scoreboard.empty() && r.phase != LossPhase::fast_recovery;
  return calm ? in_flight(tcb) : counted_in_trouble(tcb);
}
// How much more than cwnd limited transmit allows without SACK (RFC 3042).
std::uint32_t limited_allowance(const Tcb& tcb);

// Rules (1), (3) and (4) of NextSeg(); rule (2), new text, is output's.
struct Hole {
  SeqRange range;  // not acknowledged, not sent again yet
  bool lost{};     // rule (1) if true, rule (3) if not
};
std::optional<Hole> next_hole(const Tcb& tcb);
// Deviates: RFC 6675 allows the rescue as soon as the pipe has room. We wait for an acknowledgment
// that advances: until then the last segments are most likely still on their way.
std::optional<SeqRange> rescue(const Tcb& tcb);

}  // namespace engine
