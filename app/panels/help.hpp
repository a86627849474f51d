// Help: every key by group (F1), and the names of the screen areas in place while ? is held.
#pragma once

#include "app/panels/dialog_gate.hpp"

namespace app::panels {

struct HelpView {
  DialogGate gate{};
};

void draw_help(const Frame& frame, HelpView& view);
void draw_area_labels(const Frame& frame);

}  // namespace app::panels
