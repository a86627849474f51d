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
  write_down(none);
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
  const auto number = static_cast<std::uint32_t>(commands_.size());
  commands_.push_back(command);
  command_steps_.push_back(size());
  edge_.apply(commands_.back(), at, bytes_, record_);
  write_down(number);
  return !record_.refused;
}

void Timeline::write_down(std::uint32_t command) {
  const StepIndex index = size();
  Row& row = rows_.emplace_back();  // built in its place (base/variant_list.hpp)
  row.at = record_.at;
  row.cause = record_.cause;
  row.refused = record_.refused;
  row.command = command;
  row.facts = facts_.append(record_.facts);
  row.changes = changes_.append(record_.changes);
  facts_recorded_ += record_.facts.size();
  changes_recorded_ += record_.changes.size();
  flights_.record(index, record_.at, record_.facts, bytes_);
  keyframes_.consider(index + 1, edge_, recorded());
}

std::size_t Timeline::recorded() const {
  return rows_.size() * sizeof(Row) + facts_recorded_ * sizeof(Fact) +
         changes_recorded_ * sizeof(Change) + static_cast<std::size_t>(edge_.cursor);
}

// ---- reading

StepIndex Timeline::size() const { return static_cast<StepIndex>(rows_.size()); }

StepView Timeline::step(StepIndex index) const {
  INVARIANT(index < size());
  const Row& row = rows_[index];
  return {.index = index,
          .at = row.at,
          .cause = row.cause,
          .refused = row.refused,
          .facts = facts_.read(row.facts),
          .changes = changes_.read(row.changes),
          .command = row.command == none ? nullptr : &commands_[row.command]};
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
  for (StepIndex i = from.index; i < index; ++i) {
    const Row& row = rows_[i];
    if (row.command == none)
      world.step(bytes_, again_);
    else
      world.apply(commands_[row.command], row.at, bytes_, again_);
  }
  return world;
}

std::span<const Flight> Timeline::flights() const { return flights_.flights(); }
std::span<const StepIndex> Timeline::commands() const { return command_steps_; }
const ByteArena& Timeline::bytes() const { return bytes_; }

std::size_t Timeline::memory() const {
  return rows_.capacity() * sizeof(Row) + facts_.memory() + changes_.memory() +
         commands_.capacity() * sizeof(Command) + flights_.memory() + keyframes_.memory() +
         footprint(edge_) + bytes_.capacity();
}

std::size_t Timeline::keyframe_count() const { return keyframes_.count(); }

// ---- branching

Timeline Timeline::fork(StepIndex index) const {
  World edge = at(index);
  ByteArena bytes = bytes_.prefix(edge.cursor);
  Timeline branch(keyframes_.up_to(index), std::move(edge), std::move(bytes));
  branch.rows_.assign(rows_.begin(), rows_.begin() + index);
  const auto acted = std::ranges::lower_bound(command_steps_, index) - command_steps_.begin();
  branch.commands_.assign(commands_.begin(), commands_.begin() + acted);
  branch.command_steps_.assign(command_steps_.begin(), command_steps_.begin() + acted);
  Pool<Fact>::Run last_facts;
  Pool<Change>::Run last_changes;
  for (StepIndex i = 0; i < index; ++i) {
    const Row& row = rows_[i];
    if (row.facts.count > 0) last_facts = row.facts;
    if (row.changes.count > 0) last_changes = row.changes;
    branch.facts_recorded_ += row.facts.count;
    branch.changes_recorded_ += row.changes.count;
    branch.flights_.record(i, row.at, facts_.read(row.facts), branch.bytes_);
  }
  if (last_facts.count > 0) branch.facts_ = facts_.up_to(last_facts);
  if (last_changes.count > 0) branch.changes_ = changes_.up_to(last_changes);
  return branch;
}

}  // namespace engine
