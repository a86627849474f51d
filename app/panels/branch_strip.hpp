// The branches of the run as short rails (ux 6): a letter and a pattern of line each, the current
// one chosen; a click goes to the other history at the same instant. Four have a rail, from the
// fifth on a list holds them all. Nothing is shown while there is only one.
#pragma once

#include "app/panels/frame.hpp"

namespace app::panels {

// Takes the room it needs off the right of `rest`.
void draw_branch_strip(const Frame& frame, ui::Rect& rest);

}  // namespace app::panels
