// Every decision of the engine is a row in rules.def: identifier, document, section, level and a
// one-sentence summary. Code only names the row; the learner's sentences, with numbers, are in the
// string catalogues under "rule.<identifier>".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace engine {

enum class Rule : std::uint16_t {
#define RULE(id, document, section, level, summary) id,
#include "engine/rules/rules.def"
#undef RULE
};

enum class Level : std::uint8_t { must, should, may, local };  // local: our own ruling or policy

struct RuleInfo {
  Rule rule;
  std::string_view id;        // "challenge_ack_for_syn"
  std::string_view document;  // "RFC 5961"
  std::string_view section;   // "4.2"
  Level level;
  std::string_view summary;  // English, one sentence
};

const RuleInfo& info(Rule rule);
std::span<const RuleInfo> all_rules();
std::optional<Rule> find_rule(std::string_view id);

}  // namespace engine
