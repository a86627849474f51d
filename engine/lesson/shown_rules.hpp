// Which scenarios show which rules: found out by playing them, never written down.
#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/rules/rules.hpp"
#include "engine/timeline/timeline.hpp"

namespace engine {

// The identifiers of the scenarios in whose runs a rule is noted.
using ShownBy = std::map<Rule, std::set<std::string>>;

std::set<Rule> noted_rules(const Timeline& run);
void add_scenario(ShownBy& shown, const std::string& id, const Timeline& run);

}  // namespace engine
