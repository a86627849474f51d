// The table of requirements as text, and single rows of it.
#include "engine/export/requirement_table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "engine/lesson/parse.hpp"
#include "engine/lesson/runner.hpp"

using namespace engine;

namespace {

const ShownBy shown{{Rule::time_wait_started, {"close", "both-close"}},
                    {Rule::time_wait_over, {"close"}}};

constexpr Requirement time_wait{"MUST-13",
                                Standing::done,
                                "TIME-WAIT lasts two MSL",
                                {Rule::time_wait_started, Rule::time_wait_over},
                                "tests/a_test.cpp",
                                "it lasts",
                                ""};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("engine/export/requirement_table") {
  TEST_CASE("the scenario that notes most comes first, three at most are named") {
    CHECK(scenarios_that_note(time_wait, shown) == std::vector<std::string>{"close", "both-close"});
    ShownBy many = shown;
    many[Rule::time_wait_started] = {"d", "c", "b", "a"};
    many[Rule::time_wait_over] = {"c", "e"};
    CHECK(scenarios_that_note(time_wait, many) == std::vector<std::string>{"c", "a", "b"});
    many.erase(Rule::time_wait_started);  // what it is about
    CHECK(scenarios_that_note(time_wait, many).empty());
  }

  TEST_CASE("a requirement is told with its rules, its test and its scenarios") {
    const std::string text = describe_requirement(time_wait, shown);
    CHECK(text ==
          "MUST-13: TIME-WAIT lasts two MSL\n"
          "  standing  done\n"
          "  rule      time_wait_started (RFC 9293 3.6.1): Whoever sends the last ACK waits for "
          "twice the maximum segment lifetime\n"
          "  rule      time_wait_over (RFC 9293 3.10.8): Twice the maximum segment lifetime has "
          "passed: the record goes\n"
          "  test      tests/a_test.cpp: it lasts\n"
          "  noted in  close, both-close\n");
  }

  TEST_CASE("what is not implemented says why, and names nothing else") {
    const Requirement row{"MAY-6", Standing::not_implemented, "garbage", {}, "", "", "nobody asks"};
    CHECK(describe_requirement(row, shown) ==
          "MAY-6: garbage\n"
          "  standing  not implemented: nobody asks\n"
          "  test      -\n"
          "  noted in  -\n");
  }

  TEST_CASE("a rule is told with the requirements that it serves") {
    const std::string text = describe_rule(info(Rule::time_wait_over), shown);
    CHECK(contains(text, "time_wait_over: Twice the maximum"));
    CHECK(contains(text, "  source    RFC 9293 3.10.8, MUST\n"));
    CHECK(contains(text, "  serves    MUST-13, "));
    CHECK(contains(text, "  noted in  close\n"));
  }

  TEST_CASE("the whole table has a line for every requirement and every rule") {
    const std::string text = write_requirements(shown);
    for (const std::string_view id : requirement_and_rule_ids()) {
      const bool there = contains(text, "\n| " + std::string(id) + " | ");
      CHECK_MESSAGE(there, id);
    }
    std::size_t rows = all_rules().size();
    for (const RequirementTable& table : requirement_tables())
      rows += table.rows.size() + 2;  // and its head
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '|'));
    CHECK(lines == 7 * (rows + 2));  // six columns in every line
    CHECK(contains(text, "synscope rules > engine/tcp/REQUIREMENTS.md"));
    CHECK(text == write_requirements(shown));
  }

  TEST_CASE("a scenario shows what its run notes") {
    const auto scenario = parse_scenario(
        "script 1\nid knock\ntitle t\nabout a\nhost x 10.0.0.1\nhost y 10.0.0.2\n"
        "wire latency 5ms\nat 0 x connect y:80\n",
        "knock.lesson");
    REQUIRE(scenario.has_value());
    auto prepared = prepare(*scenario, "knock.lesson");
    REQUIRE(prepared.has_value());
    ShownBy found;
    add_scenario(found, "knock", play(*scenario, *std::move(prepared)));
    CHECK(found[Rule::reset_for_stranger] == std::set<std::string>{"knock"});
    CHECK(found[Rule::connection_refused] == std::set<std::string>{"knock"});
    CHECK(!found.contains(Rule::time_wait_started));
  }
}
