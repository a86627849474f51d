// The table of requirements is whole, and each row says enough for what it claims. That the tests
// it names exist is checked in tests/tidy.
#include "engine/rules/requirements.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

using namespace engine;

namespace {

template <class Check>
void for_each_row(Check check) {
  for (const RequirementTable& table : requirement_tables())
    for (const Requirement& row : table.rows) check(row);
}

void expect_numbers(const std::string& kind, int last) {
  for (int i = 1; i <= last; ++i) {
    const std::string id = kind + std::to_string(i);
    const bool there = find_requirement(id) != nullptr;
    CHECK_MESSAGE(there, id << " is missing");
  }
}

}  // namespace

TEST_SUITE("engine/rules requirements") {
  TEST_CASE("every identifier of RFC 9293 has a row") {
    expect_numbers("MUST-", 69);
    expect_numbers("SHLD-", 31);
    expect_numbers("MAY-", 18);
    expect_numbers("REC-", 1);
  }

  TEST_CASE("every table has rows, every ruling too") {
    CHECK(requirement_tables().size() == 8);
    for (const RequirementTable& table : requirement_tables()) {
      CHECK(!table.title.empty());
      CHECK(!table.rows.empty());
    }
    expect_numbers("B.9-", 19);
    expect_numbers("H", 11);
  }

  TEST_CASE("identifiers are unique") {
    std::set<std::string_view> ids;
    for_each_row([&ids](const Requirement& row) {
      const bool is_new = ids.insert(row.id).second;
      CHECK_MESSAGE(is_new, row.id);
    });
  }

  TEST_CASE("a requirement is found by its identifier in any case, and by nothing else") {
    REQUIRE(find_requirement("MUST-13") != nullptr);
    CHECK(find_requirement("MUST-13")->id == "MUST-13");
    CHECK(find_requirement("must-13") == find_requirement("MUST-13"));
    CHECK(find_requirement("MUST-1")->id == "MUST-1");
    CHECK(find_requirement("MUST-") == nullptr);
    CHECK(find_requirement("") == nullptr);
  }

  TEST_CASE("what is claimed has something to show for it") {
    for_each_row([](const Requirement& row) {
      CAPTURE(row.id);
      CHECK(!row.what.empty());
      CHECK(row.test_file.empty() == row.test_case.empty());
      const bool witnessed = !row.test_file.empty();
      switch (row.standing) {
        case Standing::done:
          CHECK(!row.rules.empty());
          CHECK(witnessed);
          break;
        case Standing::partly:
          CHECK(!row.remark.empty());
          CHECK(witnessed);
          break;
        case Standing::by_construction: {
          CHECK(row.rules.empty());
          const bool argued = witnessed || !row.remark.empty();
          CHECK(argued);
          break;
        }
        case Standing::not_implemented:
          CHECK(row.rules.empty());
          CHECK(!row.remark.empty());
          break;
      }
    });
  }

  TEST_CASE("a list of rules keeps their order") {
    constexpr RuleList none{};
    constexpr RuleList two{Rule::no_syn, Rule::no_reset};
    CHECK(none.empty());
    CHECK(none.begin() == none.end());
    CHECK(std::vector<Rule>(two.begin(), two.end()) ==
          std::vector<Rule>{Rule::no_syn, Rule::no_reset});
  }
}
