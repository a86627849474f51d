#include "engine/lesson/right_answer.hpp"

#include "engine/lesson/lesson_world.hpp"
#include "engine/lesson/question.hpp"

namespace engine {

Answer right_answer(const Scenario& scenario, const LessonState& state, const View& view,
                    std::uint32_t number) {
  const Question& question = scenario.lesson.beats[state.beat].questions[number];
  const Watch now = watch_of(scenario, state, view);
  Truth truth = truth_of(question, now, nullptr);
  if (needs_observation(question)) {
    const Hidden hidden = hidden_copy(scenario, state, view, question);
    const Watch there = hidden.watch();
    truth = truth_of(question, now, &there);
  }
  Answer answer{.picks = truth.picks, .typed = {}};
  for (std::size_t i = 0; i < question.blanks.size(); ++i)
    answer.typed.push_back(truth.values[i] ? written(*truth.values[i], question.blanks[i].unit)
                                           : std::string());
  return answer;
}

}  // namespace engine
