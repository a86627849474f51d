#include "app/command_line/lesson_terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <istream>
#include <sstream>

#include "app/command_line/program.hpp"
#include "engine/lesson/forge.hpp"
#include "engine/lesson/line_reader.hpp"
#include "engine/lesson/notation.hpp"
#include "engine/lesson/question.hpp"
#include "engine/lesson/statements.hpp"

namespace app::command_line {
namespace {

using engine::TextRole;

void put(const std::string& text) { fmt::print("{}\n", text); }

// `packet 3 drop`, `client send "GET"`: as a script writes deeds. Live numbers of a forged segment
// are those of `world`.
std::optional<engine::Command> command_of(const std::string& line, const engine::Scenario& scenario,
                                          const engine::World& world, const Words& words) {
  engine::LineReader reader(line);
  engine::Scenario names = scenario;
  const std::vector<engine::Deed> deeds = engine::read_deeds(reader, names);
  reader.end();
  if (reader.failed()) {
    put("  " + ui::words(words.strings, words.language, reader.mistake()->what));
    return std::nullopt;
  }
  if (deeds.size() == 1) {
    if (const auto* const command = std::get_if<engine::Command>(&deeds[0])) return *command;
    const auto& forged = std::get<engine::Forgery>(deeds[0]);
    if (auto bytes = engine::forged_bytes(forged, scenario, &world))
      return engine::Forge{.from = forged.from, .to = forged.to, .packet = *std::move(bytes)};
  }
  put("  " + words("cli.lesson.not_here"));
  return std::nullopt;
}

}  // namespace

LessonTerminal::LessonTerminal(const engine::Scenario& scenario, const engine::LessonTexts& texts,
                               const Words& words, std::istream& typed, std::uint64_t seed)
    : scenario_(scenario), texts_(texts), words_(words), typed_(typed), player_(scenario, seed) {}

int LessonTerminal::run() {
  const engine::Watch nowhere{.scenario = &scenario_, .drawn = player_.state().drawn};
  put(engine::plain(engine::words_of(texts_, scenario_.title_key, scenario_, nowhere)));
  put(engine::plain(engine::words_of(texts_, scenario_.about_key, scenario_, nowhere)));
  player_.give(engine::Next{});
  while (true) {
    show_news();
    if (engine::is_finished(scenario_, player_.state())) break;
    if (!ask()) {
      put("");
      put(words_("cli.lesson.stopped", {{"beat", player_.beat().name}}));
      return unexpected_outcome;
    }
  }
  put("");
  const bool mastered = engine::is_mastered(scenario_, player_.state());
  put(words_(mastered ? "cli.lesson.mastered" : "cli.lesson.finished"));
  return done;
}

std::string LessonTerminal::worded(const std::string& key, std::uint32_t beat) const {
  return engine::plain(
      engine::words_of(texts_, key, scenario_,
                       engine::watch_of_beat(scenario_, player_.state(), player_.view(), beat)));
}

// Segments that have left since the last time, as the scripts write them.
void LessonTerminal::show_segments() {
  const engine::Place& place = player_.state().place;
  if (place.stage != stage_ || place.branch != branch_) segments_ = 0;
  stage_ = place.stage;
  branch_ = place.branch;
  const auto flights = player_.timeline().flights();
  for (; segments_ < flights.size(); ++segments_) {
    const engine::Flight& flight = flights[segments_];
    if (flight.sent_step >= place.steps) return;
    put(fmt::format("    #{} {}", flight.id.value, engine::in_script(player_.timeline(), flight)));
  }
}

void LessonTerminal::show_news() {
  const engine::LessonState& state = player_.state();
  if (state.stages > 0) show_segments();
  for (const engine::VisibleText& text : engine::visible_texts(scenario_, state)) {
    const bool again = text.role == TextRole::feedback || text.role == TextRole::failure;
    const auto& record = state.beats[text.beat];
    const std::string once = fmt::format(
        "{} {} {}", text.key, record.attempt,
        again ? record.failures +
                    (record.questions.empty() ? 0 : record.questions[text.question].tries)
              : 0);
    if (shown_.insert(once).second) show(text);
  }
}

void LessonTerminal::show(const engine::VisibleText& text) {
  const std::string words = worded(text.key, text.beat);
  if (words.empty()) return;
  switch (text.role) {
    case TextRole::narration:
    case TextRole::question:
      return put("\n" + words);
    case TextRole::option: {
      const auto& order = player_.state().beats[text.beat].questions[text.question].order;
      const auto place = std::ranges::find(order, text.number) - order.begin();
      return put(fmt::format("  {}. {}", place + 1, words));
    }
    case TextRole::pile:
      return put(fmt::format("  {}) {}", text.number + 1, words));
    case TextRole::blank:
    case TextRole::step:
      return put("  - " + words);
    case TextRole::hint:
      return put("  ? " + words);
    case TextRole::feedback:
    case TextRole::praise:
    case TextRole::failure:
      return put("  > " + words);
    case TextRole::branch:
      return put("  ~ " + words);
    case TextRole::note:
      return;
  }
}

std::optional<std::uint32_t> LessonTerminal::open_question() const {
  const auto& questions = player_.record().questions;
  for (std::uint32_t i = 0; i < questions.size(); ++i)
    if (!questions[i].locked) return i;
  return std::nullopt;
}

bool LessonTerminal::ask() {
  const auto question = open_question();
  const bool goes_on = engine::may_go_on(scenario_, player_.state());
  const char* const prompt = question  ? "cli.lesson.answer"
                             : goes_on ? "cli.lesson.next"
                                       : "cli.lesson.do";
  fmt::print("{} ", words_(prompt));
  std::fflush(stdout);
  std::string line;
  do {
    if (!std::getline(typed_, line)) return false;
  } while (line.starts_with('#'));  // a comment in a file of answers
  if (line.ends_with('\r')) line.pop_back();
  if (line == "back")
    player_.give(engine::Back{});
  else if (question)
    return answer(*question, line);
  else if (goes_on)
    player_.give(engine::Next{});
  else
    obey(line);
  return true;
}

// Options by the numbers they are shown with; numbers as such; several separated by blanks.
bool LessonTerminal::answer(std::uint32_t number, const std::string& line) {
  const engine::Question& question = player_.beat().questions[number];
  const engine::QuestionState state = player_.record().questions[number];
  const std::string beat = player_.beat().name;
  const bool solve = line == "solve";
  engine::Answer given = solve ? player_.right_answer(number) : engine::Answer{};
  std::istringstream parts(solve ? std::string() : line);
  std::string part;
  while (parts >> part) {
    if (!question.blanks.empty()) {
      given.typed.push_back(part);
      continue;
    }
    const auto pick = engine::read_number(part);
    const bool pile = question.kind == engine::QuestionKind::sort;
    const std::size_t most = pile ? engine::piles_of(question).size() : state.order.size();
    if (!pick || *pick == 0 || *pick > most) {
      put("  " + words_("cli.lesson.no_option", {{"text", part}}));
      return true;
    }
    given.picks.push_back(pile ? static_cast<std::uint32_t>(*pick - 1) : state.order[*pick - 1]);
  }
  player_.give(engine::Choose{number, given});
  player_.give(engine::LockAnswer{number});
  if (player_.beat().name != beat) return true;
  const engine::QuestionState& now = player_.record().questions[number];
  if (now.unreadable) put("  " + words_("cli.lesson.no_number"));
  if (now.revealed)
    for (const std::string& truth : now.truth)
      put("  " + words_("cli.lesson.revealed", {{"text", truth}}));
  if (!now.locked && !now.unreadable && player_.beat().kind == engine::BeatKind::check) {
    show_news();
    player_.give(engine::AskAgain{number});
  }
  return true;
}

void LessonTerminal::obey(const std::string& line) {
  if (line == "solve") {
    if (!player_.solve()) put("  " + words_("cli.lesson.no_solution"));
  } else if (line == "hint") {
    player_.give(engine::TakeHint{});
  } else if (line == "rewind") {
    player_.give(engine::Rewind{});
  } else if (line == "step" || line.empty()) {
    if (!player_.step()) put("  " + words_("cli.lesson.nothing_comes"));
  } else if (line.starts_with("run ")) {
    const auto time = engine::read_duration(line.substr(4));
    if (time)
      player_.advance_to(engine::world_start + *time);
    else
      put("  " + words_("cli.not_a_time", {{"text", line.substr(4)}}));
  } else {
    act(line);
  }
}

void LessonTerminal::act(const std::string& line) {
  const auto command =
      command_of(line, scenario_, player_.timeline().at(player_.state().place.steps), words_);
  if (command && !player_.act(*command)) put("  " + words_("cli.lesson.refused"));
}

}  // namespace app::command_line
