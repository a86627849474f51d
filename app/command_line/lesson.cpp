#include "app/command_line/lesson.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "app/command_line/lesson_template.hpp"
#include "app/command_line/lesson_terminal.hpp"
#include "app/command_line/program.hpp"
#include "app/command_line/scenarios.hpp"
#include "app/platform/files.hpp"
#include "engine/lesson/runner.hpp"

namespace app::command_line {
namespace {

namespace fs = std::filesystem;

// In our language; where the lesson does not speak it, in the other one, and that is said.
std::optional<engine::LessonTexts> texts_of(const fs::path& folder, const Words& words) {
  const bool chinese = words.language == Language::zh;
  for (const char* const name : {chinese ? "zh.md" : "en.md", chinese ? "en.md" : "zh.md"}) {
    const std::string file = (folder / name).string();
    const auto text = platform::read_file(file);
    if (!text) continue;
    auto texts = engine::read_lesson_texts(*text, file);
    if (texts) return *std::move(texts);
    complain(words(texts.error()));
  }
  return std::nullopt;
}

}  // namespace

int run_lesson(const LessonArguments& arguments, const Words& words) {
  if (!arguments.fresh.empty()) return begin_new_lesson(arguments.fresh, words);
  const auto script = find_script(arguments.lesson, words.lessons);
  if (!script) {
    complain({arguments.lesson, words("cli.unknown_scenario", {{"name", arguments.lesson}})});
    return unexpected_outcome;
  }
  const auto scenario = read_scenario(*script, words);
  if (!scenario) {
    for (const engine::Error& error : scenario.error()) complain(error);
    return unexpected_outcome;
  }
  if (scenario->lesson.beats.empty()) {
    complain({script->string(), words("cli.lesson.no_beats")});
    return unexpected_outcome;
  }
  if (const auto prepared = engine::prepare(*scenario, script->string()); !prepared) {
    complain(words(prepared.error()));
    return unexpected_outcome;
  }
  const auto texts = texts_of(fs::absolute(*script).parent_path(), words);
  if (!texts) {
    complain({script->string(), words("cli.lesson.no_texts")});
    return unexpected_outcome;
  }
  const std::uint64_t seed = arguments.seed.value_or(scenario->seed);
  if (arguments.answers.empty())
    return LessonTerminal(*scenario, *texts, words, std::cin, seed).run();
  std::ifstream answers(arguments.answers);
  if (!answers) {
    complain({arguments.answers, words("cli.lesson.no_answers")});
    return unexpected_outcome;
  }
  return LessonTerminal(*scenario, *texts, words, answers, seed).run();
}

}  // namespace app::command_line
