// Half-open ranges of sequence numbers, [left, right) (RFC 9293 3.4). Both ends lie within half a
// turn of each other. It knows no buffer and no window: those are ranges to it.
#pragma once

#include "engine/segment/seq_num.hpp"

namespace engine {

struct SeqRange {
  SeqNum left, right;
  friend constexpr bool operator==(SeqRange, SeqRange) = default;
};

constexpr bool is_empty(SeqRange r) { return !precedes(r.left, r.right); }
constexpr std::uint32_t length(SeqRange r) { return is_empty(r) ? 0 : distance(r.left, r.right); }
constexpr bool contains(SeqRange r, SeqNum n) {
  return precedes_or_equals(r.left, n) && precedes(n, r.right);
}

// What both cover; empty (and at the later left end) if they do not meet.
constexpr SeqRange overlap(SeqRange a, SeqRange b) {
  const SeqNum left = later(a.left, b.left);
  return {left, later(left, earlier(a.right, b.right))};
}

}  // namespace engine
