// Where a part of the state diagram lies in the whole (ux 3.1): a small map beside the picture.
// Coordinates as in state_diagram; no colours, no words.
#pragma once

#include <optional>
#include <vector>

#include "app/scene/state_diagram.hpp"

namespace scene {

struct MiniMap {
  Rect seen{};                     // the part that the large picture shows
  std::vector<StateNode> nodes{};  // of the whole diagram
};

// Fills `box`; nothing for the whole diagram.
std::optional<MiniMap> mini_map(const StateDiagram& diagram, const Rect& box);

}  // namespace scene
