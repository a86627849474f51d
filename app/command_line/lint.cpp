#include "app/command_line/lint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/command_line/library.hpp"
#include "app/command_line/program.hpp"
#include "app/command_line/scenarios.hpp"
#include "app/platform/files.hpp"
#include "engine/lesson/lesson_check.hpp"
#include "engine/lesson/parse.hpp"
#include "engine/lesson/runner.hpp"
#include "engine/lesson/texts.hpp"

namespace app::command_line {
namespace {

namespace fs = std::filesystem;
using Errors = std::vector<engine::Error>;

void add(const std::vector<engine::LessonFinding>& findings, const Words& words, Errors& errors) {
  for (const engine::LessonFinding& finding : findings) {
    engine::Error error = words(finding.error);
    if (finding.warning)
      complain({error.where, words("cli.lint.warning", {{"text", error.what}})});
    else
      errors.push_back(std::move(error));
  }
}

std::optional<engine::LanguageFile> read_language(const fs::path& file, bool chinese,
                                                  const Words& words, Errors& errors) {
  const auto text = platform::read_file(file);
  if (!text) {
    errors.push_back(text.error());
    return std::nullopt;
  }
  auto texts = engine::read_lesson_texts(*text, file.string());
  if (!texts) {
    errors.push_back(words(texts.error()));
    return std::nullopt;
  }
  return engine::LanguageFile{.file = file.string(),
                              .texts = *std::move(texts),
                              .lines = engine::lines_of_sections(*text),
                              .chinese = chinese};
}

// Built-in lessons speak both languages; one of the user's own may lack one, with a warning.
void lint_texts(const engine::Scenario& scenario, const fs::path& script, const Words& words,
                Errors& errors) {
  const fs::path folder = fs::absolute(script).parent_path();
  const bool own = folder.parent_path() == user_lessons();
  std::vector<engine::LanguageFile> languages;
  for (const char* const name : {"en.md", "zh.md"}) {
    const fs::path file = folder / name;
    if (own && !fs::exists(file)) {
      const std::string what = words("cli.lint.one_language");
      complain({file.string(), words("cli.lint.warning", {{"text", what}})});
      continue;
    }
    if (auto language = read_language(file, name[0] == 'z', words, errors))
      languages.push_back(*std::move(language));
  }
  add(engine::check_words(scenario, script.string(), languages), words, errors);
}

engine::Prerequisites prerequisites(const Words& words) {
  engine::Prerequisites all;
  for (const panels::ScenarioCard& card : read_library(words.lessons, words.strings).cards) {
    const auto text = platform::read_file(card.path);
    const auto scenario = text ? engine::read_script(*text, card.path)
                               : std::unexpected(std::vector<engine::ScriptError>{});
    if (scenario) all[scenario->id] = scenario->lesson.needs;
  }
  return all;
}

void lint_lesson(const engine::Scenario& scenario, const std::string& script, const Words& words,
                 Errors& errors) {
  add(engine::check_beats(scenario, script), words, errors);
  add(engine::check_prerequisites(scenario, script, prerequisites(words)), words, errors);
  if (errors.empty())
    add(engine::check_golden_path(scenario, script, scenario.seed), words, errors);
}

void lint_run(const engine::Scenario& scenario, const fs::path& script, const Words& words,
              Errors& errors) {
  auto prepared = engine::prepare(scenario, script.string());
  if (!prepared) {
    errors.push_back(words(prepared.error()));
    return;
  }
  const engine::Timeline timeline = engine::play(scenario, *std::move(prepared));
  for (const engine::Finding& finding : engine::check(scenario, timeline))
    if (!finding.held)
      errors.push_back(
          {fmt::format("{}:{}:1", script.string(), finding.line),
           words("cli.run.differs", {{"expected", finding.source}, {"found", finding.found}})});
}

Errors lint_one(const fs::path& script, const Words& words) {
  const auto scenario = read_scenario(script, words);
  if (!scenario) return scenario.error();
  Errors errors;
  const fs::path folder = fs::absolute(script).parent_path();
  if (script.filename() == "script.lesson") {
    if (folder.filename() != scenario->id)
      errors.push_back({script.string(), words("cli.lint.other_id", {{"id", scenario->id}})});
    lint_texts(*scenario, script, words, errors);
  }
  lint_run(*scenario, script, words, errors);
  if (errors.empty()) lint_lesson(*scenario, script.string(), words, errors);
  return errors;
}

}  // namespace

int lint_scenarios(const std::vector<std::string>& names, const Words& words) {
  int outcome = done;
  for (const std::string& name : names.empty() ? scenario_ids(words.lessons) : names) {
    const auto script = find_script(name, words.lessons);
    if (!script) {
      complain({name, words("cli.unknown_scenario", {{"name", name}})});
      outcome = unexpected_outcome;
      continue;
    }
    const Errors errors = lint_one(*script, words);
    for (const engine::Error& error : errors) complain(error);
    if (errors.empty())
      fmt::print("{}: {}\n", name, words("cli.lint.sound"));
    else
      outcome = unexpected_outcome;
  }
  return outcome;
}

int list_scenarios(const Words& words) {
  for (const panels::ScenarioCard& card : read_library(words.lessons, words.strings).cards)
    fmt::print("{:<24} {}{}\n", card.id,
               card.can_open() ? card.title(words.language) : card.why_not(words.language),
               card.of_user ? "  " + words("cli.list.of_user") : std::string());
  return done;
}

}  // namespace app::command_line
