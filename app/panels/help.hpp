// Help: every key by group (F1), and the names of the screen areas in place while ? is held.
#pragma once

#include "app/panels/frame.hpp"

namespace app::panels {

struct HelpView {
  bool was_open = false;
};

void draw_help(const Frame& frame, const ui::KeyMap& keys, HelpView& view);
void draw_area_labels(const Frame& frame);

}  // namespace app::panels
