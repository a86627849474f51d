// The ground of the sequence diagram: lifelines, the time axis with its ticks, and the breaks where
// a long wait is folded (ux.md 3.3, 4.3). Inside a break the axis itself is narrower and hatched,
// so that the change of scale is seen on the axis and not only read.
#pragma once

#include "app/panels/ladder_place.hpp"
#include "app/panels/ladder_plates.hpp"

namespace app::panels {

void draw_ground(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder);
// How long each wait is: in the middle, or beside the words that stand there already.
void draw_break_words(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                      const LadderPlates& plates, bool future);
// The line at which the run stands, with its time on the axis.
void draw_playhead(const Frame& frame, const LadderPlace& place);
ui::Rect playhead_tab(const Frame& frame, const LadderPlace& place);

// Words for the break under this point: how its wait compares with the one before.
std::string break_story(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                        ui::Point pointer);

}  // namespace app::panels
