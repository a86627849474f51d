#include "engine/timeline/timeline.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/invariant.hpp"

namespace engine {

Timeline::Timeline(World start, ByteArena bytes, KeyframeBudget budget)
    : Timeline(Keyframes(start, budget), start, std::move(bytes)) {
  edge_.reindex();
}

Timeline::Timeline(Keyframes keyframes, World edge, ByteArena bytes)
    : keyframes_(std::move(keyframes)), edge_(std::move(edge)), bytes_(std::move(bytes)) {
  again_.only_change_the_world();
}

// ---- growing at the edge

bool Timeline::advance() {
  if (edge_.next_event_at() == never) return false;
  edge_.step(bytes_, record_);
  write_down();
  return true;
}

void Timeline::advance_to(Instant until, StepIndex limit) {
  for (StepIndex done = 0; done < limit; ++done) {
    const Instant next = edge_.next_event_at();
    if (next == never || next > until) return;
    advance();
  }
}

bool Timeline::act(const Command& command, Instant at) {
  // Written down before it acts: if it breaks an invariant, the experiment can still be saved.
  make_room(commands_);
  commands_.push_back(command);
  command_steps_.push_back(size());
  edge_.apply(commands_.back(), at, bytes_, record_);
  write_down();
  return !record_.refused;
}

void Timeline::write_down() {
  const StepIndex index = size();
  make_room(rows_);
  Row& row = rows_.emplace_back();  // built in its place (base/variant_list.hpp)
  row.at = record_.at;
  row.packed = packed_.append(pack(record_, room_));
  for (const Fact& fact : record_.facts) flights_.record(index, record_.at, fact, bytes_);
  keyframes_.consider(index + 1, edge_, recorded());
}

std::size_t Timeline::recorded() const {
  return rows_.size() * sizeof(Row) + packed_.size() + static_cast<std::size_t>(edge_.cursor);
}

// ---- reading

StepIndex Timeline::size() const { return static_cast<StepIndex>(rows_.size()); }

StepView Timeline::step(StepIndex index) const {
  INVARIANT(index < size());
  const Row& row = rows_[index];
  const UnpackedStep step = unpack(packed_.read(row.packed));
  return {.index = index,
          .at = row.at,
          .cause = step.cause,
          .refused = step.refused,
          .facts = step.facts,
          .changes = step.changes,
          .command = std::holds_alternative<ByCommand>(step.cause) ? &commands_[acted_before(index)]
                                                                   : nullptr};
}

std::size_t Timeline::acted_before(StepIndex index) const {
  const auto next = std::ranges::lower_bound(command_steps_, index);
  return static_cast<std::size_t>(next - command_steps_.begin());
}

Instant Timeline::time_of(StepIndex index) const {
  INVARIANT(index <= size());
  return index == 0 ? keyframes_.before(0).world.now : rows_[index - 1].at;
}

StepIndex Timeline::steps_until(Instant t) const {
  const auto after = std::ranges::upper_bound(rows_, t, {}, &Row::at);
  return static_cast<StepIndex>(after - rows_.begin());
}

const World& Timeline::edge() const { return edge_; }

World Timeline::at(StepIndex index) const {
  INVARIANT(index <= size());
  if (index == size()) return edge_;
  const Keyframe& from = keyframes_.before(index);
  World world = from.world;
  std::size_t command = acted_before(from.index);
  for (StepIndex i = from.index; i < index; ++i) {
    if (command == commands_.size() || command_steps_[command] != i)
      world.step(bytes_, again_);
    else
      world.apply(commands_[command++], rows_[i].at, bytes_, again_);
  }
  return world;
}

std::span<const Flight> Timeline::flights() const { return flights_.flights(); }
std::span<const StepIndex> Timeline::commands() const { return command_steps_; }
const ByteArena& Timeline::bytes() const { return bytes_; }

std::size_t Timeline::memory() const {
  return rows_.size() * sizeof(Row) + packed_.memory() + commands_.size() * sizeof(Command) +
         flights_.memory() + keyframes_.memory() + footprint(edge_) + bytes_.capacity();
}

std::size_t Timeline::keyframe_count() const { return keyframes_.count(); }

// ---- branching

Timeline Timeline::fork(StepIndex index) const {
  World edge = at(index);
  ByteArena bytes = bytes_.prefix(edge.cursor);
  Timeline branch(keyframes_.up_to(index), std::move(edge), std::move(bytes));
  branch.rows_.assign(rows_.begin(), rows_.begin() + index);
  const auto acted = static_cast<std::ptrdiff_t>(acted_before(index));
  branch.commands_.assign(commands_.begin(), commands_.begin() + acted);
  branch.command_steps_.assign(command_steps_.begin(), command_steps_.begin() + acted);
  if (index > 0) branch.packed_ = packed_.up_to(rows_[index - 1].packed);
  for (StepIndex i = 0; i < index; ++i)
    for (const Fact& fact : step(i).facts)
      branch.flights_.record(i, rows_[i].at, fact, branch.bytes_);
  return branch;
}

}  // namespace engine
