// Where a part of the state diagram lies in the whole (ux 3.1): a small map in a corner of the
// picture that the picture leaves free. Coordinates as in state_diagram; no colours, no words.
#pragma once

#include <optional>
#include <vector>

#include "app/scene/state_diagram.hpp"

namespace scene {

struct MiniMap {
  Rect box{};                      // the map itself
  Rect seen{};                     // the part that the large picture shows
  std::vector<StateNode> nodes{};  // of the whole diagram, inside `box`
};

// At most `size` large; nothing for the whole diagram, or when every corner of `area` is taken.
std::optional<MiniMap> mini_map(const StateDiagram& diagram, const Rect& area, Vec2 size);

}  // namespace scene
