// Rows of rules.def that no code of the engine names.
#include <set>
#include <string>

#include "tests/tidy/house_rules.hpp"

namespace tidy {
namespace {

bool is_small_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

// The identifiers of rules.def with the lines of their rows.
std::vector<std::pair<std::string, std::size_t>> rows(const Source& table) {
  std::vector<std::pair<std::string, std::size_t>> found;
  for (std::size_t i = 0; i < table.lines.size(); ++i) {
    const std::string& line = table.lines[i];
    if (line.starts_with("RULE(")) found.push_back({line.substr(5, line.find(',') - 5), i + 1});
  }
  return found;
}

// Every lower-case word of the given lines.
void gather(const std::vector<std::string>& lines, std::set<std::string, std::less<>>& words) {
  for (const std::string& line : lines)
    for (std::size_t at = 0; at < line.size();) {
      std::size_t end = at;
      while (end < line.size() && is_small_word(line[end])) ++end;
      if (end > at) words.insert(line.substr(at, end - at));
      at = end + 1;
    }
}

}  // namespace

// That somebody sees the rule at work is another test, rules_seen_test.cpp.
Findings check_rules(const std::vector<Source>& tree) {
  std::set<std::string, std::less<>> noted;
  const Source* table = nullptr;
  for (const Source& file : tree) {
    if (file.path == "engine/rules/rules.def") table = &file;
    if (file.is_cpp() && file.in("engine/")) gather(file.code, noted);
  }
  if (table == nullptr) return {{"engine/rules/rules.def", 0, "is missing"}};
  Findings findings;
  for (const auto& [id, line] : rows(*table))
    if (!noted.contains(id)) findings.push_back({table->path, line, id + " is never noted"});
  return findings;
}

}  // namespace tidy
