// `ask` and what belongs to a question: options, numbers, what wrong numbers mean.
#include <algorithm>
#include <array>

#include "engine/base/invariant.hpp"
#include "engine/lesson/expression_reader.hpp"
#include "engine/lesson/statements_lesson.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

enum class QuestionWord : std::uint8_t {
  ask,
  option,
  blank,
  unit,
  answer,
  observed,
  relative_to,
  tolerance,
  wrong,
  observe,
  reveal,
  given,
  suppose
};
constexpr Named<QuestionWord> question_statements[] = {
    {"ask", QuestionWord::ask},
    {"option", QuestionWord::option},
    {"blank", QuestionWord::blank},
    {"unit", QuestionWord::unit},
    {"answer", QuestionWord::answer},
    {"observed", QuestionWord::observed},
    {"relative-to", QuestionWord::relative_to},
    {"tolerance", QuestionWord::tolerance},
    {"wrong", QuestionWord::wrong},
    {"observe", QuestionWord::observe},
    {"reveal", QuestionWord::reveal},
    {"given", QuestionWord::given},
    {"suppose", QuestionWord::suppose},
};
constexpr auto question_names = [] {
  std::array<std::string_view, std::size(question_statements)> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = question_statements[i].name;
  return names;
}();

bool takes_options(QuestionKind kind) {
  return kind != QuestionKind::number && kind != QuestionKind::blanks;
}

void read_ask(LineReader& line, Beat& beat, std::uint32_t line_number, std::uint32_t column) {
  constexpr Named<QuestionKind> kinds[] = {
      {"choice", QuestionKind::choice}, {"choices", QuestionKind::choices},
      {"number", QuestionKind::number}, {"blanks", QuestionKind::blanks},
      {"order", QuestionKind::order},   {"sort", QuestionKind::sort}};
  Question question;
  question.line = line_number;
  question.kind = line.one_of<QuestionKind>(kinds, Say::question_kind);
  if (line.accept("exactly"))
    question.choose = static_cast<std::uint32_t>(line.number(Say::count, 1, 12));
  if (!line.at_end()) question.name = read_new_name(line, Say::name);
  if (question.kind == QuestionKind::number)
    question.blanks.push_back({.name = {},
                               .line = line_number,
                               .unit = {},
                               .answer = {},
                               .observed = {},
                               .relative_to = {},
                               .tolerance = {},
                               .patterns = {}});
  for (const Question& other : beat.questions)
    if (other.name == question.name) line.fail(column, say(Say::question_twice, other.name));
  add_to(beat.questions, std::move(question), line, column, LessonLimits::questions);
}

void read_tag(LineReader& line, std::string& misconception) {
  if (line.accept("tag")) misconception = line.word(Say::misconception);
}

void read_option(LineReader& line, const Scenario& scenario, Question& question,
                 std::uint32_t line_number) {
  enum class Kind : std::uint8_t { right, wrong, when, pile, card };
  constexpr Named<Kind> kinds[] = {{"right", Kind::right},
                                   {"wrong", Kind::wrong},
                                   {"when", Kind::when},
                                   {"pile", Kind::pile},
                                   {"card", Kind::card}};
  const std::uint32_t column = line.column();
  Option option;
  option.line = line_number;
  option.name = read_new_name(line, Say::name);
  if (question.kind != QuestionKind::order) {
    switch (line.one_of<Kind>(kinds, Say::option_kind)) {
      case Kind::right:
        option.right = true;
        break;
      case Kind::wrong:
      case Kind::card:
        break;
      case Kind::when:
        option.when = read_condition_name(line, scenario);
        break;
      case Kind::pile:
        option.pile = read_new_name(line, Say::name);
        break;
    }
  }
  if (line.accept("at")) option.target = read_highlight(line, scenario, line_number);
  option.keep_last = line.accept("last");
  read_tag(line, option.misconception);
  for (const Option& other : question.options)
    if (other.name == option.name) line.fail(column, say(Say::option_twice, other.name));
  add_to(question.options, std::move(option), line, column, LessonLimits::options);
}

void read_wrong(LineReader& line, const Scenario& scenario, Blank& blank,
                std::uint32_t line_number) {
  constexpr Named<Pattern::Kind> kinds[] = {{"is", Pattern::Kind::equals},
                                            {"between", Pattern::Kind::between},
                                            {"below", Pattern::Kind::below},
                                            {"above", Pattern::Kind::above},
                                            {"otherwise", Pattern::Kind::other}};
  const std::uint32_t column = line.column();
  Pattern pattern;
  pattern.line = line_number;
  pattern.name = read_new_name(line, Say::name);
  pattern.kind = line.one_of<Pattern::Kind>(kinds, Say::pattern_kind);
  const Measure measure = measure_of(blank.unit);
  if (pattern.kind != Pattern::Kind::other) do
      pattern.values.push_back(read_expression(line, scenario, measure));
    while (!line.failed() && !line.at_end() && !line.next_is("tag"));
  const std::size_t wanted = pattern.kind == Pattern::Kind::between ? 2 : 1;
  const bool fixed = pattern.kind != Pattern::Kind::equals && pattern.kind != Pattern::Kind::other;
  if (fixed && pattern.values.size() != wanted)
    line.fail(column, say(Say::pattern_values, pattern.name, wanted));
  read_tag(line, pattern.misconception);
  for (const Pattern& other : blank.patterns)
    if (other.name == pattern.name) line.fail(column, say(Say::pattern_twice, other.name));
  add_to(blank.patterns, std::move(pattern), line, column);
}

