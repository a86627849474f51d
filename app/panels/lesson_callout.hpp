// What is said to a prediction, beside its evidence (ux.md 7): a card under the row of the ladder
// that the run has shown, with a short leader to it. One sees through it while the pointer is over
// it, so nothing that lies below is lost.
#pragma once

#include <optional>

#include "app/panels/lesson_text.hpp"

namespace app::panels {

// `evidence`: what the beat points at in the ladder; without it the newest row is meant. Call it
// with an area open that covers the window.
void draw_lesson_callout(const Frame& frame, LessonTextCache& texts,
                         const std::optional<ui::Rect>& evidence);

}  // namespace app::panels
