// The top level of the tree and the README of every room.
#include <algorithm>
#include <array>
#include <fstream>
#include <string>

#include "tests/tidy/house_rules.hpp"

namespace tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::ptrdiff_t most_readme_lines = 90;  // a page; app/ also names the widgets

constexpr std::array<std::string_view, 8> top_level{
    "CMakeLists.txt", "README.md", "app", "assets", "engine", "lessons", "tests", "third_party"};

void check_readme(const fs::path& root, const fs::path& folder, Findings& findings) {
  const fs::path readme = folder / "README.md";
  const std::string path = readme.lexically_relative(root).generic_string();
  std::ifstream in(readme);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  if (text.empty()) findings.push_back({path, 0, "is missing: every room says what it is"});
  if (std::ranges::count(text, '\n') > most_readme_lines && folder != root)
    findings.push_back({path, 0, "is longer than a page"});
}

}  // namespace

Findings check_layout(const fs::path& root) {
  Findings findings;
  for (const auto& entry : fs::directory_iterator(root)) {
    const std::string name = entry.path().filename().string();
    const bool ours = name.starts_with('.') || (entry.is_directory() && name.starts_with("build"));
    if (!ours && std::ranges::find(top_level, name) == top_level.end())
      findings.push_back({name, 0, "does not belong on the top level"});
  }
  check_readme(root, root, findings);
  for (const std::string_view name : top_level) {
    const fs::path folder = root / name;
    if (!fs::is_directory(folder)) continue;
    check_readme(root, folder, findings);
    if (name != "engine" && name != "app") continue;
    for (const auto& room : fs::directory_iterator(folder))
      if (room.is_directory()) check_readme(root, room.path(), findings);
  }
  std::ranges::sort(findings, {}, &Finding::path);
  return findings;
}

}  // namespace tidy
