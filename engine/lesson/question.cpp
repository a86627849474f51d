#include "engine/lesson/question.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>

#include "engine/base/hash.hpp"
#include "engine/base/invariant.hpp"
#include "engine/base/random.hpp"
#include "engine/lesson/working.hpp"

namespace engine {
namespace {

bool is_close(const Blank& blank, Quantity given, Quantity expected) {
  Duration off{given.nano < expected.nano ? expected.nano - given.nano
                                          : given.nano - expected.nano};
  const std::int64_t share = expected.nano / 100 * blank.tolerance_percent;
  const std::int64_t allowed =
      std::max({blank.tolerance ? blank.tolerance->nano : 0, share < 0 ? -share : share,
                std::int64_t{blank.unit == AnswerUnit::sequence ? 0 : 500'000}});
  return off.count() <= allowed;
}

bool fits(const Pattern& pattern, const Blank& blank, Quantity given, const Watch& now) {
  const auto value = [&](std::size_t i) { return value_of(pattern.values[i], now); };
  switch (pattern.kind) {
    case Pattern::Kind::equals:
      return std::ranges::any_of(pattern.values, [&](const Expression& each) {
        const auto wanted = value_of(each, now);
        return wanted && is_close(blank, given, {given.measure, wanted->nano});
      });
    case Pattern::Kind::between: {
      const auto least = value(0), most = value(1);
      return least && most && least->nano <= given.nano && given.nano <= most->nano;
    }
    case Pattern::Kind::below: {
      const auto limit = value(0);
      return limit && given.nano < limit->nano;
    }
    case Pattern::Kind::above: {
      const auto limit = value(0);
      return limit && given.nano > limit->nano;
    }
    case Pattern::Kind::other:
      return true;
  }
  unreachable("Pattern::Kind");
}

bool is_right(const Blank& blank, Quantity given, Quantity expected, const Watch& now,
              bool relative_numbers) {
  if (is_close(blank, given, expected)) return true;
  if (!relative_numbers || !blank.relative_to) return false;
  const auto base = value_of(*blank.relative_to, now);
  const auto absolute = base ? add(*base, given) : std::nullopt;
  return absolute && is_close(blank, *absolute, expected);
}

void judge_numbers(const Beat& beat, const Question& question, const Truth& truth, const Watch& now,
                   bool relative_numbers, QuestionState& state) {
  state.right = true;
  state.unreadable = false;
  state.blanks_right.assign(question.blanks.size(), false);
  const std::string key = question_key(beat, question);
  for (std::size_t i = 0; i < question.blanks.size(); ++i) {
    const Blank& blank = question.blanks[i];
    const std::string typed = i < state.answer.typed.size() ? state.answer.typed[i] : "";
    const auto given = read_quantity(typed, blank.unit);
    if (!given) state.unreadable = true;
    state.blanks_right[i] = given && i < truth.values.size() && truth.values[i] &&
                            is_right(blank, *given, *truth.values[i], now, relative_numbers);
    if (state.blanks_right[i]) continue;
    if (state.right && given)
      for (const Pattern& pattern : blank.patterns)
        if (fits(pattern, blank, *given, now)) {
          state.feedback = key + (blank.name.empty() ? "" : "." + blank.name) + "." + pattern.name;
          state.misconception = pattern.misconception;
          break;
        }
    state.right = false;
  }
  if (state.right) state.feedback = key + ".right";
}

// The option whose feedback is due: the first wrong one, or one that was left out.
std::optional<std::uint32_t> first_wrong(const Question& question, const Truth& truth,
                                         const QuestionState& state) {
  if (question.kind == QuestionKind::sort) {
    for (std::uint32_t i = 0; i < truth.picks.size(); ++i)
      if (i >= state.answer.picks.size() || state.answer.picks[i] != truth.picks[i]) return i;
    return std::nullopt;
  }
  for (const std::uint32_t pick : state.answer.picks)
    if (std::ranges::find(truth.picks, pick) == truth.picks.end()) return pick;
  return std::nullopt;
}

void judge_picks(const Beat& beat, const Question& question, const Truth& truth,
                 QuestionState& state) {
  std::vector<std::uint32_t> given = state.answer.picks, wanted = truth.picks;
  const bool as_set =
      question.kind == QuestionKind::choice || question.kind == QuestionKind::choices;
  if (as_set) {
    std::ranges::sort(given);
    std::ranges::sort(wanted);
  }
  state.right = given == wanted;
  const std::string key = question_key(beat, question);
  if (question.kind == QuestionKind::order) {
    state.feedback = key + (state.right ? ".right" : ".wrong");
    return;
  }
  std::optional<std::uint32_t> which = first_wrong(question, truth, state);
  if (state.right && !wanted.empty() && question.kind == QuestionKind::choice) which = wanted[0];
  if (!which || *which >= question.options.size()) {
    state.feedback = key + (state.right ? ".right" : ".missing");
    return;
  }
  state.feedback = key + "." + question.options[*which].name + ".say";
  if (!state.right) state.misconception = question.options[*which].misconception;
}

}  // namespace

std::string question_key(const Beat& beat, const Question& question) {
  return question.name.empty() ? beat.name : beat.name + "." + question.name;
}

std::vector<std::string> piles_of(const Question& question) {
  std::vector<std::string> piles;
  for (const Option& option : question.options)
    if (std::ranges::find(piles, option.pile) == piles.end()) piles.push_back(option.pile);
  return piles;
}

bool needs_observation(const Question& question) {
  return std::ranges::any_of(question.options,
                             [](const Option& o) { return o.when.has_value(); }) ||
         std::ranges::any_of(question.blanks,
                             [](const Blank& b) { return b.observed.has_value(); });
}

Truth truth_of(const Question& question, const Watch& now, const Watch* hidden) {
  Truth truth;
  const std::vector<std::string> piles = piles_of(question);
  for (std::uint32_t i = 0; i < question.options.size(); ++i) {
    const Option& option = question.options[i];
    if (question.kind == QuestionKind::order) {
      truth.picks.push_back(i);
    } else if (question.kind == QuestionKind::sort) {
      const auto pile = std::ranges::find(piles, option.pile) - piles.begin();
      truth.picks.push_back(static_cast<std::uint32_t>(pile));
    } else if (option.when ? hidden != nullptr && holds(*option.when, *hidden) : option.right) {
      truth.picks.push_back(i);
    }
  }
  for (const Blank& blank : question.blanks) {
    const Expression* const answer = blank.answer     ? &*blank.answer
                                     : blank.observed ? &*blank.observed
                                                      : nullptr;
    const Watch* const where = blank.answer ? &now : hidden;
    truth.values.push_back(answer != nullptr && where != nullptr ? value_of(*answer, *where)
                                                                 : std::nullopt);
  }
  return truth;
}

void judge(const Beat& beat, const Question& question, const Truth& truth, const Watch& now,
           bool relative_numbers, QuestionState& state) {
  state.feedback.clear();
  state.misconception.clear();
  state.truth.clear();
  state.working.clear();
  state.right_picks = truth.picks;
  for (std::size_t i = 0; i < question.blanks.size(); ++i) {
    const Blank& blank = question.blanks[i];
    state.truth.push_back(truth.values[i] ? written(*truth.values[i], blank.unit) : std::string());
    state.working.push_back(blank.answer ? working_of(*blank.answer, now) : std::string());
  }
  if (question.blanks.empty())
    judge_picks(beat, question, truth, state);
  else
    judge_numbers(beat, question, truth, now, relative_numbers, state);
  if (state.unreadable) return;
  ++state.tries;
  state.right_at_once = state.right && state.tries == 1;
}

std::uint64_t seed_for(std::uint64_t seed, std::uint32_t what, std::uint32_t attempt) {
  Hasher hasher;
  for (const std::uint64_t word : {seed, std::uint64_t{what}, std::uint64_t{attempt}})
    hasher.add(word);
  return hasher.digest();
}

Quantity drawn_value(const Draw& draw, Measure measure, std::uint64_t seed) {
  Random dice(seed);
  Quantity value = draw.least;
  if (!draw.set.empty()) {
    value = draw.set[dice.below(draw.set.size())];
  } else if (draw.often && dice.below(draw.once_in) == 0) {
    value = *draw.often;
  } else {
    // Times to the millisecond, everything else whole.
    const std::int64_t unit = measure == Measure::time ? 1'000'000 : 1'000'000'000;
    const auto room = static_cast<std::uint64_t>((draw.most.nano - draw.least.nano) / unit);
    value.nano += static_cast<std::int64_t>(dice.below(room + 1)) * unit;
  }
  value.measure = measure;
  return value;
}

std::vector<std::uint32_t> shuffled(const Question& question, std::uint64_t seed) {
  std::vector<std::uint32_t> order(question.options.size());
  std::iota(order.begin(), order.end(), 0u);
  Random dice(seed);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[dice.below(i)]);
  const auto stays_last = [&](std::uint32_t i) { return question.options[i].keep_last; };
  std::vector<std::uint32_t> arranged;
  std::ranges::copy_if(order, std::back_inserter(arranged), std::not_fn(stays_last));
  std::ranges::copy_if(order, std::back_inserter(arranged), stays_last);
  return arranged;
}

}  // namespace engine
