// The state diagram of RFC 9293 figure 5 as scene::state_diagram computed it: boxes, arrows by
// path, numbered badges of the trail. Small in an endpoint panel, large on F3.
#pragma once

#include <string>

#include "app/panels/endpoint_panel.hpp"

namespace app::panels {

// The part in use, and beside it a map of the whole figure.
void draw_small_state_diagram(const Frame& frame, const std::string& id, const Endpoint& end,
                              ui::Rect rect);

// Both ends side by side, the whole figure; covers the middle of the screen.
void draw_large_state_diagram(const Frame& frame, const Endpoint& left, const Endpoint& right);

// One figure for both ends: who stands where is marked with the name of the end.
void draw_shared_state_diagram(const Frame& frame, const Endpoint& left, const Endpoint& right,
                               const ui::Rect& rect);

}  // namespace app::panels
