// The pane at the left: on the first start three cards, then what the open scenario is about and
// the list of lessons and scenarios; with a guided lesson its own pane.
#pragma once

#include "app/panels/frame.hpp"
#include "app/panels/lesson_pane.hpp"
#include "app/panels/library.hpp"

namespace app::panels {

struct LeftPaneView {
  bool list_open = false;  // the cards were answered: show lessons and scenarios
  LessonPaneView lesson{};
};

void draw_left_pane(const Frame& frame, const Library& library, LeftPaneView& view);
// The same in one line, for windows too small for the pane.
void draw_caption(const Frame& frame, const Library& library, LeftPaneView& view);

}  // namespace app::panels
