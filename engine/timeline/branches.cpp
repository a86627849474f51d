#include "engine/timeline/branches.hpp"

#include <utility>

#include "engine/base/invariant.hpp"

namespace engine {

Branches::Branches(Timeline first) {
  branches_.push_back({.timeline = std::move(first), .parent = {}, .redo = {}});
}

Branches::Branches(std::vector<Branch> branches, BranchId current)
    : branches_(std::move(branches)), current_(current) {
  INVARIANT(current_.value < branches_.size());
  for (std::uint32_t i = 0; i < branches_.size(); ++i)
    INVARIANT(!branches_[i].parent || branches_[i].parent->value < i);
}

Branches::Acted Branches::act(StepIndex steps, Instant at, const Command& command) {
  const bool in_the_past = steps < timeline().size();
  if (in_the_past) fork(steps, at);
  Branch& branch = branches_[current_.value];
  branch.redo.clear();
  const bool done = branch.timeline.act(command, at);
  return {.done = done, .forked = in_the_past, .branch = current_, .step = steps};
}

BranchId Branches::fork(StepIndex steps, Instant at) {
  INVARIANT(steps <= timeline().size());
  branches_.push_back({.timeline = timeline().fork(steps),
                       .parent = current_,
                       .fork_step = steps,
                       .forked_at = at,
                       .redo = {}});
  current_ = {static_cast<std::uint32_t>(branches_.size() - 1)};
  return current_;
}

// A refused command changed nothing that could be taken back: it goes with the one before it.
std::optional<std::size_t> Branches::latest_command() const {
  const std::span<const StepIndex> commands = timeline().commands();
  for (std::size_t i = commands.size(); i-- > 0;)
    if (!timeline().step(commands[i]).refused) return i;
  return std::nullopt;
}

std::optional<Branches::Moment> Branches::undo() {
  const std::optional<std::size_t> latest = latest_command();
  if (!latest) return std::nullopt;
  std::vector<Branch::Undone> redo = branches_[current_.value].redo;
  Moment moment;
  for (std::size_t i = timeline().commands().size(); i-- > *latest;) {
    const StepView step = timeline().step(timeline().commands()[i]);
    moment = {.steps = step.index, .at = step.at, .command = *step.command};
    redo.push_back({.command = moment.command,
                    .at = moment.at,
                    .steps = moment.steps,
                    .refused = step.refused});
  }
  const bool own = moment.steps >= branches_[current_.value].fork_step;
  if (own)
    branches_[current_.value].timeline = timeline().fork(moment.steps);
  else
    fork(moment.steps, moment.at);
  branches_[current_.value].redo = std::move(redo);
  return moment;
}

std::optional<Branches::Moment> Branches::redo() {
  Branch& branch = branches_[current_.value];
  if (branch.redo.empty()) return std::nullopt;
  const Moment moment = put_again(branch);
  while (!branch.redo.empty() && branch.redo.back().refused) put_again(branch);
  return moment;
}

// What was played since the undo had no command in it (a command empties the list), so it is only
// a continuation that time would bring again: it gives way. What lies between two commands that
// were both taken back comes again by itself.
Branches::Moment Branches::put_again(Branch& branch) {
  const Branch::Undone undone = std::move(branch.redo.back());
  branch.redo.pop_back();
  if (branch.timeline.size() > undone.steps) branch.timeline = branch.timeline.fork(undone.steps);
  while (branch.timeline.size() < undone.steps) INVARIANT(branch.timeline.advance());
  branch.timeline.act(undone.command, undone.at);
  return {.steps = undone.steps + 1, .at = undone.at, .command = undone.command};
}

std::string letter(BranchId id) {
  std::string letters(1, static_cast<char>('A' + id.value % 26));
  for (std::uint32_t rest = id.value / 26; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters;
}

}  // namespace engine
