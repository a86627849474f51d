// The whole run on one strip in screen time (ux.md 3.5): departures, interventions, changes of
// state, waits and forks. Drag to scrub; hovering shows the nearest packet as a small ladder row;
// a click on a mark goes there. The wheel moves in time, with Ctrl it zooms around the pointer.
// Positions are scene::overview's.
#pragma once

#include <optional>

#include "app/panels/frame.hpp"

namespace app::panels {

struct OverviewView {
  bool scrubbing = false;
  float zoom = 1;                          // how many times wider than its strip the run is drawn
  float scroll = 0;                        // of what is drawn, in scene pixels, when it is wider
  std::optional<engine::Instant> pointed;  // under the pointer, in this frame
  float pointed_x = 0;
};

void draw_overview(const Frame& frame, OverviewView& view, const ui::Rect& strip);
// What is under the pointer, above the strip. Call it outside any area.
void draw_overview_bubble(const Frame& frame, const OverviewView& view);

}  // namespace app::panels
