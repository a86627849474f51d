#include "engine/stream/sack_scoreboard.hpp"

#include <algorithm>

namespace engine {

std::uint32_t SackScoreboard::add(SeqRange block) {
  if (is_empty(block)) return 0;
  const auto ends_before = [](SeqRange b, SeqNum n) { return precedes(b.right, n); };
  const auto first = std::lower_bound(blocks_.begin(), blocks_.end(), block.left, ends_before);
  auto last = first;
  std::uint32_t known = 0;
  for (; last != blocks_.end() && precedes_or_equals(last->left, block.right); ++last) {
    known += length(*last);
    block = {earlier(block.left, last->left), later(block.right, last->right)};
  }
  const std::uint32_t news = length(block) - known;
  octets_ += news;
  if (first == last) {
    blocks_.insert(first, block);
  } else {
    *first = block;
    blocks_.erase(first + 1, last);
  }
  return news;
}

void SackScoreboard::acknowledge(SeqNum una) {
  auto gone = blocks_.begin();
  for (; gone != blocks_.end() && precedes_or_equals(gone->left, una); ++gone)
    octets_ -= length(*gone);
  blocks_.erase(blocks_.begin(), gone);
}

std::uint32_t SackScoreboard::octets_below(SeqNum n) const {
  std::uint32_t sum = 0;
  for (const SeqRange block : blocks_) {
    if (precedes_or_equals(n, block.left)) break;
    sum += length({block.left, earlier(block.right, n)});
  }
  return sum;
}

SeqNum SackScoreboard::next_missing(SeqNum n) const {
  for (const SeqRange block : blocks_)
    if (contains(block, n)) return block.right;
  return n;
}

SeqNum SackScoreboard::next_known(SeqNum n, SeqNum end) const {
  for (const SeqRange block : blocks_)
    if (precedes(n, block.left)) return earlier(block.left, end);
  return end;
}

void hash_append(Hasher& h, const SackScoreboard& board) { hash_append(h, board.blocks_); }

}  // namespace engine