void read_tolerance(LineReader& line, const Scenario& scenario, Blank& blank) {
  const Token* const token = line.peek();
  if (token != nullptr && token->text.ends_with('%')) {
    blank.tolerance_percent = line.chance(Say::tolerance) / 10'000;
    return;
  }
  const Expression expression = read_expression(line, scenario, measure_of(blank.unit));
  if (expression.steps.size() == 1) blank.tolerance = expression.steps[0].constant;
}

void read_of_blank(LineReader& line, const Scenario& scenario, Blank& blank, QuestionWord word,
                   std::uint32_t line_number) {
  constexpr Named<AnswerUnit> units[] = {{"number", AnswerUnit::number},
                                         {"sequence", AnswerUnit::sequence},
                                         {"ms", AnswerUnit::ms},
                                         {"s", AnswerUnit::s},
                                         {"per-second", AnswerUnit::per_second}};
  const Measure measure = measure_of(blank.unit);
  switch (word) {
    case QuestionWord::unit:
      blank.unit = line.one_of<AnswerUnit>(units, Say::unit);
      return;
    case QuestionWord::answer:
      blank.answer = read_expression(line, scenario, measure);
      return;
    case QuestionWord::observed:
      blank.observed = read_expression(line, scenario, measure);
      return;
    case QuestionWord::relative_to:
      blank.relative_to = read_expression(line, scenario, Measure::sequence);
      return;
    case QuestionWord::tolerance:
      return read_tolerance(line, scenario, blank);
    case QuestionWord::wrong:
      return read_wrong(line, scenario, blank, line_number);
    case QuestionWord::given:
      blank.given = true;
      return;
    default:
      unreachable("QuestionWord");
  }
}

// `suppose fresh`, `suppose DEED with its time`: what happens in the hidden copy alone.
void read_suppose(LineReader& line, Scenario& scenario, std::uint32_t line_number,
                  std::uint32_t column) {
  const auto question = [&scenario]() -> Question& {
    return scenario.lesson.beats.back().questions.back();
  };
  if (line.accept("fresh")) {
    question().supposed_fresh = true;
    return;
  }
  LessonDeed deed = read_lesson_deed(line, scenario, line_number);
  add_to(question().supposed, std::move(deed), line, column);
}

void read_of_question(LineReader& line, const Scenario& scenario, Question& question,
                      QuestionWord word, std::uint32_t line_number, std::uint32_t column) {
  switch (word) {
    case QuestionWord::option:
      if (!takes_options(question.kind)) return line.fail(column, Say::no_options_here);
      return read_option(line, scenario, question, line_number);
    case QuestionWord::blank: {
      if (question.kind != QuestionKind::blanks) return line.fail(column, Say::no_blanks_here);
      Blank blank;
      blank.line = line_number;
      blank.name = read_new_name(line, Say::name);
      return add_to(question.blanks, std::move(blank), line, column, LessonLimits::options);
    }
    case QuestionWord::observe:
      question.observe_now = line.accept("now");
      if (!question.observe_now) question.observe = read_condition_name(line, scenario);
      return;
    case QuestionWord::reveal:
      line.require("after");
      question.reveal_after = static_cast<std::uint32_t>(line.number(Say::count, 1, 9));
      return;
    default:
      if (question.blanks.empty()) return line.fail(column, Say::blank_first);
      return read_of_blank(line, scenario, question.blanks.back(), word, line_number);
  }
}

}  // namespace

std::span<const std::string_view> question_words() { return question_names; }

bool read_question_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number) {
  const std::uint32_t column = line.column();
  const auto row = std::ranges::find_if(question_statements,
                                        [&](const auto& w) { return line.next_is(w.name); });
  if (row == std::end(question_statements)) return false;
  line.accept(row->name);
  Beat& beat = scenario.lesson.beats.back();
  if (row->value == QuestionWord::ask)
    read_ask(line, beat, line_number, column);
  else if (beat.questions.empty())
    line.fail(column, say(Say::ask_first, row->name));
  else if (row->value == QuestionWord::suppose)
    read_suppose(line, scenario, line_number, column);
  else
    read_of_question(line, scenario, beat.questions.back(), row->value, line_number, column);
  return true;
}

}  // namespace engine
