// A line behind a `beat` line: how the beat looks, where it runs to, what it begins with. Questions
// and tasks are read by their own files.
#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/lesson/expression_reader.hpp"
#include "engine/lesson/knobs.hpp"
#include "engine/lesson/statements_lesson.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

enum class BeatWord : std::uint8_t {
  highlight,
  look,
  open,
  compare,
  range,
  pace,
  hands,
  tags,
  terms,
  restart,
  with,
  deed,
  until,
  branch,
  from,
  minutes,
  stop_here
};
using AnyBeatWord = std::variant<BeatWord, LessonWord>;
constexpr Named<AnyBeatWord> beat_statements[] = {
    {"highlight", BeatWord::highlight},
    {"look", BeatWord::look},
    {"open", BeatWord::open},
    {"compare", BeatWord::compare},
    {"range", BeatWord::range},
    {"pace", BeatWord::pace},
    {"hands", BeatWord::hands},
    {"tags", BeatWord::tags},
    {"terms", BeatWord::terms},
    {"restart", BeatWord::restart},
    {"with", BeatWord::with},
    {"deed", BeatWord::deed},
    {"until", BeatWord::until},
    {"branch", BeatWord::branch},
    {"from", BeatWord::from},
    {"minutes", BeatWord::minutes},
    {"stop-here", BeatWord::stop_here},
    {"beat", LessonWord::beat},
    {"condition", LessonWord::condition},
    {"draw", LessonWord::draw},
    {"let", LessonWord::let},
};

template <class T>
void read_all(LineReader& line, std::span<const Named<T>> names, Say expected,
              std::vector<T>& list) {
  const std::uint32_t column = line.column();
  do add_to(list, line.one_of<T>(names, expected), line, column);
  while (!line.failed() && !line.at_end());
}

void read_words(LineReader& line, Say expected, std::vector<std::string>& list) {
  const std::uint32_t column = line.column();
  do add_to(list, line.word(expected), line, column);
  while (!line.failed() && !line.at_end());
}

void read_highlights(LineReader& line, const Scenario& scenario, Beat& beat,
                     std::uint32_t line_number) {
  do {
    const std::uint32_t column = line.column();
    if (beat.highlights.size() == 2) return line.fail(column, Say::two_highlights);
    add_to(beat.highlights, read_highlight(line, scenario, line_number), line, column);
  } while (!line.failed() && !line.at_end());
}

constexpr Named<ShownPanel> panels[] = {
    {"endpoints", ShownPanel::endpoints}, {"wire", ShownPanel::wire},
    {"ladder", ShownPanel::ladder},       {"inspector", ShownPanel::inspector},
    {"events", ShownPanel::events},       {"queues", ShownPanel::queues},
    {"diagram", ShownPanel::diagram},     {"why", ShownPanel::why}};
constexpr Named<Hand> hand_names[] = {
    {"drop", Hand::drop},           {"delay", Hand::delay},    {"hold", Hand::hold},
    {"duplicate", Hand::duplicate}, {"edit", Hand::edit},      {"corrupt", Hand::corrupt},
    {"rule", Hand::rule},           {"call", Hand::call},      {"forge", Hand::forge},
    {"settings", Hand::settings},   {"program", Hand::program}};

void read_camera(LineReader& line, const Scenario& scenario, BeatWord word, Camera& camera) {
  switch (word) {
    case BeatWord::look:
      if (line.accept("both")) return camera.point_of_view.reset();
      camera.point_of_view = read_host(line, scenario);
      return;
    case BeatWord::open:
      return read_all<ShownPanel>(line, panels, Say::panel, camera.panels);
    case BeatWord::compare:
      return read_words(line, Say::branch_of_lesson, camera.compare);
    default: {
      Expression first = read_expression(line, scenario, Measure::time);
      camera.range = {std::move(first), read_expression(line, scenario, Measure::time)};
    }
  }
}

void read_pace(LineReader& line, Pace& pace) {
  while (!line.failed() && !line.at_end()) {
    if (line.accept("real-waits"))
      pace.compress_waits = false;
    else
      pace.flight = line.duration(Say::flight_time);
  }
}

void read_until(LineReader& line, const Scenario& scenario, Beat& beat) {
  RunTo run;
  if (line.accept("at")) {
    run.instant = read_expression(line, scenario, Measure::time);
  } else {
    run.until = read_condition_name(line, scenario);
    if (line.accept("after")) run.after = line.duration(Say::time);
    run.before = line.accept("before");
  }
  beat.run = std::move(run);
}

