#include "engine/lesson/lesson_words.hpp"

#include <algorithm>

#include "engine/lesson/expression_reader.hpp"
#include "engine/lesson/question.hpp"

namespace engine {
namespace {

std::string blank_key(const std::string& question, const Blank& blank) {
  return blank.name.empty() ? question : question + "." + blank.name;
}

void add_question_keys(const Beat& beat, const Question& question, std::vector<KeyUse>& keys) {
  const std::string key = question_key(beat, question);
  const auto add = [&](const std::string& name, TextRole role, bool needed, std::uint32_t line) {
    keys.push_back({name, role, needed, line});
  };
  if (!question.name.empty()) add(key, TextRole::question, true, question.line);
  for (const Option& option : question.options) {
    add(key + "." + option.name, TextRole::option, true, option.line);
    const bool answers = question.kind != QuestionKind::order;
    // Which option is right may depend on the run, then every one needs its feedback.
    if (answers)
      add(key + "." + option.name + ".say", TextRole::feedback, !option.right, option.line);
  }
  for (const std::string& pile : piles_of(question))
    if (question.kind == QuestionKind::sort)
      add(key + ".pile." + pile, TextRole::pile, true, question.line);
  for (const Blank& blank : question.blanks) {
    const std::string own = blank_key(key, blank);
    if (!blank.name.empty()) add(own, TextRole::blank, true, blank.line);
    for (const Pattern& pattern : blank.patterns)
      add(own + "." + pattern.name, TextRole::feedback, true, pattern.line);
  }
  add(key + ".right", TextRole::feedback, false, question.line);
  add(key + ".wrong", TextRole::feedback, question.kind == QuestionKind::order, question.line);
  add(key + ".missing", TextRole::feedback, question.kind == QuestionKind::choices, question.line);
}

void add_task_keys(const Beat& beat, std::vector<KeyUse>& keys) {
  const auto add = [&](const auto& list, TextRole role) {
    for (const auto& item : list)
      keys.push_back({beat.name + "." + item.name, role, true, item.line});
  };
  add(beat.task.successes, TextRole::praise);
  add(beat.task.failures, TextRole::failure);
  add(beat.task.checklist, TextRole::step);
  add(beat.task.hints, TextRole::hint);
}

// "about": two digits that count, and no decimals.
Quantity about(Quantity value) {
  constexpr std::int64_t one = 1'000'000'000;
  std::int64_t step = one;
  while (value.nano / step >= 100) step *= 10;
  value.nano = (value.nano + step / 2) / step * step;
  return value;
}

std::string format(const Quantity& value, std::string_view how) {
  if (how == "s") return with_gaps(written(value, AnswerUnit::s));
  if (how == "ms") return with_gaps(written(value, AnswerUnit::ms));
  if (how == "about") return with_gaps(written(about(value), AnswerUnit::number));
  return how == "number" ? with_gaps(written(value, AnswerUnit::number)) : written(value);
}

struct WordsReader {
  const Scenario& scenario;
  const LessonState& state;
  std::vector<VisibleText> all{};

  void add(std::string key, TextRole role, std::uint32_t beat, std::uint32_t question = 0,
           std::uint32_t number = 0) {
    all.push_back({std::move(key), role, beat, question, number});
  }

  void question(std::uint32_t b, std::uint32_t q) {
    const Beat& beat = scenario.lesson.beats[b];
    const Question& asked = beat.questions[q];
    const QuestionState& answer = state.beats[b].questions[q];
    const std::string key = question_key(beat, asked);
    if (!asked.name.empty()) add(key, TextRole::question, b, q);
    for (const std::uint32_t i : answer.order)
      add(key + "." + asked.options[i].name, TextRole::option, b, q, i);
    if (asked.kind == QuestionKind::sort) {
      std::uint32_t number = 0;
      for (const std::string& pile : piles_of(asked))
        add(key + ".pile." + pile, TextRole::pile, b, q, number++);
    }
    for (std::uint32_t i = 0; i < asked.blanks.size(); ++i)
      if (!asked.blanks[i].name.empty())
        add(blank_key(key, asked.blanks[i]), TextRole::blank, b, q, i);
    if (!answer.feedback.empty() && may_show_feedback(scenario, state, b))
      add(answer.feedback, TextRole::feedback, b, q);
  }

  void task(std::uint32_t b) {
    const Beat& beat = scenario.lesson.beats[b];
    const BeatState& record = state.beats[b];
    for (std::uint32_t i = 0; i < beat.task.checklist.size(); ++i)
      add(beat.name + "." + beat.task.checklist[i].name, TextRole::step, b, 0, i);
    for (std::uint32_t i = 0; i < record.hints; ++i)
      add(beat.name + "." + beat.task.hints[i].name, TextRole::hint, b, 0, i);
    if (record.failure) add(beat.name + "." + *record.failure, TextRole::failure, b);
    if (record.success) add(beat.name + "." + *record.success, TextRole::praise, b);
  }
};

}  // namespace

std::vector<KeyUse> keys_of(const Scenario& scenario) {
  std::vector<KeyUse> keys{{scenario.title_key, TextRole::narration, true, 1},
                           {scenario.about_key, TextRole::narration, true, 1}};
  for (const Beat& beat : scenario.lesson.beats) {
    keys.push_back({beat.name, TextRole::narration, true, beat.line});
    keys.push_back({beat.name + ".note", TextRole::note, false, beat.line});
    if (beat.fork) keys.push_back({beat.name + ".branch", TextRole::branch, true, beat.line});
    for (const Question& question : beat.questions) add_question_keys(beat, question, keys);
    add_task_keys(beat, keys);
  }
  return keys;
}

std::vector<VisibleText> visible_texts(const Scenario& scenario, const LessonState& state) {
  WordsReader reader{scenario, state};
  for (std::uint32_t b = 0; b < state.beats.size(); ++b) {
    const BeatState& record = state.beats[b];
    if (!record.entered) continue;
    const Beat& beat = scenario.lesson.beats[b];
    // What a run shows is told when it has been seen.
    const bool told = beat.kind != BeatKind::run || record.done;
    if (told) reader.add(beat.name, TextRole::narration, b);
    if (beat.fork) reader.add(beat.name + ".branch", TextRole::branch, b);
    for (std::uint32_t q = 0; q < record.questions.size(); ++q) reader.question(b, q);
    reader.task(b);
  }
  return std::move(reader.all);
}

RichText words_of(const LessonTexts& texts, std::string_view key, const Scenario& scenario,
                  const Watch& watch) {
  const auto found = texts.find(key);
  if (found == texts.end()) return {};
  auto rich = read_markup(found->second);
  if (!rich) return {{{Ink::plain, found->second, {}}}};
  for (Paragraph& paragraph : *rich)
    for (InkSpan& span : paragraph) {
      if (span.ink != Ink::live) continue;
      const auto expression = parse_expression(span.text, scenario);
      const auto value = expression ? value_of(*expression, watch) : std::nullopt;
      span.text = value ? format(*value, span.detail) : "?";
    }
  return *std::move(rich);
}

Watch watch_of_beat(const Scenario& scenario, const LessonState& state, const View& view,
                    std::uint32_t beat) {
  LessonState then = state;
  then.beat = beat;
  View there = view;
  if (state.beats[beat].done && beat != state.beat) {
    // Another stage has branches that this view does not hold: then only drawn numbers are known.
    then.place = state.beats[beat].end;
    if (then.place.stage != view.place.stage) there.branches = nullptr;
  }
  Watch watch = watch_of(scenario, then, there);
  watch.drawn = state.drawn;
  return watch;
}

}  // namespace engine
