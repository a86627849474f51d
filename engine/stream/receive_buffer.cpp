#include "engine/stream/receive_buffer.hpp"

#include <algorithm>

namespace engine {

SeqRange ReceiveBuffer::block_at(SeqNum number) const {
  SeqRange block{number, number};
  for (const HeldText& piece : held_) {
    const SeqRange part = range(piece);
    if (precedes(number, part.left) && part.left != block.right) break;
    block = block.right == part.left ? SeqRange{block.left, part.right} : part;
  }
  return contains(block, number) ? block : SeqRange{number, number};
}

void ReceiveBuffer::append(ByteRef text) {
  if (text.length == 0) return;
  unread_length_ += text.length;
  if (!unread_.empty() && ByteArena::continues(unread_.back(), text))
    unread_.back().length += text.length;
  else
    unread_.push_back(text);
}

void ReceiveBuffer::hold(SeqNum seq, ByteRef text) {
  auto piece = held_.begin();
  while (text.length > 0) {
    const auto ends_later = [seq](const HeldText& h) { return precedes(seq, range(h).right); };
    piece = std::find_if(piece, held_.end(), ends_later);
    std::uint32_t count = text.length;
    if (piece == held_.end()) {
      piece = held_.insert(piece, {seq, text});
    } else if (precedes(seq, piece->seq)) {
      count = std::min(count, distance(seq, piece->seq));
      piece = held_.insert(piece, {seq, text.part(0, count)});
    } else {
      count = std::min(count, distance(seq, range(*piece).right));
    }
    seq += count;
    text = text.part(count, text.length - count);
  }
}

std::uint32_t ReceiveBuffer::advance(SeqNum next) {
  std::uint32_t moved = 0;
  auto piece = held_.begin();
  for (; piece != held_.end() && precedes_or_equals(piece->seq, next + moved); ++piece) {
    const std::uint32_t fresh = length({next + moved, range(*piece).right});
    append(piece->text.part(piece->text.length - fresh, fresh));
    moved += fresh;
  }
  held_.erase(held_.begin(), piece);
  return moved;
}

void ReceiveBuffer::remember_fin(SeqNum number) {
  if (fin_) return;
  fin_ = number;
  const auto beyond = [number](const HeldText& h) { return precedes_or_equals(number, h.seq); };
  std::erase_if(held_, beyond);
  if (held_.empty() || !precedes(number, range(held_.back()).right)) return;
  held_.back().text = held_.back().text.part(0, distance(held_.back().seq, number));
}

void ReceiveBuffer::read(std::uint32_t max, std::vector<ByteRef>& out) {
  auto part = unread_.begin();
  while (max > 0 && part != unread_.end()) {
    const std::uint32_t count = std::min(max, part->length);
    out.push_back(part->part(0, count));
    *part = part->part(count, part->length - count);
    max -= count;
    unread_length_ -= count;
    if (part->length == 0) ++part;
  }
  unread_.erase(unread_.begin(), part);
}

void hash_append(Hasher& h, const ReceiveBuffer& b) {
  hash_append(h, b.unread_);
  h.add(b.held_.size());
  for (const HeldText& piece : b.held_) {
    hash_append(h, piece.seq);
    hash_append(h, piece.text);
  }
  hash_append(h, b.fin_);
}

}  // namespace engine
