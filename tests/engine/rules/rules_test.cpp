// The table of decisions (engine/rules/rules.def). What learners read about each row is checked in
// tests/tidy; that the engine emits it, in the tests of tcp/ and in the lessons.
#include "engine/rules/rules.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

using namespace engine;

namespace {

bool is_identifier(std::string_view id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_document(std::string_view document) {
  if (!document.starts_with("RFC ")) return false;
  const auto number = document.substr(4);
  return !number.empty() &&
         std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

TEST_SUITE("engine/rules") {
  TEST_CASE("a rule is found in its own row") {
    REQUIRE_FALSE(all_rules().empty());
    for (const RuleInfo& row : all_rules()) {
      INFO(std::string(row.id));
      CHECK(&info(row.rule) == &row);
      CHECK(find_rule(row.id) == row.rule);
    }
  }

  TEST_CASE("a rule that is not in the table is not found") {
    CHECK_FALSE(find_rule("").has_value());
    CHECK_FALSE(find_rule("no_such_rule").has_value());
  }

  TEST_CASE("identifiers are unique") {
    std::set<std::string_view> seen;
    for (const RuleInfo& row : all_rules()) {
      CHECK_MESSAGE(seen.insert(row.id).second, std::string(row.id));
      CHECK_MESSAGE(is_identifier(row.id), std::string(row.id));
    }
  }

  TEST_CASE("every rule says where it comes from") {
    for (const RuleInfo& row : all_rules()) {
      INFO(std::string(row.id));
      CHECK(is_document(row.document));
      CHECK_FALSE(row.section.empty());
    }
  }

  TEST_CASE("every rule is summarised in one sentence without a full stop") {
    std::set<std::string_view> seen;
    for (const RuleInfo& row : all_rules()) {
      INFO(std::string(row.id));
      CHECK(row.summary.size() >= 10);
      CHECK_FALSE(row.summary.ends_with('.'));
      CHECK(seen.insert(row.summary).second);
    }
  }
}
