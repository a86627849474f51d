// Copies of the world along a history. They only make reading fast: what lies between two of them
// is computed again. Spaced by bytes, so that copies cost a fixed share of what is recorded; when
// the budget is exceeded every second one is dropped and the spacing doubles.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/world/world.hpp"

namespace engine {

struct KeyframeBudget {
  std::size_t bytes = 64u << 20;  // memory for all keyframes; thinned when exceeded
  StepIndex min_spacing = 16;     // steps
  std::size_t share = 40;         // at least so many bytes recorded for each byte of keyframe
};

struct Keyframe {
  StepIndex index{};  // the world after this many steps
  World world;
  std::size_t bytes{};
};

class Keyframes {
 public:
  Keyframes(World start, KeyframeBudget budget);

  // The edge has reached `index`; `recorded` bytes of history lie behind it.
  void consider(StepIndex index, const World& edge, std::size_t recorded);
  // The latest one at or before `index`; there is always the start.
  const Keyframe& before(StepIndex index) const;
  // Those at or before `index`, for a branch that forks there.
  Keyframes up_to(StepIndex index) const;

  std::size_t count() const { return frames_.size(); }
  std::size_t memory() const { return bytes_; }
  KeyframeBudget budget() const { return budget_; }

 private:
  void thin();

  KeyframeBudget budget_;
  std::vector<Keyframe> frames_;  // by index; the first is the start
  std::size_t bytes_{};           // of all but the start
  std::size_t recorded_at_last_{};
  std::size_t stretch_ = 1;  // doubled by each thinning
};

// Bytes that a copy of this world takes, about.
std::size_t footprint(const World& world);

}  // namespace engine
