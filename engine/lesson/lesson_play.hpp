// Playing a timeline by a lesson's deeds until something is so.
#pragma once

#include <span>

#include "engine/lesson/watch.hpp"

namespace engine {

struct PlayPlan {
  std::span<const LessonDeed> deeds;
  std::optional<RunTo> until;                  // none: until the deeds are done
  std::span<const NamedCondition> outcomes{};  // or until one of these holds
  Duration limit = std::chrono::hours(2);      // of virtual time
  StepIndex step_limit = 20'000;
};
struct Played {
  StepIndex steps{};
  Instant at{};
  bool reached{};  // not merely at a limit
};
// `watch` says where the scopes begin; its timeline is replaced by this one.
Played play_by(Timeline& timeline, const PlayPlan& plan, Watch watch);

}  // namespace engine
