#include "app/command_line/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/command_line/library.hpp"
#include "app/command_line/program.hpp"
#include "app/command_line/scenarios.hpp"
#include "app/platform/files.hpp"
#include "engine/lesson/runner.hpp"
#include "engine/lesson/texts.hpp"

namespace app::command_line {
namespace {

namespace fs = std::filesystem;
using Errors = std::vector<engine::Error>;

// A screen's worth of text (lessons 10.3).
constexpr std::size_t most_english_words = 60, most_chinese_characters = 110;

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank && !inside) ++words;
    inside = !blank;
  }
  return words;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_too_long(Language language, std::string_view text) {
  return language == Language::en ? count_words(text) > most_english_words
                                  : count_characters(text) > most_chinese_characters;
}

std::set<std::string> lint_texts(const engine::Scenario& scenario, const fs::path& file,
                                 Language language, const Words& words, Errors& errors) {
  const auto text = platform::read_file(file);
  if (!text) {
    errors.push_back(text.error());
    return {};
  }
  const auto texts = engine::read_lesson_texts(*text, file.string());
  if (!texts) {
    errors.push_back(words(texts.error()));
    return {};
  }
  for (const std::string& key : {scenario.title_key, scenario.about_key})
    if (!texts->contains(key))
      errors.push_back({file.string(), words("cli.lint.no_text", {{"key", key}})});
  std::set<std::string> keys;
  for (const auto& [key, value] : *texts) {
    keys.insert(key);
    if (value.empty()) errors.push_back({file.string(), words("cli.lint.empty", {{"key", key}})});
    if (is_too_long(language, value))
      errors.push_back({file.string(), words("cli.lint.too_long", {{"key", key}})});
  }
  return keys;
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
    const auto en = lint_texts(*scenario, folder / "en.md", Language::en, words, errors);
    const auto zh = lint_texts(*scenario, folder / "zh.md", Language::zh, words, errors);
    if (errors.empty() && en != zh)
      errors.push_back({folder.string(), words("cli.lint.keys_differ")});
  }
  lint_run(*scenario, script, words, errors);
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
    fmt::print("{:<24} {}\n", card.id,
               card.can_open() ? card.title(words.language) : card.why_not(words.language));
  return done;
}

}  // namespace app::command_line
