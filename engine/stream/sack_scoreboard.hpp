// What the peer has selectively acknowledged above SND.UNA (RFC 2018 5, RFC 6675 3). It is advice:
// the peer may still throw such text away, so nothing here frees the send buffer. It knows ranges
// and octets, neither segments nor timers.
//
// Example: una 100, blocks 200..300 and 400..500. The holes below 500 are 100..200 and 300..400;
// above the first lie two blocks with 200 octets, above the second one block with 100.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/hash.hpp"
#include "engine/stream/seq_ranges.hpp"

namespace engine {

class SackScoreboard {
 public:
  bool empty() const { return blocks_.empty(); }
  std::span<const SeqRange> blocks() const { return blocks_; }  // ascending, not touching
  std::uint32_t octets() const { return octets_; }

  // Returns how many octets were not known before.
  std::uint32_t add(SeqRange block);
  // Everything before `una` is acknowledged. A peer that misses `una` itself has thrown away the
  // block that was said to contain it (it has reneged), so that is forgotten as a whole.
  void acknowledge(SeqNum una);
  void clear() { *this = {}; }

  std::uint32_t octets_below(SeqNum n) const;
  // The first number from `n` on that is not in a block.
  SeqNum next_missing(SeqNum n) const;
  // The first number after `n` that is in a block, or `end` if there is none before it.
  SeqNum next_known(SeqNum n, SeqNum end) const;

  bool operator==(const SackScoreboard&) const = default;
  friend void hash_append(Hasher& h, const SackScoreboard& board);

 private:
  std::vector<SeqRange> blocks_;
  std::uint32_t octets_{};
};

void hash_append(Hasher& h, const SackScoreboard& board);

}  // namespace engine
