#include "engine/stream/sack_report.hpp"

#include <algorithm>

namespace engine {

void SackReport::arrived(SeqRange block) {
  std::erase_if(recent_, [block](SeqRange older) {
    return precedes_or_equals(block.left, older.left) &&
           precedes_or_equals(older.right, block.right);
  });
  recent_.insert(recent_.begin(), block);
}

void SackReport::delivered(SeqNum next) {
  std::erase_if(recent_, [next](SeqRange block) { return precedes_or_equals(block.right, next); });
}

SackBlocks SackReport::blocks(std::size_t room) const {
  SackBlocks told;
  const std::size_t most = std::min(room, told.blocks.size());
  const auto tell = [&told, most](SeqRange block) {
    if (told.count < most) told.blocks[told.count++] = {block.left, block.right};
  };
  if (duplicate_) tell(*duplicate_);
  for (const SeqRange block : recent_) tell(block);
  return told;
}

void hash_append(Hasher& h, const SackReport& report) {
  hash_append(h, report.recent_);
  hash_append(h, report.duplicate_);
}

}  // namespace engine
