// What stands on and beside the lifelines: state lanes with the pattern of their family, timer
// lanes, and marks of events that are no segments (ux.md 3.3).
#pragma once

#include "app/panels/ladder_place.hpp"
#include "app/panels/ladder_plates.hpp"

namespace app::panels {

void draw_lane_bars(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder);
// Names at each change, above the bars. With `future` false, only what has happened.
void draw_lane_names(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                     LadderPlates& plates, bool future);
void draw_marks(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                LadderPlates& plates, bool future);

// Words for what is under this point of the lanes: a state or a timer. Empty: nothing is.
std::string lane_story(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                       ui::Point pointer);

}  // namespace app::panels
