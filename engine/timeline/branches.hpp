// Changing the past forks: every branch is a whole timeline with a parent, and the old future
// stays. Undo takes back the latest intervention of a branch; redo puts it again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/timeline/timeline.hpp"

namespace engine {

using BranchId = Id<struct BranchTag>;  // position in Branches, from 0; 0 shows as "A"

// "A", "B", ... "Z", "AA", ... as branches are called.
std::string letter(BranchId id);

struct Branch {
  Timeline timeline;
  std::optional<BranchId> parent;
  StepIndex fork_step{};  // shared with the parent up to here
  Instant forked_at{};
  struct Undone {
    Command command;
    Instant at{};
    StepIndex steps{};  // how many steps came before it
    bool refused{};
  };
  std::vector<Undone> redo;  // newest last
};

class Branches {
 public:
  explicit Branches(Timeline first);
  // As they were: at least one, each after its parent.
  Branches(std::vector<Branch> branches, BranchId current);

  std::size_t count() const { return branches_.size(); }
  const Branch& operator[](BranchId id) const { return branches_[id.value]; }
  BranchId current() const { return current_; }
  void select(BranchId id) { current_ = id; }
  Timeline& timeline() { return branches_[current_.value].timeline; }
  const Timeline& timeline() const { return branches_[current_.value].timeline; }

  // Carries out a command at `at` after `steps` steps. At the edge it is simply recorded; in the
  // past it first forks there and selects the new branch.
  struct Acted {
    bool done{};
    bool forked{};
    BranchId branch;
    StepIndex step{};
  };
  Acted act(StepIndex steps, Instant at, const Command& command);
  BranchId fork(StepIndex steps, Instant at);

  // Takes back the latest command of the current branch (or, in a branch without commands of its
  // own after the fork, of the shared past in a new branch). Returns the moment just before it.
  struct Moment {
    StepIndex steps{};
    Instant at{};
    Command command;
  };
  std::optional<Moment> undo();
  // Puts the command that was taken back last again at its instant; the moment just after it.
  std::optional<Moment> redo();

 private:
  std::optional<std::size_t> latest_command() const;  // position in timeline().commands()
  Moment put_again(Branch& branch);

  std::vector<Branch> branches_;
  BranchId current_{};
};

}  // namespace engine
