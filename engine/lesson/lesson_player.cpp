#include "engine/lesson/lesson_player.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/lesson/lesson_play.hpp"
#include "engine/lesson/right_answer.hpp"

namespace engine {

LessonPlayer::LessonPlayer(const Scenario& scenario, std::uint64_t seed)
    : scenario_(&scenario), state_(begin_lesson(scenario, seed)) {}

View LessonPlayer::view() const {
  return {.branches = stages_.empty() ? nullptr : &stages_[place_.stage], .place = place_};
}

const Timeline& LessonPlayer::timeline() const {
  return stages_[place_.stage][place_.branch].timeline;
}

void LessonPlayer::give(const LessonInput& input) {
  std::vector<Order> orders = take(*scenario_, state_, input, view());
  for (Order& order : orders) carry_out(order);
  observe(*scenario_, state_, view());
}

void LessonPlayer::carry_out(Order& order) {
  if (auto* const stage = std::get_if<OpenStage>(&order)) {
    INVARIANT(stage->place.stage == stages_.size());
    stages_.emplace_back(std::move(stage->timeline));
    place_ = stage->place;
  } else if (auto* const branch = std::get_if<OpenBranch>(&order)) {
    place_.stage = branch->from.stage;
    branches().select(branch->from.branch);
    branches().fork(branch->from.steps, branch->from.at);
    branches().timeline() = std::move(branch->timeline);
    place_ = branch->place;
  } else if (auto* const run = std::get_if<PlayTo>(&order)) {
    branches().timeline() = std::move(run->timeline);
    place_ = run->until;
  } else {
    place_ = std::get<GoTo>(order).place;
    branches().select(place_.branch);
  }
}

bool LessonPlayer::act(const Command& command) {
  const Branches::Acted acted = branches().act(place_.steps, place_.at, command);
  place_.branch = acted.branch;
  place_.steps = branches().timeline().size();
  observe(*scenario_, state_, view());
  return acted.done;
}

void LessonPlayer::advance_to(Instant at) {
  if (at < place_.at) return;
  branches().timeline().advance_to(at);
  place_.at = at;
  place_.steps = branches().timeline().steps_until(at);
  observe(*scenario_, state_, view());
}

bool LessonPlayer::step() {
  Timeline& timeline = branches().timeline();
  if (place_.steps == timeline.size() && !timeline.advance()) return false;
  ++place_.steps;
  place_.at = timeline.time_of(place_.steps);
  observe(*scenario_, state_, view());
  return true;
}

bool LessonPlayer::play(std::span<const LessonDeed> deeds,
                        std::span<const NamedCondition> outcomes) {
  // What was recorded behind the playhead gives way: somebody acts here.
  branches().fork(place_.steps, place_.at);
  place_.branch = branches().current();
  const Played played =
      play_by(branches().timeline(), {.deeds = deeds, .until = {}, .outcomes = outcomes}, watch());
  place_.steps = played.steps;
  place_.at = played.at;
  observe(*scenario_, state_, view());
  return played.reached;
}

bool LessonPlayer::solve() { return play(beat().task.solution, beat().task.successes); }

bool LessonPlayer::go_wrong(const Mishap& mishap) {
  const auto& failures = beat().task.failures;
  const auto wanted = std::ranges::find(failures, mishap.failure, &NamedCondition::name);
  INVARIANT(wanted != failures.end());
  return play(mishap.deeds, std::span(&*wanted, 1)) && record().failure == mishap.failure;
}

Answer LessonPlayer::right_answer(std::uint32_t question) const {
  return engine::right_answer(*scenario_, state_, view(), question);
}

}  // namespace engine
