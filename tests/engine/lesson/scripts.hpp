// Scenarios for tests: from the lessons folder, and small ones from text.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/lesson/parse.hpp"
#include "engine/lesson/runner.hpp"
#include "tests/support/source_dir.hpp"

namespace engine {

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The folders of all shipped lessons, in order of name.
inline std::vector<std::filesystem::path> shipped_lessons() {
  std::vector<std::filesystem::path> folders;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(support::source_dir()) / "lessons"))
    if (entry.is_directory()) folders.push_back(entry.path());
  std::ranges::sort(folders);
  return folders;
}

inline Scenario parsed(const std::string& text) {
  auto scenario = parse_scenario(text, "test");
  if (!scenario) FAIL(scenario.error()[0].where << " " << scenario.error()[0].what);
  return *std::move(scenario);
}

inline Scenario shipped(const std::filesystem::path& folder) {
  return parsed(read_text(folder / "script.lesson"));
}

inline Timeline played(const Scenario& scenario) {
  auto prepared = prepare(scenario, "test");
  if (!prepared) FAIL(prepared.error().where << " " << prepared.error().what);
  return play(scenario, *std::move(prepared));
}

// Two hosts as in most lessons; more lines may follow.
inline const std::string two_hosts =
    "script 1\n"
    "id test\n"
    "title title\n"
    "about about\n"
    "host client 10.0.0.1 profile teaching iss 1000\n"
    "host server 10.0.0.2 profile teaching iss 5000\n";
// And one opens a connection to the other.
inline const std::string opening =
    "wire latency 50ms\n"
    "at 0 server listen 80\n"
    "at 0 client connect server:80 from 50000\n";

}  // namespace engine
