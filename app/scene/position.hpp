// Where the playhead stands: after whole steps, perhaps inside the next one, at an instant.
#pragma once

#include <cstdint>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace scene {

// `steps` steps have happened. facts > 0: of step number `steps` this many facts are already
// shown, the others not yet (`at` is then that step's time). facts == 0: between two steps,
// time_of(steps) <= at <= time of the next event.
struct Position {
  engine::StepIndex steps{};
  std::uint32_t facts{};
  engine::Instant at{};
  friend constexpr bool operator==(const Position&, const Position&) = default;
};

// Has fact number `fact` of step `step` happened at this position?
constexpr bool has_happened(const Position& p, engine::StepIndex step, std::uint32_t fact) {
  return step < p.steps || (step == p.steps && fact < p.facts);
}

}  // namespace scene
