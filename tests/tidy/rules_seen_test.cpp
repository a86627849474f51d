// Every row of rules.def was seen at work: by a test of tcp/, host/, world/ or simulation/, which
// left its list in the folder SYNSCOPE_WITNESS_FOLDER (support/rule_witness.hpp), or in a lesson,
// which is played here. ctest runs those tests first.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "engine/rules/rules.hpp"
#include "tests/tidy/shown_by_lessons.hpp"

using namespace engine;
namespace fs = std::filesystem;

namespace {

using Seen = std::set<std::string, std::less<>>;

void add_tests(Seen& seen) {
  const char* const folder = std::getenv("SYNSCOPE_WITNESS_FOLDER");
  REQUIRE_MESSAGE(folder != nullptr, "run through ctest: ctest -R rules_seen");
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream in(entry.path());
    seen.insert(std::istream_iterator<std::string>(in), {});
  }
}

void add_lessons(Seen& seen) {
  for (const auto& [rule, scenarios] : tidy::shown_by_lessons())
    seen.insert(std::string(info(rule).id));
}

}  // namespace

TEST_SUITE("rules seen") {
  TEST_CASE("every rule was seen at work by a test or in a lesson") {
    Seen seen;
    add_tests(seen);
    add_lessons(seen);
    CHECK(seen.size() > 10);
    for (const RuleInfo& row : all_rules())
      if (!seen.contains(row.id)) FAIL_CHECK(std::string(row.id) << " was never seen at work");
  }
}
