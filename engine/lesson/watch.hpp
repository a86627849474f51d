// Where one stands in a run, and what an expression or a condition is worth there. Everything is
// worked out from the run as recorded up to the playhead: going back takes back what came after.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/lesson/scenario.hpp"
#include "engine/timeline/timeline.hpp"

namespace engine {

class Branches;

struct Watch {
  const Scenario* scenario{};
  const Timeline* timeline{};  // null before the first stage: only parameters are known
  StepIndex upto{};            // the playhead: so many steps have happened
  Instant now{};
  StepIndex beat_since{}, branch_since{};  // where these scopes begin
  Instant beat_began{};
  std::span<const Quantity> drawn;  // by parameter; of computed ones ignored
  const Branches* branches{};       // of this stage, for conditions on any of them; null: unknown
};

// None = not known here (no such packet yet, no connection), or no number.
std::optional<Quantity> value_of(const Expression& expression, const Watch& watch);

// When a condition held: from after so many steps, until (not including) after so many.
struct Span {
  StepIndex from{};
  Instant begins{};
  StepIndex until = open;
  Instant ends = never;
  static constexpr StepIndex open = ~StepIndex{0};
  bool is_open() const { return until == open; }
};
// In order, not overlapping. A fact that happened holds from then on, so each of its repetitions
// begins a span and only the last one is open.
std::vector<Span> spans_of(ConditionId condition, const Watch& watch);
bool holds(ConditionId condition, const Watch& watch);

// The packets that met a condition about segments, in the order of the spans.
std::vector<PacketId> packets_of(ConditionId condition, const Watch& watch);

}  // namespace engine
