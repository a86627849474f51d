// The right answer to a question of the present beat, as the learner would give it: for the golden
// path, and for a teacher who shows how it is done.
#pragma once

#include "engine/lesson/lesson_run.hpp"

namespace engine {

Answer right_answer(const Scenario& scenario, const LessonState& state, const View& view,
                    std::uint32_t question);

}  // namespace engine
