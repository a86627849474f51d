// The pane of a guided lesson (ux.md 7): the present beat at the top, those before it scrolled away
// above, then the one action that is wanted, and below it the way back and on.
#pragma once

#include <string>

#include "app/panels/lesson_question.hpp"

namespace app::panels {

struct LessonPaneView {
  LessonTextCache texts{};
  LessonQuestionView questions{};
  std::uint32_t entered{};   // the beat that has been brought to the top
  bool told{};               // and so has what is said after its run
  ui::Rect focus_text{};     // where the present beat's words stand: leaders begin there
  std::string asked_term{};  // whose glossary card is wanted
  bool list_wanted{};        // the list of lessons instead
  bool drawer_shut{};        // of a small window
};

void draw_lesson_pane(const Frame& frame, LessonPaneView& view, const ui::Rect& pane);
// In a small window: the way back and on, and the key to the pane, which then takes the place of
// the left end.
void draw_lesson_caption(const Frame& frame, LessonPaneView& view, ui::Rect caption);

}  // namespace app::panels
