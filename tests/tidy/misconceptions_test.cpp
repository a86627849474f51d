// The table in tests/misconceptions/README.md is true: each of the 62 rows names a case that
// exists, word for word, or says why the engine cannot refute it; no case is left out.
#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <string>

#include "tests/support/source_dir.hpp"
#include "tests/tidy/source.hpp"

namespace {

const std::filesystem::path misconceptions_folder =
    std::filesystem::path(support::source_dir()) / "tests/misconceptions";
constexpr int misconception_count = 62;  // of section 8 of the requirements

// "`file`: name" of every case, by its number.
std::map<int, std::string> cases() {
  std::map<int, std::string> found;
  const std::regex name(R"re(TEST_CASE\(\s*"(\d+): ([^"]*)"\))re");
  for (const auto& entry : std::filesystem::directory_iterator(misconceptions_folder)) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string code = tidy::read_file(entry.path());
    for (std::sregex_iterator m(code.begin(), code.end(), name), end; m != end; ++m)
      found[std::stoi((*m)[1])] = '`' + entry.path().filename().string() + "`: " + (*m)[2].str();
  }
  return found;
}

std::map<int, std::string> table() {
  std::map<int, std::string> found;
  const std::string text = tidy::read_file(misconceptions_folder / "README.md");
  const std::regex row(R"(\| (\d+) \| [^|]+ \| ([^|]+) \|)");
  for (std::sregex_iterator m(text.begin(), text.end(), row), end; m != end; ++m)
    found[std::stoi((*m)[1])] = (*m)[2].str();
  return found;
}

}  // namespace

TEST_SUITE("misconceptions") {
  TEST_CASE("every row of the table names its case, or why there is none") {
    const std::map<int, std::string> said = table(), done = cases();
    CHECK(said.size() == misconception_count);
    for (int row = 1; row <= misconception_count; ++row) {
      CAPTURE(row);
      REQUIRE(said.contains(row));
      if (done.contains(row))
        CHECK(said.at(row) == done.at(row));
      else
        CHECK(said.at(row).starts_with("*not refuted*: "));
    }
  }

  TEST_CASE("every case has a row") {
    const std::map<int, std::string> said = table();
    for (const auto& [number, name] : cases()) {
      CAPTURE(name);
      CHECK(said.contains(number));
    }
  }
}
