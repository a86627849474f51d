// How far a learner has come in a lesson, as a value: which beat, what was answered, what was
// recognised, and where in the world each beat began and ended. lesson_run.hpp moves it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/lesson/scenario.hpp"
#include "engine/timeline/branches.hpp"

namespace engine {

// A moment that one can go to. A stage is one world of the lesson: it begins with 0, each restart
// begins the next; every stage has branches of its own.
struct Place {
  std::uint32_t stage{};
  BranchId branch{};
  StepIndex steps{};  // the playhead: after so many steps
  Instant at{};
  bool operator==(const Place&) const = default;
};

struct Answer {
  std::vector<std::uint32_t> picks{};  // choice, choices: options; order: options in this order;
                                       // sort: for each option the number of its pile
  std::vector<std::string> typed{};    // number, blanks: as typed
  bool operator==(const Answer&) const = default;
};

struct QuestionState {
  std::vector<std::uint32_t> order;  // positions of the options as shown
  Answer answer;                     // chosen, not yet locked
  bool locked{};                     // no more changes; a wrong `why` or `check` is not locked
  bool right{};
  bool right_at_once{};  // with the first answer
  bool unreadable{};     // a number that is none; does not count as a try
  bool revealed{};
  std::uint32_t tries{};
  std::string feedback;                    // key of the text that answers; empty = none
  std::string misconception;               // that the wrong answer shows
  std::vector<bool> blanks_right;          // of blanks
  std::vector<std::string> truth;          // of number and blanks once locked: as it would be typed
  std::vector<std::string> working;        // how each of them comes about; empty = it is just so
  std::vector<std::uint32_t> right_picks;  // of the others once locked
  bool operator==(const QuestionState&) const = default;
};

struct BeatState {
  bool entered{}, done{};
  std::uint32_t attempt{};
  Place start, end;  // the checkpoint, and where it was when it was done
  std::vector<QuestionState> questions;
  std::vector<bool> checklist;         // recognised so far
  std::optional<std::string> success;  // which road was taken; stays when one goes back
  std::optional<std::string> failure;  // recognised, not yet rewound
  std::uint32_t failures{};            // recognised in all
  std::uint32_t hints{};               // given
  std::optional<Quantity> measured;
  bool solution_shown{};
  bool operator==(const BeatState&) const = default;
};

struct NamedBranch {
  std::string name;
  std::uint32_t stage{};
  BranchId branch{};
  bool operator==(const NamedBranch&) const = default;
};

struct LessonState {
  std::uint64_t seed = 1;
  std::uint32_t beat{};
  bool running{};  // a run is being played to `goal`
  Place goal;
  Place place;             // where the learner is, as last told
  std::uint32_t stages{};  // how many have been opened
  std::vector<NamedBranch> branches;
  std::vector<BeatState> beats;  // beside Lesson::beats
  std::vector<Quantity> drawn;   // beside Lesson::parameters
  std::optional<Place> scratch;  // the solution is being shown: where to return to
  bool operator==(const LessonState&) const = default;
};

}  // namespace engine
