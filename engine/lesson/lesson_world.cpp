#include "engine/lesson/lesson_world.hpp"

#include <algorithm>
#include <tuple>

#include "engine/base/invariant.hpp"
#include "engine/lesson/knobs.hpp"
#include "engine/lesson/runner.hpp"

namespace engine {
namespace {

void apply(Scenario& scenario, const Override& change, Quantity value) {
  switch (change.what) {
    case Override::What::iss:
      scenario.hosts[change.host.value].iss = static_cast<std::uint32_t>(whole_part(value));
      return;
    case Override::What::latency:
      scenario.wire.latency = duration_of(value);
      for (ScenarioLink& link : scenario.links) link.config.latency = duration_of(value);
      return;
    case Override::What::knob:
      std::ignore =
          set_knob(knob_names()[change.knob], value, scenario.hosts[change.host.value].config);
      return;
  }
  unreachable("Override::What");
}

}  // namespace

Scenario overridden(const Scenario& scenario, const Beat& beat, const Watch& watch) {
  Scenario changed = scenario;
  for (const Override& change : beat.overrides) {
    const auto value = value_of(change.value, watch);
    if (value) apply(changed, change, *value);
  }
  return changed;
}

OpenedWorld opened_world(const Scenario& scenario, const Beat& beat, const Watch& watch) {
  auto prepared = prepare(overridden(scenario, beat, watch), scenario.id);
  if (!prepared) prepared = prepare(scenario, scenario.id);
  INVARIANT(prepared.has_value());  // the scenario was prepared when the lesson was opened
  const Instant begins = prepared->start.now;
  return {Timeline(std::move(prepared->start), std::move(prepared->bytes)), begins};
}

namespace {

// To where the question says, else as the next run; what is supposed takes the place of its deeds.
Hidden play_ahead(const Scenario& scenario, const LessonState& state, const Question& question,
                  Hidden hidden, const Watch& from) {
  const std::size_t next = state.beat + 1;
  const bool run_follows =
      next < scenario.lesson.beats.size() && scenario.lesson.beats[next].kind == BeatKind::run;
  PlayPlan plan{.deeds = question.supposed,
                .until = RunTo{.until = question.observe, .instant = {}}};
  if (run_follows && question.supposed.empty() && !question.supposed_fresh)
    plan.deeds = scenario.lesson.beats[next].deeds;
  if (run_follows && !question.observe) plan.until = scenario.lesson.beats[next].run;
  const Played played = play_by(hidden.timeline, plan, from);
  hidden.at = from;
  hidden.at.upto = played.steps;
  hidden.at.now = played.at;
  return hidden;
}

}  // namespace

Played played_beat(const Scenario& scenario, const Beat& beat, Timeline& timeline,
                   const Watch& watch) {
  Watch from = watch;
  from.scenario = &scenario;
  return play_by(timeline, {.deeds = beat.deeds, .until = beat.run}, from);
}

Played played_solution(const Scenario& scenario, const Beat& beat, Timeline& timeline,
                       const Watch& watch) {
  Watch from = watch;
  from.scenario = &scenario;
  return play_by(timeline,
                 {.deeds = beat.task.solution, .until = {}, .outcomes = beat.task.successes}, from);
}

Hidden hidden_copy(const Scenario& scenario, const LessonState& state, const View& view,
                   const Question& question) {
  Watch from = watch_of(scenario, state, view);
  const auto present = [&] {
    return (*view.branches)[state.place.branch].timeline.fork(state.place.steps);
  };
  if (!question.supposed_fresh) {
    Hidden hidden{present(), from};
    if (question.observe_now) return hidden;
    from.beat_since = state.place.steps;
    from.beat_began = state.place.at;
    return play_ahead(scenario, state, question, std::move(hidden), from);
  }
  OpenedWorld opened = opened_world(scenario, scenario.lesson.beats[state.beat], from);
  from.upto = from.beat_since = from.branch_since = 0;
  from.now = from.beat_began = opened.begins;
  return play_ahead(scenario, state, question, {std::move(opened.timeline), from}, from);
}

}  // namespace engine
