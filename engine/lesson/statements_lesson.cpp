// What a lesson says of itself before its first beat, its numbers, and the line that begins a beat.
#include "engine/lesson/statements_lesson.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/lesson/expression_reader.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

void read_list(LineReader& line, std::vector<std::string>& list) {
  const std::uint32_t column = line.column();
  do {
    const Token* const token = line.take(Say::words);
    if (token == nullptr) return;
    add_to(list, token->text, line, column);
  } while (!line.failed() && !line.at_end());
}

std::string read_parameter_name(LineReader& line) {
  const Token* const token = line.peek();
  std::string name = read_new_name(line, Say::name);
  // A hyphen would be read as a subtraction where the name is used.
  if (!line.failed() && name.find('-') != std::string::npos)
    line.refuse(*token, Say::name_without_hyphen);
  return name;
}

Quantity read_constant(LineReader& line) {
  const Token* const token = line.take(Say::constant);
  if (token == nullptr) return {};
  const Scenario nothing;
  const auto expression = parse_expression(token->text, nothing);
  if (!token->quoted && expression && expression->steps.size() == 1)
    return expression->steps[0].constant;
  line.refuse(*token, Say::constant);
  return {};
}

Draw read_draw(LineReader& line) {
  Draw draw;
  if (line.accept("from")) {
    draw.least = read_constant(line);
    line.require("to");
    const std::uint32_t column = line.column();
    draw.most = read_constant(line);
    if (!line.failed() &&
        (draw.most.nano < draw.least.nano || draw.most.measure != draw.least.measure))
      line.fail(column, Say::range_upside_down);
    if (line.accept("often")) {
      draw.often = read_constant(line);
      draw.once_in = 4;
    }
    return draw;
  }
  line.require("of");
  do draw.set.push_back(read_constant(line));
  while (!line.failed() && !line.at_end());
  draw.least = draw.set.front();
  return draw;
}

// `draw x from 0 to 100`, `draw d of 20ms 35ms`, `let life server.rto*63`; `as sequence` makes
// sequence numbers of whole numbers.
void read_parameter(LineReader& line, Scenario& scenario, bool drawn, std::uint32_t line_number) {
  const std::uint32_t column = line.column();
  Parameter parameter;
  parameter.line = line_number;
  parameter.name = read_parameter_name(line);
  const bool as_sequence = line.accept("sequence");
  if (drawn) {
    parameter.draw = read_draw(line);
    parameter.measure = as_sequence ? Measure::sequence : parameter.draw->least.measure;
  } else {
    parameter.computed = read_expression(line, scenario);
    parameter.measure = parameter.computed->measure;
  }
  line.end();
  for (const Parameter& other : scenario.lesson.parameters)
    if (other.name == parameter.name) line.fail(column, say(Say::parameter_twice, other.name));
  if (!scenario.lesson.beats.empty())
    parameter.beat = static_cast<std::uint32_t>(scenario.lesson.beats.size() - 1);
  add_to(scenario.lesson.parameters, std::move(parameter), line, column, LessonLimits::parameters);
}

void read_beat(LineReader& line, Scenario& scenario, std::uint32_t line_number) {
  constexpr Named<BeatKind> kinds[] = {{"say", BeatKind::say},         {"run", BeatKind::run},
                                       {"predict", BeatKind::predict}, {"do", BeatKind::task},
                                       {"why", BeatKind::why},         {"fork", BeatKind::fork},
                                       {"check", BeatKind::check},     {"free", BeatKind::free}};
  Beat beat;
  beat.line = line_number;
  beat.kind = line.one_of<BeatKind>(kinds, Say::beat_kind);
  const std::uint32_t column = line.column();
  beat.name = read_new_name(line, Say::name);
  line.end();
  for (const Beat& other : scenario.lesson.beats)
    if (other.name == beat.name) line.fail(column, say(Say::beat_twice, other.name));
  add_to(scenario.lesson.beats, std::move(beat), line, column, LessonLimits::beats);
}

}  // namespace

void read_lesson_statement(LineReader& line, Scenario& scenario, LessonWord word,
                           std::uint32_t line_number) {
  Lesson& lesson = scenario.lesson;
  switch (word) {
    case LessonWord::track: {
      constexpr Named<std::string_view> tracks[] = {{"handshake", "handshake"},
                                                    {"close", "close"},
                                                    {"timers", "timers"},
                                                    {"attack", "attack"},
                                                    {"beyond", "beyond"}};
      lesson.track = line.one_of<std::string_view>(tracks, Say::track);
      return;
    }
    case LessonWord::level: {
      constexpr Named<std::string_view> levels[] = {
          {"novice", "novice"}, {"intermediate", "intermediate"}, {"advanced", "advanced"}};
      lesson.level = line.one_of<std::string_view>(levels, Say::level);
      return;
    }
    case LessonWord::minutes:
      lesson.minutes = static_cast<std::uint32_t>(line.number(Say::minutes, 1, 120));
      return;
    case LessonWord::needs:
      return read_list(line, lesson.needs);
    case LessonWord::sources:
      return read_list(line, lesson.sources);
    case LessonWord::documents:
      return read_list(line, lesson.documents);
    case LessonWord::tags:
      return read_list(line, lesson.tags);
    case LessonWord::condition:
      return read_condition_statement(line, scenario, line_number);
    case LessonWord::draw:
    case LessonWord::let:
      return read_parameter(line, scenario, word == LessonWord::draw, line_number);
    case LessonWord::beat:
      return read_beat(line, scenario, line_number);
  }
  unreachable("LessonWord");
}

}  // namespace engine
