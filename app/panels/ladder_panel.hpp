// The sequence diagram (ux.md 3.3): computed by scene::ladder for what is on the screen, stroked by
// ladder_ground, ladder_lanes and ladder_arrows. Here: scrolling, following, zoom, the playhead
// under the hand, and what pointing at an arrow means.
#pragma once

#include <optional>

#include "app/panels/frame.hpp"
#include "app/scene/ladder_axis.hpp"

namespace app::panels {

struct LadderPanelView {
  scene::LadderAxis axis{};
  engine::BranchId branch{};
  double scroll = 0;             // scene pixels of content above the top
  double pixels_per_delay = 44;  // the zoom
  bool following = true;         // keeps the playhead at 70 % of the height
  bool dragging = false;         // the playhead is under the hand
  engine::Instant last_playhead{};
  bool was_moving = false;
  std::optional<engine::PacketId> hovered;
};

void draw_ladder(const Frame& frame, LadderPanelView& view);

}  // namespace app::panels
