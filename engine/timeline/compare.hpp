// Two histories beside each other (ux 6): which segments are the same, which came earlier or later,
// which only one of them has; when a state or a timer differs; and the sums.
//
// Segments are the same when sender, flags, sequence and acknowledgment number (relative to the
// initial ones), length and occurrence agree: the second identical ACK of one history is the second
// of the other. Connections are the same when they are the n-th that their host made.
// Only what both histories know is compared, up to the moment before either goes on.
#pragma once

#include <optional>
#include <vector>

#include "engine/timeline/timeline.hpp"

namespace engine {

struct Counterpart {
  std::optional<PacketId> packet{};  // in the other history; none = only here
  Duration later{};   // than the other one arrives, or departs where one of them does not arrive
  bool other_fate{};  // one of them was dropped, or is still held
  bool operator==(const Counterpart&) const = default;
  bool same() const { return packet && later == Duration{} && !other_fate; }
};

// From here to there the lanes of one connection differ. A timer: one runs and the other does not,
// or is due at another moment.
struct LaneDifference {
  HostId host{};
  std::optional<ConnId> a{}, b{};
  std::optional<Timer> timer{};  // none: it is the state
  Instant from{}, to{};
  bool operator==(const LaneDifference&) const = default;
};

struct EndTotals {                                       // of one host
  std::optional<Instant> established_at{}, closed_at{};  // the first time
  std::uint64_t bytes_read{};
  std::optional<Signal> told{};  // the latest news for its program
  bool operator==(const EndTotals&) const = default;
};
struct Totals {
  std::uint32_t segments{}, retransmissions{}, dropped{};
  std::vector<EndTotals> ends{};  // by host
  bool operator==(const Totals&) const = default;
};

struct Comparison {
  Instant until{};                // what comes later is not compared
  StepIndex shared{};             // so many steps are one history
  Instant forked_at{};            // the first moment that is not shared; `until`: none yet
  std::vector<Counterpart> a, b;  // by packet: a[0] is packet 1
  std::vector<LaneDifference> lanes;
  Totals totals_a, totals_b;
};

Comparison compare(const Timeline& a, const Timeline& b);

// How many steps both began with.
StepIndex shared_steps(const Timeline& a, const Timeline& b);

}  // namespace engine
