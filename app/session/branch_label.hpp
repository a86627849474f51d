// What a branch is called and whether it is on the strip; beside the branches of the timeline.
#pragma once

#include <optional>
#include <string>

#include "engine/base/time.hpp"

namespace app {

struct BranchLabel {
  std::string name{};        // as the person called it; empty: by its letter
  std::string lesson_key{};  // of the lesson's own name for it, when it has one
  bool deleted{};
  std::optional<engine::Instant> ends{};  // nothing is known from here on
};

}  // namespace app
