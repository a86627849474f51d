// Sequence numbers: positions on a circle of 2^32 (RFC 9293 3.4). No operator<: on a circle
// "less" means nothing until both are known to lie within half a turn, so order is asked by name.
#pragma once

#include <cstdint>

#include "engine/base/hash.hpp"

namespace engine {

struct SeqNum {
  std::uint32_t raw{};
  friend constexpr bool operator==(SeqNum, SeqNum) = default;
  constexpr SeqNum& operator+=(std::uint32_t n) {
    raw += n;
    return *this;
  }
};

constexpr SeqNum operator+(SeqNum s, std::uint32_t n) { return {s.raw + n}; }
constexpr SeqNum operator-(SeqNum s, std::uint32_t n) { return {s.raw - n}; }

// How far forward from the first to the second, 0 .. 2^32-1.
constexpr std::uint32_t distance(SeqNum from, SeqNum to) { return to.raw - from.raw; }

constexpr bool precedes(SeqNum a, SeqNum b) { return static_cast<std::int32_t>(a.raw - b.raw) < 0; }
constexpr bool precedes_or_equals(SeqNum a, SeqNum b) { return a == b || precedes(a, b); }
constexpr SeqNum later(SeqNum a, SeqNum b) { return precedes(a, b) ? b : a; }
constexpr SeqNum earlier(SeqNum a, SeqNum b) { return precedes(a, b) ? a : b; }

static_assert(precedes({0xFFFF'FFFF}, {0}), "order survives the wrap");

constexpr void hash_append(Hasher& h, SeqNum s) { h.add(s.raw); }

}  // namespace engine