// `with client iss x`, `with wire latency d`, `with server syn_ack_retries 3`
void read_override(LineReader& line, const Scenario& scenario, Beat& beat,
                   std::uint32_t line_number) {
  const std::uint32_t column = line.column();
  Override change;
  change.line = line_number;
  if (line.accept("wire")) {
    line.require("latency");
    change.what = Override::What::latency;
    change.value = read_expression(line, scenario, Measure::time);
  } else {
    change.host = read_host(line, scenario);
    if (line.accept("iss")) {
      change.what = Override::What::iss;
      change.value = read_expression(line, scenario, Measure::sequence);
    } else {
      std::vector<Named<std::uint32_t>> names;
      for (std::uint32_t i = 0; i < knob_names().size(); ++i)
        if (knob_measure(knob_names()[i])) names.push_back({knob_names()[i], i});
      change.what = Override::What::knob;
      change.knob = line.one_of<std::uint32_t>(names, Say::knob);
      if (!line.failed())
        change.value = read_expression(line, scenario, *knob_measure(knob_names()[change.knob]));
    }
  }
  if (!beat.restart) line.fail(column, Say::restart_first);
  add_to(beat.overrides, std::move(change), line, column);
}

void read_fork(LineReader& line, const Scenario& scenario, BeatWord word, Beat& beat) {
  if (!beat.fork) beat.fork.emplace();
  if (word == BeatWord::branch) {
    beat.fork->branch = read_new_name(line, Say::name);
    return;
  }
  std::vector<Named<std::string>> names;
  for (const Beat& other : scenario.lesson.beats)
    if (&other != &beat) names.push_back({other.name, other.name});
  line.require("end-of");
  beat.fork->beat = line.one_of<std::string>(names, Say::earlier_beat);
  if (line.accept("at")) beat.fork->instant = read_expression(line, scenario, Measure::time);
}

void read_word(LineReader& line, Scenario& scenario, BeatWord word, std::uint32_t line_number) {
  Beat& beat = scenario.lesson.beats.back();
  switch (word) {
    case BeatWord::highlight:
      return read_highlights(line, scenario, beat, line_number);
    case BeatWord::look:
    case BeatWord::open:
    case BeatWord::compare:
    case BeatWord::range:
      return read_camera(line, scenario, word, beat.camera);
    case BeatWord::pace:
      return read_pace(line, beat.pace);
    case BeatWord::hands:
      return read_all<Hand>(line, hand_names, Say::hand, beat.hands);
    case BeatWord::tags:
      return read_words(line, Say::misconception, beat.tags);
    case BeatWord::terms:
      return read_words(line, Say::term, beat.terms);
    case BeatWord::restart:
      beat.restart = true;
      return;
    case BeatWord::with:
      return read_override(line, scenario, beat, line_number);
    case BeatWord::deed: {
      const std::uint32_t column = line.column();
      LessonDeed deed = read_lesson_deed(line, scenario, line_number);
      return add_to(scenario.lesson.beats.back().deeds, std::move(deed), line, column);
    }
    case BeatWord::until:
      return read_until(line, scenario, beat);
    case BeatWord::branch:
    case BeatWord::from:
      return read_fork(line, scenario, word, beat);
    case BeatWord::minutes:
      beat.minutes = static_cast<std::uint32_t>(line.number(Say::minutes, 1, 60));
      return;
    case BeatWord::stop_here:
      beat.may_stop_here = true;
      return;
  }
  unreachable("BeatWord");
}

}  // namespace

void read_beat_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number) {
  if (read_question_statement(line, scenario, line_number)) return;
  if (read_task_statement(line, scenario, line_number)) return;
  const Token* const token = line.peek();
  const auto row =
      std::ranges::find_if(beat_statements, [&](const auto& w) { return line.next_is(w.name); });
  if (row == std::end(beat_statements)) {
    std::vector<std::string_view> names;
    for (const auto& word : beat_statements) names.push_back(word.name);
    names.insert(names.end(), question_words().begin(), question_words().end());
    names.insert(names.end(), task_words().begin(), task_words().end());
    line.take(Say::beat_statement);
    return line.refuse(*token, Say::beat_statement, names);
  }
  line.accept(row->name);
  if (const auto* const word = std::get_if<LessonWord>(&row->value))
    read_lesson_statement(line, scenario, *word, line_number);
  else
    read_word(line, scenario, std::get<BeatWord>(row->value), line_number);
}

}  // namespace engine
