// What does this end know (ux.md 1.7, 3.2)? From the point of view of one host everything that it
// cannot know lies in fog: the far half of the wire, the other end's panel, the rest of the ladder.
#pragma once

#include "app/panels/frame.hpp"
#include "app/panels/ladder_place.hpp"

namespace app::panels {

// In the top bar: whose eyes; takes its room off the right of `rest`.
void draw_view_choice(const Frame& frame, ui::Rect& rest);
// Over the wire that was drawn.
void draw_wire_fog(const Frame& frame);
// In the place of an end that is not seen: its name, and fog.
void draw_fogged_endpoint(const Frame& frame, engine::HostId host, const ui::Rect& rect);
// Under the ladder's strokes.
void draw_ladder_fog(const Frame& frame, const LadderPlace& place,
                     const std::vector<scene::Rect>& fog);
// What happens at this host is nothing that may be told now.
bool is_in_fog(const Frame& frame, std::optional<engine::HostId> host);

}  // namespace app::panels
