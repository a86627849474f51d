#include "engine/wire/match.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"

namespace engine {
namespace {

bool is_live(const Impairment& rule) { return rule.enabled && (rule.unlimited || rule.left > 0); }

bool flags_match(FlagMatch how, Flags wanted, Flags seen) {
  const unsigned want = to_byte(wanted);
  const unsigned have = to_byte(seen);
  switch (how) {
    case FlagMatch::any:
      return true;
    case FlagMatch::exactly:
      return have == want;
    case FlagMatch::includes:
      return (have & want) == want;
    case FlagMatch::excludes:
      return (have & want) == 0;
  }
  unreachable("FlagMatch");
}

}  // namespace

bool matches(const PacketMatch& match, const Packet& packet, const Description& seen) {
  if (match.from && *match.from != packet.from) return false;
  if (match.to && match.to != packet.to) return false;
  if (match.min_text && seen.text_bytes < *match.min_text) return false;
  if (match.max_text && seen.text_bytes > *match.max_text) return false;
  if (match.again && *match.again != packet.retransmission) return false;
  return flags_match(match.flag_match, match.flags, seen.segment.flags);
}

Impairment* acting_rule(Wire& wire, const Packet& packet, const ByteArena& bytes) {
  if (std::ranges::none_of(wire.impairments, is_live)) return nullptr;
  const Description seen = describe(bytes.read(packet.bytes));
  Impairment* acting = nullptr;
  for (Impairment& rule : wire.impairments) {
    if (!is_live(rule) || !matches(rule.match, packet, seen)) continue;
    ++rule.seen;
    const bool its_turn = rule.match.ordinal == 0 || rule.match.ordinal == rule.seen;
    if (its_turn && acting == nullptr) acting = &rule;
  }
  return acting;
}

}  // namespace engine
