#include "engine/stream/send_buffer.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"

namespace engine {

void SendBuffer::append(ByteRef bytes) {
  if (bytes.length == 0) return;
  length_ += bytes.length;
  if (!parts_.empty() && ByteArena::continues(parts_.back(), bytes))
    parts_.back().length += bytes.length;
  else
    parts_.push_back(bytes);
}

void SendBuffer::drop_front(std::uint32_t count) {
  INVARIANT(count <= length_);
  length_ -= count;
  std::erase_if(record_ends_, [count](std::uint32_t end) { return end <= count; });
  for (std::uint32_t& end : record_ends_) end -= count;
  auto part = parts_.begin();
  while (count > 0 && part->length <= count) {
    count -= part->length;
    ++part;
  }
  if (count > 0) *part = part->part(count, part->length - count);
  parts_.erase(parts_.begin(), part);
}

void SendBuffer::slice(std::uint32_t offset, std::uint32_t count,
                       std::vector<ByteRef>& parts) const {
  INVARIANT(offset <= length_ && count <= length_ - offset);
  for (const ByteRef& part : parts_) {
    if (count == 0) return;
    if (offset >= part.length) {
      offset -= part.length;
      continue;
    }
    const std::uint32_t taken = std::min(count, part.length - offset);
    parts.push_back(part.part(offset, taken));
    count -= taken;
    offset = 0;
  }
}

void SendBuffer::end_record() {
  const bool new_end = record_ends_.empty() || record_ends_.back() != length_;
  if (length_ > 0 && new_end) record_ends_.push_back(length_);
}

std::uint32_t SendBuffer::left_of_record(std::uint32_t offset) const {
  const auto end = std::ranges::upper_bound(record_ends_, offset);
  return (end == record_ends_.end() ? length_ : *end) - offset;
}

void hash_append(Hasher& h, const SendBuffer& b) {
  hash_append(h, b.parts_);
  for (const std::uint32_t end : b.record_ends_) h.add(end);
}

}  // namespace engine
