// Questions: what the right answer is, computed or observed on a hidden copy that runs ahead, and
// what a given answer is worth. Also the draws: numbers and the order of options.
#pragma once

#include "engine/lesson/lesson_state.hpp"
#include "engine/lesson/watch.hpp"

namespace engine {

// ---- texts of a question, by key
std::string question_key(const Beat& beat, const Question& question);

// What is right here and now. `hidden` is where the copy has come to; null = nothing to observe.
struct Truth {
  std::vector<std::uint32_t> picks;             // of options; of order; of sort, a pile for each
  std::vector<std::optional<Quantity>> values;  // of blanks
  bool operator==(const Truth&) const = default;
};
bool needs_observation(const Question& question);
Truth truth_of(const Question& question, const Watch& now, const Watch* hidden);

// Takes the answer in `state` for final: right or not, feedback, misconception, what is right.
void judge(const Beat& beat, const Question& question, const Truth& truth, const Watch& now,
           bool relative_numbers, QuestionState& state);

// The piles of a `sort`, in the order in which the options name them first.
std::vector<std::string> piles_of(const Question& question);

// ---- dice: they depend on the seed, what is drawn for, and the attempt
Quantity drawn_value(const Draw& draw, Measure measure, std::uint64_t seed);
std::vector<std::uint32_t> shuffled(const Question& question, std::uint64_t seed);
std::uint64_t seed_for(std::uint64_t seed, std::uint32_t what, std::uint32_t attempt);

}  // namespace engine
