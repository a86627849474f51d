#include "app/command_line/scenarios.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/platform/files.hpp"
#include "engine/lesson/parse.hpp"

namespace app::command_line {

namespace fs = std::filesystem;

std::optional<fs::path> find_script(const std::string& name, const fs::path& lessons) {
  std::error_code ignored;
  const fs::path as_path(name);
  if (fs::is_directory(as_path, ignored)) return as_path / "script.lesson";
  if (fs::exists(as_path, ignored)) return as_path;
  const bool plain = name.find('/') == std::string::npos && !name.empty();
  const fs::path shipped = lessons / name / "script.lesson";
  if (plain && fs::exists(shipped, ignored)) return shipped;
  const fs::path own = user_lessons() / name / "script.lesson";
  if (plain && fs::exists(own, ignored)) return own;
  return std::nullopt;
}

fs::path user_lessons() { return platform::data_folder() / "lessons"; }

std::vector<std::string> scenario_ids(const fs::path& lessons) {
  std::vector<std::string> ids;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(lessons, ignored))
    if (fs::exists(entry.path() / "script.lesson", ignored))
      ids.push_back(entry.path().filename().string());
  std::ranges::sort(ids);
  return ids;
}

std::expected<engine::Scenario, std::vector<engine::Error>> read_scenario(const fs::path& script,
                                                                          const Words& words) {
  const auto text = platform::read_file(script);
  if (!text) return std::unexpected(std::vector{text.error()});
  auto read = engine::read_script(*text, script.string());
  if (read) return *std::move(read);
  std::vector<engine::Error> errors;
  for (const engine::ScriptError& error : read.error()) errors.push_back(words(error));
  return std::unexpected(std::move(errors));
}

void complain(const engine::Error& error) {
  fmt::print(stderr, "{}: {}\n", error.where, error.what);
}

}  // namespace app::command_line
