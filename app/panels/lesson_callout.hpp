// What is said to a prediction, beside its evidence (ux.md 7): a card near the row of the ladder
// that the run has shown, where it covers the fewest words, with a leader to it. One sees through
// it while the pointer is over it, so nothing that lies below is lost.
#pragma once

#include <optional>
#include <vector>

#include "app/panels/lesson_text.hpp"
#include "app/scene/geometry.hpp"

namespace app::panels {

// Where words stand in the ladder of this frame: of rows, states, timers and waits.
std::vector<scene::Rect> written_in_ladder(const Frame& frame);

// `evidence`: what the beat points at in the ladder; without it the newest row is meant. Call it
// with an area open that covers the window.
void draw_lesson_callout(const Frame& frame, LessonTextCache& texts,
                         const std::optional<ui::Rect>& evidence);

}  // namespace app::panels
