// The state diagram of RFC 9293 figure 5 as scene::state_diagram computed it: boxes, arrows by
// path, numbered badges of the trail. Small in an endpoint panel, large on F3.
#pragma once

#include <string>

#include "app/panels/endpoint_panel.hpp"
#include "app/scene/state_diagram.hpp"

namespace app::panels {

void draw_state_picture(const Frame& frame, const std::string& id, const ui::Rect& rect,
                        const scene::StateDiagram& diagram);

// Where the shown part lies in the whole figure, in a corner that the picture leaves free.
void draw_mini_map(const Frame& frame, const scene::StateDiagram& diagram, const ui::Rect& rect);

// Both ends side by side, the whole figure; covers the middle of the screen.
void draw_large_state_diagram(const Frame& frame, const Endpoint& left, const Endpoint& right);

}  // namespace app::panels
