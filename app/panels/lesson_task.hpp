// What is to be done in a beat: the checklist of what was recognised, hints, the solution shown on
// a scratch branch, what went wrong and the way back; and the end of a lesson.
#pragma once

#include "app/panels/lesson_question.hpp"

namespace app::panels {

void draw_lesson_task(LessonFlow& flow, std::uint32_t beat);
void draw_lesson_end(LessonFlow& flow);

}  // namespace app::panels
