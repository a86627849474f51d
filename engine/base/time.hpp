// Virtual time in integer nanoseconds. There is no now(): time is always an argument.
#pragma once

#include <chrono>
#include <cstdint>

namespace engine {

// The clock that the simulation lives in. Its epoch is the start of the world.
struct VirtualClock {
  using duration = std::chrono::duration<std::int64_t, std::nano>;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<VirtualClock>;
  static constexpr bool is_steady = true;
};

using Duration = VirtualClock::duration;
using Instant = VirtualClock::time_point;

using namespace std::chrono_literals;

inline constexpr Instant world_start{};
inline constexpr Instant never = Instant::max();

constexpr std::int64_t microseconds(Instant t) {
  return std::chrono::duration_cast<std::chrono::microseconds>(t.time_since_epoch()).count();
}

}  // namespace engine
