#include "app/command_line/library.hpp"

#include <algorithm>

#include "app/command_line/scenarios.hpp"
#include "app/platform/files.hpp"
#include "app/ui/phrases.hpp"
#include "engine/lesson/parse.hpp"
#include "engine/lesson/runner.hpp"
#include "engine/lesson/texts.hpp"

namespace app::command_line {
namespace {

namespace fs = std::filesystem;

struct Listed {
  panels::ScenarioCard card;
  std::uint32_t order = 0;
};

std::expected<engine::Scenario, engine::ScriptError> read_one(const std::string& path) {
  const auto text = platform::read_file(path);
  if (!text) return std::unexpected(engine::ScriptError(text.error()));
  auto scenario = engine::read_script(*text, path);
  if (!scenario) return std::unexpected(scenario.error().front());
  return *std::move(scenario);
}

// The card keeps the reason in both languages, because the window can switch at any moment.
struct Reasons {
  const ui::Strings& strings;

  void give(panels::ScenarioCard& card, const engine::ScriptError& error) const {
    for (const Language language : {Language::en, Language::zh})
      card.errors[static_cast<std::size_t>(language)] =
          error.where + ": " + ui::words(strings, language, error.saying);
  }
  void no_text(panels::ScenarioCard& card, const std::string& file, const std::string& key) const {
    for (const Language language : {Language::en, Language::zh})
      card.errors[static_cast<std::size_t>(language)] =
          file + ": " + strings.text(language, "cli.lint.no_text", {{"key", key}});
  }
};

// The title and the text of one language; what is missing is said in the card's error.
void read_words(panels::ScenarioCard& card, const engine::Scenario& scenario,
                const fs::path& folder, Language language, const Reasons& reasons) {
  const fs::path file = folder / (language == Language::en ? "en.md" : "zh.md");
  const auto place = static_cast<std::size_t>(language);
  card.titles[place] = card.id;
  const auto text = platform::read_file(file);
  if (!text) return reasons.give(card, text.error());
  const auto words = engine::read_lesson_texts(*text, file.string());
  if (!words) return reasons.give(card, words.error());
  const auto look_up = [&](const std::string& key) {
    const auto found = words->find(key);
    if (found == words->end()) reasons.no_text(card, file.string(), key);
    return found == words->end() ? std::string() : found->second;
  };
  card.titles[place] = look_up(scenario.title_key);
  card.texts[place] = look_up(scenario.about_key);
}

Listed read_card(const fs::path& folder, const Reasons& reasons) {
  Listed listed;
  listed.card.id = folder.filename().string();
  listed.card.path = (folder / "script.lesson").string();
  const auto scenario = read_one(listed.card.path);
  if (!scenario) {
    for (std::string& title : listed.card.titles) title = listed.card.id;
    reasons.give(listed.card, scenario.error());
    return listed;
  }
  listed.order = scenario->order;
  listed.card.guided = !scenario->lesson.beats.empty();
  listed.card.level = scenario->lesson.level;
  listed.card.minutes = scenario->lesson.minutes;
  for (const Language language : {Language::en, Language::zh})
    read_words(listed.card, *scenario, folder, language, reasons);
  return listed;
}

}  // namespace

panels::Library read_library(const fs::path& lessons, const ui::Strings& strings) {
  std::vector<Listed> found;
  const auto read_all = [&](const fs::path& from, bool of_user) {
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(from, ignored)) {
      if (!fs::exists(entry.path() / "script.lesson", ignored)) continue;
      Listed listed = read_card(entry.path(), {strings});
      listed.card.of_user = of_user;
      const auto same = [&](const Listed& other) { return other.card.id == listed.card.id; };
      if (std::ranges::none_of(found, same)) found.push_back(std::move(listed));
    }
  };
  read_all(lessons, false);
  read_all(user_lessons(), true);  // overrides nothing
  std::ranges::sort(found, [](const Listed& a, const Listed& b) {
    return std::tie(a.order, a.card.id) < std::tie(b.order, b.card.id);
  });
  panels::Library library;
  for (Listed& listed : found) library.cards.push_back(std::move(listed.card));
  return library;
}

namespace {

// The words beside the script; a language that is missing or broken speaks with the other's.
LessonFile lesson_file(const engine::Scenario& scenario, const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  LessonFile lesson{.scenario = scenario, .texts = {}, .of_user = false};
  std::array<bool, 2> read{};
  for (const Language language : {Language::en, Language::zh}) {
    const auto place = static_cast<std::size_t>(language);
    const auto text = platform::read_file(folder / (language == Language::en ? "en.md" : "zh.md"));
    auto words = text ? engine::read_lesson_texts(*text, path)
                      : std::expected<engine::LessonTexts, engine::ScriptError>{};
    if (text && words) lesson.texts[place] = *std::move(words);
    read[place] = text && words;
  }
  if (!read[0]) lesson.texts[0] = lesson.texts[1];
  if (!read[1]) lesson.texts[1] = lesson.texts[0];
  const auto own = fs::path(path).lexically_relative(user_lessons());
  lesson.of_user = !own.empty() && *own.begin() != "..";
  return lesson;
}

}  // namespace

std::optional<engine::ScriptError> wrong_with_texts(const std::string& path) {
  for (const char* const name : {"en.md", "zh.md"}) {
    const fs::path file = fs::path(path).parent_path() / name;
    const auto text = platform::read_file(file);
    if (!text) return engine::ScriptError(text.error());
    if (auto words = engine::read_lesson_texts(*text, file.string()); !words) return words.error();
  }
  return std::nullopt;
}

std::expected<Opening, engine::ScriptError> open_scenario(const std::string& path) {
  auto text = platform::read_file(path);
  if (!text) return std::unexpected(engine::ScriptError(text.error()));
  const auto scenario = engine::read_script(*text, path);
  if (!scenario) return std::unexpected(scenario.error().front());
  auto prepared = engine::prepare(*scenario, path);
  if (!prepared) return std::unexpected(prepared.error());
  std::optional<LessonFile> lesson;
  if (!scenario->lesson.beats.empty()) lesson = lesson_file(*scenario, path);
  return Opening{.title = scenario->id,
                 .start = std::move(prepared->start),
                 .bytes = std::move(prepared->bytes),
                 .base_delay = scenario->wire.latency,
                 .script = *std::move(text),
                 .seed = scenario->seed,
                 .path = path,
                 .lesson = std::move(lesson)};
}

}  // namespace app::command_line
