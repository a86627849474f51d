// What has just happened, as few sentences for a class (ux.md 12): the facts of the last step that
// a person can see, without the checks and without the numbers that stand on the ladder.
#pragma once

#include <optional>
#include <vector>

#include "app/scene/narration.hpp"

namespace scene {

struct Told {
  Phrase words{};
  int weight{};  // where the room ends, the lightest are left out first
};

// In order of happening; empty at the start of the run. `eye`: only what this host does and learns.
std::vector<Told> told(const engine::Timeline& timeline, const RunIndex& index,
                       const Position& playhead, Numbers numbers,
                       std::optional<engine::HostId> eye = {});

}  // namespace scene
