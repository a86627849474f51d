// What a lesson pane asks about a lesson that is being run.
#include <algorithm>

#include "engine/lesson/lesson_run.hpp"

namespace engine {
namespace {

// Where a scope that began at `start` begins on the branch that is shown now: not later than where
// the two parted.
StepIndex common_steps(const Branches& branches, const Place& start, BranchId shown) {
  StepIndex steps = start.steps;
  BranchId at = shown;
  while (at != start.branch) {
    const Branch& branch = branches[at];
    if (!branch.parent) break;
    steps = std::min(steps, branch.fork_step);
    at = *branch.parent;
  }
  return steps;
}

bool asks_what_comes(const Beat& beat) {
  return beat.kind == BeatKind::predict || beat.kind == BeatKind::check;
}

}  // namespace

Watch watch_of(const Scenario& scenario, const LessonState& state, const View& view) {
  Watch watch{.scenario = &scenario,
              .timeline = nullptr,
              .upto = state.place.steps,
              .now = state.place.at,
              .beat_began = {},
              .drawn = state.drawn};
  if (view.branches == nullptr || state.place.branch.value >= view.branches->count()) return watch;
  const Branch& branch = (*view.branches)[state.place.branch];
  watch.branches = view.branches;
  watch.timeline = &branch.timeline;
  watch.upto = std::min(watch.upto, branch.timeline.size());
  watch.branch_since = branch.fork_step;
  const Place& start = state.beats[state.beat].start;
  if (start.stage == state.place.stage) {
    watch.beat_since = common_steps(*view.branches, start, state.place.branch);
    watch.beat_began = std::min(start.at, state.place.at);
  }
  return watch;
}

bool is_finished(const Scenario& scenario, const LessonState& state) {
  return !state.beats.empty() && state.beat + 1 == scenario.lesson.beats.size() &&
         state.beats.back().done;
}

bool may_go_on(const Scenario& scenario, const LessonState& state) {
  if (state.beats.empty() || state.running || state.scratch) return false;
  if (!state.beats[0].entered) return true;
  return state.beats[state.beat].done && state.beat + 1 < scenario.lesson.beats.size();
}

bool is_guarded(const Scenario& scenario, const LessonState& state) {
  if (state.beats.empty() || !state.beats[state.beat].entered) return false;
  return asks_what_comes(scenario.lesson.beats[state.beat]) &&
         !std::ranges::all_of(state.beats[state.beat].questions, &QuestionState::locked);
}

bool asks_next(const Scenario& scenario, const LessonState& state) {
  if (state.beats.empty() || !state.beats[state.beat].done) return false;
  for (std::size_t i = state.beat + 1; i < state.beats.size(); ++i) {
    const Beat& beat = scenario.lesson.beats[i];
    if (asks_what_comes(beat)) return !state.beats[i].done && !beat.restart;
    if (beat.kind != BeatKind::say && beat.kind != BeatKind::fork) return false;
    if (beat.restart) return false;
  }
  return false;
}

bool may_show_feedback(const Scenario& scenario, const LessonState& state, std::uint32_t beat) {
  const std::uint32_t next = beat + 1;
  const bool waits = scenario.lesson.beats[beat].kind == BeatKind::predict &&
                     next < scenario.lesson.beats.size() &&
                     scenario.lesson.beats[next].kind == BeatKind::run;
  return !waits || state.beats[next].done;
}

bool may_take_hint(const Scenario& scenario, const LessonState& state, Duration learner_time) {
  const std::vector<Hint>& hints = scenario.lesson.beats[state.beat].task.hints;
  const BeatState& record = state.beats[state.beat];
  if (record.hints >= hints.size() || record.done) return false;
  const Hint& next = hints[record.hints];
  if (next.tries > 0 && record.failures >= next.tries) return true;
  return learner_time >= next.learner_time;
}

bool is_mastered(const Scenario& scenario, const LessonState& state) {
  constexpr std::size_t enough = 80;  // per cent
  std::size_t asked = 0, at_once = 0;
  for (std::size_t i = 0; i < state.beats.size(); ++i) {
    if (!state.beats[i].done) return false;
    if (scenario.lesson.beats[i].kind != BeatKind::check) continue;
    for (const QuestionState& question : state.beats[i].questions) {
      ++asked;
      at_once += question.right_at_once ? 1u : 0u;
    }
  }
  return at_once * 100 >= asked * enough;
}

}  // namespace engine
