// What a receiver says about text beyond a gap in the SACK option (RFC 2018 4, RFC 2883 4). It
// knows no buffer: it is told what arrived and remembers only which block is news and which is
// older.
//
// Example: 200..300 arrived, then 400..500, then 300..350. The blocks are 200..350, 400..500. Now
// 400..500 arrives again: 400..500 (the duplicate), 400..500 (where it lies), 200..350.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/segment/segment.hpp"
#include "engine/stream/seq_ranges.hpp"

namespace engine {

class SackReport {
 public:
  // The whole block that contains what has just arrived; it takes in the older blocks it covers.
  void arrived(SeqRange block);
  // Everything before `next` is acknowledged: it is no news any more.
  void delivered(SeqNum next);
  // What arrived twice; told once, and before anything else (RFC 2883).
  void arrived_again(SeqRange text) { duplicate_ = text; }
  void duplicate_told() { duplicate_.reset(); }
  const std::optional<SeqRange>& duplicate() const { return duplicate_; }

  std::size_t count() const { return recent_.size() + (duplicate_ ? 1 : 0); }
  // At most `room` blocks, in the order in which the option carries them.
  SackBlocks blocks(std::size_t room) const;

  bool operator==(const SackReport&) const = default;
  friend void hash_append(Hasher& h, const SackReport& report);

 private:
  std::vector<SeqRange> recent_;  // newest first; they do not touch each other
  std::optional<SeqRange> duplicate_;
};

void hash_append(Hasher& h, const SackReport& report);

}  // namespace engine
