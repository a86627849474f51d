#include "app/command_line/library.hpp"

#include <algorithm>

#include "app/platform/files.hpp"
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

engine::Result<engine::Scenario> read_script(const std::string& path) {
  const auto text = platform::read_file(path);
  if (!text) return std::unexpected(text.error());
  auto scenario = engine::parse_scenario(*text, path);
  if (!scenario) return std::unexpected(scenario.error().front());
  return *std::move(scenario);
}

std::string say_why(const engine::Error& error) { return error.where + ": " + error.what; }

// The title and the text of one language; what is missing is said in the card's error.
void read_words(panels::ScenarioCard& card, const engine::Scenario& scenario,
                const fs::path& folder, Language language) {
  const fs::path file = folder / (language == Language::en ? "en.md" : "zh.md");
  const auto place = static_cast<std::size_t>(language);
  card.titles[place] = card.id;
  const auto text = platform::read_file(file);
  const auto words =
      text ? engine::read_lesson_texts(*text, file.string()) : std::unexpected(text.error());
  if (!words) {
    card.error = say_why(words.error());
    return;
  }
  const auto look_up = [&](const std::string& key) {
    const auto found = words->find(key);
    if (found == words->end()) card.error = file.string() + ": there is no text `" + key + "`";
    return found == words->end() ? std::string() : found->second;
  };
  card.titles[place] = look_up(scenario.title_key);
  card.texts[place] = look_up(scenario.about_key);
}

Listed read_card(const fs::path& folder) {
  Listed listed;
  listed.card.id = folder.filename().string();
  listed.card.path = (folder / "script.lesson").string();
  const auto scenario = read_script(listed.card.path);
  if (!scenario) {
    for (std::string& title : listed.card.titles) title = listed.card.id;
    listed.card.error = say_why(scenario.error());
    return listed;
  }
  listed.order = scenario->order;
  for (const Language language : {Language::en, Language::zh})
    read_words(listed.card, *scenario, folder, language);
  return listed;
}

}  // namespace

panels::Library read_library(const fs::path& lessons) {
  std::vector<Listed> found;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(lessons, ignored))
    if (fs::exists(entry.path() / "script.lesson", ignored))
      found.push_back(read_card(entry.path()));
  std::ranges::sort(found, [](const Listed& a, const Listed& b) {
    return std::tie(a.order, a.card.id) < std::tie(b.order, b.card.id);
  });
  panels::Library library;
  for (Listed& listed : found) library.cards.push_back(std::move(listed.card));
  return library;
}

engine::Result<Opening> open_scenario(const std::string& path) {
  const auto scenario = read_script(path);
  if (!scenario) return std::unexpected(scenario.error());
  auto prepared = engine::prepare(*scenario, path);
  if (!prepared) return std::unexpected(prepared.error());
  return Opening{.title = scenario->id,
                 .start = std::move(prepared->start),
                 .bytes = std::move(prepared->bytes),
                 .base_delay = scenario->wire.latency};
}

}  // namespace app::command_line
