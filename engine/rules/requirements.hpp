// What a TCP has to do, requirement by requirement: whether this engine does it, which rules note
// the decision, which test witnesses it. The rows are in requirements_*.def, one file for each
// table of the list of requirements; a rule that does not exist does not compile.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "engine/rules/rules.hpp"

namespace engine {

enum class Standing : std::uint8_t {
  done,
  partly,           // the remark says what is missing
  by_construction,  // nothing decides about it at run time, so no rule notes it
  not_implemented,  // the remark says why
};
std::string_view name(Standing standing);

// The rules that note one requirement; the one that it is about comes first.
class RuleList {
 public:
  constexpr RuleList(std::initializer_list<Rule> rules) {
    for (const Rule rule : rules) rules_.at(count_++) = rule;
  }
  constexpr const Rule* begin() const { return rules_.data(); }
  constexpr const Rule* end() const { return rules_.data() + count_; }
  constexpr bool empty() const { return count_ == 0; }

 private:
  std::array<Rule, 8> rules_{};
  std::size_t count_{};
};

struct Requirement {
  std::string_view id;  // "MUST-13"
  Standing standing;
  std::string_view what;  // English, a few words
  RuleList rules;
  std::string_view test_file;  // "tests/engine/tcp/close_test.cpp"; empty: no test of its own
  std::string_view test_case;  // the name of a test case, or of a function of a script
  std::string_view remark;     // why not, how far, or how else
};

struct RequirementTable {
  std::string_view title;
  std::span<const Requirement> rows;
};
std::span<const RequirementTable> requirement_tables();

const Requirement* find_requirement(std::string_view id);  // ignoring case; none: nullptr

}  // namespace engine
