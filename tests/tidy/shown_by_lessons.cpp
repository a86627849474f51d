#include "tests/tidy/shown_by_lessons.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "engine/lesson/parse.hpp"
#include "engine/lesson/runner.hpp"
#include "tests/support/source_dir.hpp"
#include "tests/tidy/source.hpp"

namespace tidy {
namespace {

namespace fs = std::filesystem;

void add_lesson(const fs::path& folder, engine::ShownBy& shown) {
  const fs::path script = folder / "script.lesson";
  const auto scenario = engine::parse_scenario(read_file(script), script.string());
  REQUIRE(scenario.has_value());
  auto prepared = engine::prepare(*scenario, script.string());
  REQUIRE(prepared.has_value());
  engine::add_scenario(shown, folder.filename().string(),
                       engine::play(*scenario, *std::move(prepared)));
}

}  // namespace

const engine::ShownBy& shown_by_lessons() {
  static const engine::ShownBy shown = [] {
    engine::ShownBy found;
    for (const auto& entry : fs::directory_iterator(fs::path(support::source_dir()) / "lessons"))
      if (entry.is_directory()) add_lesson(entry.path(), found);
    return found;
  }();
  return shown;
}

}  // namespace tidy
