// The table of requirements is true: the committed file is what the program prints, every test that
// it names exists, every rule is in some row. That the rules it names exist, the compiler knows;
// that each has been seen at work, rules_seen_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include "engine/export/requirement_table.hpp"
#include "tests/support/source_dir.hpp"
#include "tests/tidy/shown_by_lessons.hpp"
#include "tests/tidy/source.hpp"

using namespace engine;

namespace {

const std::filesystem::path tree_root(support::source_dir());

// Lines without indentation, put together, and literals that stand side by side made one.
std::string in_one_line(const std::string& code) {
  std::string all, line;
  for (std::istringstream lines(code); std::getline(lines, line);)
    all += line.substr(std::min(line.find_first_not_of(' '), line.size()));
  for (auto seam = all.find("\"\""); seam != all.npos; seam = all.find("\"\"", seam))
    all.erase(seam, 2);
  return all;
}

// A test case of doctest, or a function of a script.
bool has_case(const std::string& file, std::string_view code, std::string_view name) {
  if (file.ends_with(".py"))
    return ('\n' + std::string(code)).find("\ndef " + std::string(name) + '(') != std::string::npos;
  return in_one_line(std::string(code)).find("TEST_CASE(\"" + std::string(name) + "\")") !=
         std::string::npos;
}

std::string first_difference(const std::string& committed, const std::string& printed) {
  std::istringstream a(committed), b(printed);
  std::string was, is;
  for (std::size_t number = 1;; ++number) {
    const bool more = static_cast<bool>(std::getline(a, was));
    if (!std::getline(b, is)) return more ? "ends before: " + was : "the last line break";
    if (!more || was != is) return "line " + std::to_string(number) + ": " + is;
  }
}

template <class Check>
void for_each_row(Check check) {
  for (const RequirementTable& table : requirement_tables())
    for (const Requirement& row : table.rows) check(row);
}

}  // namespace

TEST_SUITE("requirements") {
  TEST_CASE("the committed table is what the program prints") {
    const std::string committed = tidy::read_file(tree_root / "engine/tcp/REQUIREMENTS.md");
    const std::string printed = write_requirements(tidy::shown_by_lessons());
    if (committed != printed)
      FAIL(
          "engine/tcp/REQUIREMENTS.md is stale; `build/synscope rules > "
          "engine/tcp/REQUIREMENTS.md` writes it anew. First difference, "
          << first_difference(committed, printed));
  }

  TEST_CASE("every test that a row names exists") {
    for_each_row([](const Requirement& row) {
      if (row.test_file.empty()) return;
      const std::string file(row.test_file);
      if (!has_case(file, tidy::read_file(tree_root / file), row.test_case))
        FAIL_CHECK(row.id << ": no `" << row.test_case << "` in " << file);
    });
  }

  TEST_CASE("every rule is in some row") {
    std::set<Rule> served;
    for_each_row(
        [&served](const Requirement& row) { served.insert(row.rules.begin(), row.rules.end()); });
    for (const RuleInfo& rule : all_rules())
      if (!served.contains(rule.rule)) FAIL_CHECK(rule.id << " serves no requirement");
  }

  TEST_CASE("a case is found by its whole name alone") {
    const std::string code = "  TEST_CASE(\n      \"a long \"\n      \"name\") {\n";
    CHECK(has_case("a_test.cpp", code, "a long name"));
    CHECK(!has_case("a_test.cpp", code, "a long"));
    CHECK(!has_case("a_test.cpp", "// a long name\n", "a long name"));
    CHECK(has_case("a_test.py", "def it_works(talk):\n", "it_works"));
    CHECK(!has_case("a_test.py", "def it_works_not(talk):\n", "it_works"));
    CHECK(!has_case("no_such_test.py", "", "it_works"));
  }

  TEST_CASE("the first line that differs is told") {
    CHECK(first_difference("a\nb\n", "a\nc\n") == "line 2: c");
    CHECK(first_difference("a\n", "a\nc\n") == "line 2: c");
    CHECK(first_difference("a\nb\n", "a\n") == "ends before: b");
  }
}
