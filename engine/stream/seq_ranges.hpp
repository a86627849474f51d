// Half-open ranges of sequence numbers, [left, right) (RFC 9293 3.4). The ends of one range lie
// within half a turn of each other; two ranges may lie anywhere. It knows no buffer and no window:
// those are ranges to it.
#pragma once

#include "engine/segment/seq_num.hpp"

namespace engine {

struct SeqRange {
  SeqNum left, right;
  friend constexpr bool operator==(SeqRange, SeqRange) = default;
};

constexpr bool is_empty(SeqRange r) { return !precedes(r.left, r.right); }
constexpr std::uint32_t length(SeqRange r) { return is_empty(r) ? 0 : distance(r.left, r.right); }
constexpr bool contains(SeqRange r, SeqNum n) { return distance(r.left, n) < length(r); }

constexpr void hash_append(Hasher& h, SeqRange r) {
  hash_append(h, r.left);
  hash_append(h, r.right);
}

// What both cover; empty if they do not meet. Two arcs of the circle meet where one of them
// contains the left end of the other, however far apart their other ends are.
constexpr SeqRange overlap(SeqRange a, SeqRange b) {
  if (contains(a, b.left)) {
    const std::uint32_t rest = length(a) - distance(a.left, b.left);
    return {b.left, b.left + (rest < length(b) ? rest : length(b))};
  }
  if (contains(b, a.left)) return overlap(b, a);
  return {a.left, a.left};
}

}  // namespace engine
