// The states and timers of all connections of a history as steps over time, and where those of two
// histories differ. Of use to compare.hpp alone.
#pragma once

#include <vector>

#include "engine/timeline/compare.hpp"

namespace engine {

// In order of host, connection, lane and time; neighbouring stretches are one.
std::vector<LaneDifference> lane_differences(const Timeline& a, const Timeline& b, Instant until);

}  // namespace engine
