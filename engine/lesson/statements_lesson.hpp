// Statements that make a scenario a lesson. Those behind a `beat` line belong to that beat until
// the next one begins. Like the others: mistakes stay in the line reader.
#pragma once

#include "engine/lesson/line_reader.hpp"
#include "engine/lesson/scenario.hpp"

namespace engine {

struct LessonLimits {
  static constexpr std::size_t beats = 60;
  static constexpr std::size_t conditions = 300;
  static constexpr std::size_t parameters = 60;
  static constexpr std::size_t questions = 10;  // of a beat
  static constexpr std::size_t options = 12;
  static constexpr std::size_t list = 40;  // anything else that a beat has several of
};

enum class LessonWord : std::uint8_t {
  track,
  level,
  minutes,
  needs,
  sources,
  documents,
  tags,
  condition,
  draw,
  let,
  beat
};
// ---- statements_lesson.cpp: before the first beat, and each beat's first line
void read_lesson_statement(LineReader& line, Scenario& scenario, LessonWord word,
                           std::uint32_t line_number);
// ---- statements_beat.cpp: any line behind a `beat` line
void read_beat_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number);

// ---- statements_condition.cpp
void read_condition_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number);
ConditionId read_condition_name(LineReader& line, const Scenario& scenario);
Relation read_relation(LineReader& line);

// ---- statements_question.cpp: `ask`, and what may stand behind it. False = another word comes.
bool read_question_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number);
std::span<const std::string_view> question_words();

// ---- highlight.cpp
Highlight read_highlight(LineReader& line, const Scenario& scenario, std::uint32_t line_number);

// ---- statements_task.cpp
LessonDeed read_lesson_deed(LineReader& line, Scenario& scenario, std::uint32_t line_number);
bool read_task_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number);
std::span<const std::string_view> task_words();

// Adds to a list that may not grow for ever.
template <class T>
void add_to(std::vector<T>& list, T item, LineReader& line, std::uint32_t column,
            std::size_t most = LessonLimits::list) {
  if (list.size() >= most) line.fail(column, say(Say::too_many_items, most));
  if (!line.failed()) list.push_back(std::move(item));
}

}  // namespace engine
