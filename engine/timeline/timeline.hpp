// One history: a start, the commands with their times, and everything that followed. Step k is the
// k-th thing that happened; "at step k" means after the first k steps, so at(0) is the start.
//
// Keyframes (copies of the world, spaced by bytes) only make reading fast: any at(k) equals the
// linear run, proved by tests/simulation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/timeline/flight.hpp"
#include "engine/world/world.hpp"

namespace engine {

struct KeyframeBudget {
  std::size_t bytes = 64u << 20;  // memory for all keyframes; thinned when exceeded
  StepIndex min_spacing = 16;     // steps
};

// A view of one recorded step. Valid until the timeline changes.
struct StepView {
  StepIndex index{};  // position: this step leads from at(index) to at(index + 1)
  Instant at{};
  StepCause cause;
  bool refused{};
  std::span<const Fact> facts;
  std::span<const Change> changes;
  const Command* command{};  // of a ByCommand step, else null
};

class Timeline {
 public:
  // `bytes` holds what `start` refers to (scheduled sends are copied in when they happen).
  explicit Timeline(World start, ByteArena bytes = {}, KeyframeBudget budget = {});

  // ---- growing at the edge
  bool advance();  // one event; false = nothing will ever happen
  void advance_to(Instant until, StepIndex limit = 20'000);  // every event due up to and including
  // Acts at the edge. Precondition: edge().now <= at <= edge().next_event_at(). False = refused
  // (still recorded as a step, so that the screen can say why).
  bool act(const Command& command, Instant at);

  // ---- reading
  StepIndex size() const;                  // steps recorded
  StepView step(StepIndex index) const;    // index < size()
  Instant time_of(StepIndex index) const;  // of at(index): 0 -> start, k -> step(k-1).at
  StepIndex steps_until(Instant t) const;  // how many steps happened at or before t
  const World& edge() const;
  World at(StepIndex index) const;
  std::span<const Flight> flights() const;      // by id: flights()[id.value - 1]
  std::span<const StepIndex> commands() const;  // the steps that were a person's, in order
  const ByteArena& bytes() const;
  std::size_t memory() const;  // bytes held, about

  // ---- branching: everything before step `index`, ready to go on differently
  Timeline fork(StepIndex index) const;

 private:
  // kept by the author of timeline.cpp
};

}  // namespace engine
