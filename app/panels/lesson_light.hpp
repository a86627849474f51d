// What a beat points at and what is said to a prediction there (ux.md 7): an outline around it and
// a thin leader from the words, while everything else steps back a little. At most two; the first
// time each pulses once. Found on the screen by the names of widgets, so it knows nothing of how
// panels look.
#pragma once

#include <set>
#include <string>

#include "app/panels/lesson_text.hpp"

namespace app::panels {

struct LessonLightView {
  std::set<std::string> seen;  // pulsed already, in this lesson
  std::uint64_t experiment{};
  std::string pulsing;
  double since = 0;  // seconds of the interface
};

// `words`: where the beat's text stands; leaders begin at its edge.
void draw_lesson_light(const Frame& frame, LessonLightView& view, const ui::Rect& words,
                       LessonTextCache& texts);

// The widget that a lesson means; empty: it is not a widget.
std::string widget_of(const Session& session, const engine::Highlight& highlight);

}  // namespace app::panels
