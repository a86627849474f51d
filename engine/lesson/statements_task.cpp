// What belongs to something the learner is to do: when it is done, when it went wrong, hints, and
// the scripted solution. Also the deeds of a lesson.
#include <algorithm>
#include <array>

#include "engine/base/invariant.hpp"
#include "engine/lesson/expression_reader.hpp"
#include "engine/lesson/statements.hpp"
#include "engine/lesson/statements_lesson.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

enum class TaskWord : std::uint8_t { success, fail, step, hint, solution, mishap, measure };
constexpr Named<TaskWord> task_statements[] = {
    {"success", TaskWord::success}, {"fail", TaskWord::fail},         {"step", TaskWord::step},
    {"hint", TaskWord::hint},       {"solution", TaskWord::solution}, {"mishap", TaskWord::mishap},
    {"measure", TaskWord::measure},
};
constexpr auto task_names = [] {
  std::array<std::string_view, std::size(task_statements)> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = task_statements[i].name;
  return names;
}();

void read_named(LineReader& line, const Scenario& scenario, std::vector<NamedCondition>& list,
                std::uint32_t line_number) {
  const std::uint32_t column = line.column();
  NamedCondition named;
  named.line = line_number;
  named.name = read_new_name(line, Say::name);
  line.require("when");
  named.condition = read_condition_name(line, scenario);
  named.rewind = !line.accept("go-on");
  add_to(list, std::move(named), line, column);
}

void read_hint(LineReader& line, const Scenario& scenario, Task& task, std::uint32_t line_number) {
  const std::uint32_t column = line.column();
  Hint hint;
  hint.line = line_number;
  hint.name = read_new_name(line, Say::name);
  if (line.accept("after")) {
    const Token* const token = line.peek();
    if (token != nullptr && read_number(token->text)) {
      hint.tries = static_cast<std::uint32_t>(line.number(Say::count, 1, 9));
      line.require("tries");
    } else {
      hint.learner_time = line.duration(Say::time);
    }
  }
  if (line.accept("show")) hint.highlight = read_highlight(line, scenario, line_number);
  add_to(task.hints, std::move(hint), line, column);
}

void read_mishap(LineReader& line, Scenario& scenario, std::uint32_t line_number) {
  const std::uint32_t column = line.column();
  const std::size_t place = scenario.lesson.beats.size() - 1;
  std::vector<Named<std::string>> names;
  for (const NamedCondition& failure : scenario.lesson.beats[place].task.failures)
    names.push_back({failure.name, failure.name});
  const auto name = line.one_of<std::string>(names, Say::failure_name);
  LessonDeed deed = read_lesson_deed(line, scenario, line_number);
  std::vector<Mishap>& mishaps = scenario.lesson.beats[place].task.mishaps;
  const auto same = std::ranges::find(mishaps, name, &Mishap::failure);
  if (same != mishaps.end()) return add_to(same->deeds, std::move(deed), line, column);
  Mishap mishap{.failure = name, .line = line_number, .deeds = {}};
  mishap.deeds.push_back(std::move(deed));
  add_to(mishaps, std::move(mishap), line, column);
}

std::variant<Command, Forgery, OnThatPacket> read_deed_itself(LineReader& line, Scenario& scenario,
                                                              bool has_packet,
                                                              std::uint32_t column) {
  const auto on_it = [&]() -> OnThatPacket {
    if (line.accept("release")) return {Release{}};
    if (line.accept("deliver")) return {DeliverNow{}};
    return {read_wire_action(line)};
  };
  if (line.accept("it")) {
    if (!has_packet) line.fail(column, Say::it_needs_when);
    return on_it();
  }
  std::vector<Deed> deeds = read_deeds(line, scenario);
  if (deeds.size() != 1) {
    line.fail(column, Say::one_direction);
    return OnThatPacket{};
  }
  return std::visit(
      [](auto& deed) -> std::variant<Command, Forgery, OnThatPacket> { return std::move(deed); },
      deeds[0]);
}

}  // namespace

LessonDeed read_lesson_deed(LineReader& line, Scenario& scenario, std::uint32_t line_number) {
  LessonDeed deed;
  deed.line = line_number;
  if (line.accept("when")) {
    deed.when = read_condition_name(line, scenario);
    if (line.accept("after")) deed.after = line.duration(Say::time);
  } else if (line.accept("after")) {
    deed.since_beat = true;
    deed.at = read_expression(line, scenario, Measure::time);
  } else {
    line.require("at");
    deed.at = read_expression(line, scenario, Measure::time);
  }
  const std::uint32_t column = line.column();
  if (!line.failed()) deed.deed = read_deed_itself(line, scenario, deed.when.has_value(), column);
  line.end();
  return deed;
}

std::span<const std::string_view> task_words() { return task_names; }

bool read_task_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number) {
  const std::uint32_t column = line.column();
  const auto row =
      std::ranges::find_if(task_statements, [&](const auto& w) { return line.next_is(w.name); });
  if (row == std::end(task_statements)) return false;
  line.accept(row->name);
  Task& task = scenario.lesson.beats.back().task;
  switch (row->value) {
    case TaskWord::success:
      read_named(line, scenario, task.successes, line_number);
      return true;
    case TaskWord::fail:
      read_named(line, scenario, task.failures, line_number);
      return true;
    case TaskWord::step:
      read_named(line, scenario, task.checklist, line_number);
      return true;
    case TaskWord::hint:
      read_hint(line, scenario, task, line_number);
      return true;
    case TaskWord::solution: {
      LessonDeed deed = read_lesson_deed(line, scenario, line_number);
      add_to(scenario.lesson.beats.back().task.solution, std::move(deed), line, column);
      return true;
    }
    case TaskWord::mishap:
      read_mishap(line, scenario, line_number);
      return true;
    case TaskWord::measure:
      task.measure = read_expression(line, scenario);
      if (line.accept("best")) {
        const Expression best = read_expression(line, scenario, task.measure->measure);
        if (best.steps.size() == 1) task.best_known = best.steps[0].constant;
      }
      return true;
  }
  unreachable("TaskWord");
}

}  // namespace engine
