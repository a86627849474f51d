#include "engine/rules/rules.hpp"

#include <algorithm>
#include <iterator>

namespace engine {
namespace {

using enum Level;

// No std::array: clang does not deduce its type from so many rows.
constexpr RuleInfo table[]{
#define RULE(id, document, section, level, summary) \
  RuleInfo{Rule::id, #id, document, section, level, summary},
#include "engine/rules/rules.def"
#undef RULE
};

}  // namespace

const RuleInfo& info(Rule rule) { return table[static_cast<std::size_t>(rule)]; }

std::span<const RuleInfo> all_rules() { return table; }

std::optional<Rule> find_rule(std::string_view id) {
  const auto row = std::ranges::find(table, id, &RuleInfo::id);
  if (row == std::end(table)) return std::nullopt;
  return row->rule;
}

}  // namespace engine
