#include "engine/base/byte_arena.hpp"

#include <algorithm>
#include <cstring>

#include "engine/base/invariant.hpp"

namespace engine {

ByteArena ByteArena::prefix(std::uint64_t cursor) const {
  ByteArena copy;
  const std::size_t used = static_cast<std::size_t>((cursor + chunk_size - 1) / chunk_size);
  for (std::size_t i = 0; i < std::min(used, chunks_.size()); ++i) {
    copy.chunks_.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(chunk_size));
    const std::uint64_t start = std::uint64_t{i} * chunk_size;
    const std::size_t filled =
        static_cast<std::size_t>(std::min<std::uint64_t>(chunk_size, cursor - start));
    std::memcpy(copy.chunks_[i].get(), chunks_[i].get(), filled);
  }
  return copy;
}

ByteRef ByteArena::reserve(std::uint64_t& cursor, std::size_t length) {
  INVARIANT(length <= chunk_size);
  if (cursor % chunk_size + length > chunk_size) cursor = (cursor / chunk_size + 1) * chunk_size;
  const ByteRef ref{cursor, static_cast<std::uint32_t>(length)};
  cursor += length;
  while (chunks_.size() * chunk_size < cursor)
    chunks_.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(chunk_size));
  return ref;
}

ByteRef ByteArena::store(std::uint64_t& cursor, std::span<const std::uint8_t> bytes) {
  const ByteRef ref = reserve(cursor, bytes.size());
  std::ranges::copy(bytes, write(ref).begin());
  return ref;
}

std::span<const std::uint8_t> ByteArena::read(ByteRef ref) const {
  if (ref.length == 0) return {};
  INVARIANT(ref.offset + ref.length <= capacity());
  INVARIANT(ref.offset % chunk_size + ref.length <= chunk_size);
  return {chunks_[ref.offset / chunk_size].get() + ref.offset % chunk_size, ref.length};
}

std::span<std::uint8_t> ByteArena::write(ByteRef ref) {
  if (ref.length == 0) return {};
  INVARIANT(ref.offset + ref.length <= capacity());
  INVARIANT(ref.offset % chunk_size + ref.length <= chunk_size);
  return {chunks_[ref.offset / chunk_size].get() + ref.offset % chunk_size, ref.length};
}

}  // namespace engine
