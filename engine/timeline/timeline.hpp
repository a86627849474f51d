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

#include "engine/base/large_pages.hpp"
#include "engine/timeline/flight_log.hpp"
#include "engine/timeline/keyframes.hpp"
#include "engine/timeline/packed_step.hpp"
#include "engine/timeline/pool.hpp"
#include "engine/world/world.hpp"

namespace engine {

// A view of one recorded step. Valid until the timeline changes.
struct StepView {
  StepIndex index{};  // position: this step leads from at(index) to at(index + 1)
  Instant at{};
  StepCause cause;
  bool refused{};
  FactRange facts;
  ChangeRange changes;
  const Command* command{};  // of a ByCommand step, else null
};

class Timeline {
 public:
  // `bytes` holds what `start` refers to (scheduled sends are copied in when they happen).
  explicit Timeline(World start, ByteArena bytes = {}, KeyframeBudget budget = {});
  Timeline(Timeline&&) noexcept = default;
  Timeline& operator=(Timeline&&) noexcept = default;

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
  std::size_t memory() const;          // bytes held, about
  std::size_t keyframe_count() const;  // the start is one

  // ---- branching: everything before step `index`, ready to go on differently
  Timeline fork(StepIndex index) const;

 private:
  using Octets = Pool<std::uint8_t>;
  struct Row {
    Instant at{};
    Octets::Run packed;
  };

  Timeline(Keyframes keyframes, World edge, ByteArena bytes);
  void write_down();
  std::size_t recorded() const;
  std::size_t acted_before(StepIndex index) const;  // how many commands came before this step

  Keyframes keyframes_;
  World edge_;
  std::vector<Row, LargePages<Row>> rows_;
  Octets packed_;
  std::vector<Command, LargePages<Command>> commands_;
  std::vector<StepIndex> command_steps_;  // beside commands_
  FlightLog flights_;
  // Mutable, because reading a step in the past plays the world again from a keyframe, and that
  // writes the same bytes to the same places (byte_arena.hpp): nothing that can be seen changes.
  mutable ByteArena bytes_;
  mutable StepRecord again_;        // working space of that
  StepRecord record_;               // of recording
  std::vector<std::uint8_t> room_;  // where it is packed
};

}  // namespace engine
