// A run as JSON lines: a first object that describes the run, then one object per fact, in order.
// README.md lists the keys. Same run, same bytes.
#pragma once

#include <string>

#include "engine/timeline/timeline.hpp"

namespace engine {

std::string json_lines(const Timeline& timeline, std::string_view title);

}  // namespace engine
