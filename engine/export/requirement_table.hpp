// The table of requirements as text: every requirement, the rules that note it, the test that
// witnesses it, the scenarios that note its rules; then every rule and the requirements that it
// serves. Markdown, the same bytes for the same engine and scenarios.
#pragma once

#include <string>
#include <vector>

#include "engine/lesson/shown_rules.hpp"
#include "engine/rules/requirements.hpp"

namespace engine {

// Scenarios that note its first rule, the one that it is about. Those that note most of its rules
// come first, equals in order of name; three at most.
std::vector<std::string> scenarios_that_note(const Requirement& row, const ShownBy& shown);

std::string write_requirements(const ShownBy& shown);

// One of them in lines of its own: `row` of a table, or a rule with the requirements it serves.
std::string describe_requirement(const Requirement& row, const ShownBy& shown);
std::string describe_rule(const RuleInfo& rule, const ShownBy& shown);

// Every identifier that may be asked for.
std::vector<std::string_view> requirement_and_rule_ids();

}  // namespace engine
