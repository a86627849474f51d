// The worlds of a lesson: a beat's fresh start, its run, the hidden copy that a prediction is
// compared with.
#pragma once

#include <memory>

#include "engine/lesson/lesson_play.hpp"
#include "engine/lesson/lesson_run.hpp"

namespace engine {

struct OpenedWorld {
  Timeline timeline;
  Instant begins{};
};
// The scenario with the overrides of this beat. They were checked when the lesson was read; one
// that cannot be worked out leaves the scenario as it is.
OpenedWorld opened_world(const Scenario& scenario, const Beat& beat, const Watch& watch);
Scenario overridden(const Scenario& scenario, const Beat& beat, const Watch& watch);

Played played_beat(const Scenario& scenario, const Beat& beat, Timeline& timeline,
                   const Watch& watch);
Played played_solution(const Scenario& scenario, const Beat& beat, Timeline& timeline,
                       const Watch& watch);

// What will have happened: the world as it will be, in secret.
struct Hidden {
  Timeline timeline;
  Watch at;
  Watch watch() const {
    Watch there = at;
    there.timeline = &timeline;
    return there;
  }
};
Hidden hidden_copy(const Scenario& scenario, const LessonState& state, const View& view,
                   const Question& question);

}  // namespace engine
