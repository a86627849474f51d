#include "engine/base/byte_arena.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include "engine/base/large_pages.hpp"

namespace engine {

ByteArena ByteArena::prefix(std::uint64_t cursor) const {
  ByteArena copy;
  const std::size_t used = static_cast<std::size_t>((cursor + chunk_size - 1) / chunk_size);
  for (std::size_t i = 0; i < std::min(used, chunks_.size()); ++i) {
    if (copy.chunks_.size() == i) copy.grow();
    const std::uint64_t start = std::uint64_t{i} * chunk_size;
    const std::size_t filled =
        static_cast<std::size_t>(std::min<std::uint64_t>(chunk_size, cursor - start));
    std::memcpy(copy.chunks_[i], chunks_[i], filled);
  }
  return copy;
}

ByteRef ByteArena::reserve(std::uint64_t& cursor, std::size_t length) {
  INVARIANT(length <= chunk_size);
  if (cursor % chunk_size + length > chunk_size) cursor = (cursor / chunk_size + 1) * chunk_size;
  const ByteRef ref{cursor, static_cast<std::uint32_t>(length)};
  cursor += length;
  while (capacity() < cursor) grow();
  return ref;
}

ByteRef ByteArena::store(std::uint64_t& cursor, std::span<const std::uint8_t> bytes) {
  const ByteRef ref = reserve(cursor, bytes.size());
  std::ranges::copy(bytes, write(ref).begin());
  return ref;
}

// A small history takes little; a long one is worth large pages.
void ByteArena::grow() {
  constexpr std::size_t many = 4, chunks_of_block = large_page / chunk_size;
  const bool large = chunks_.size() >= many;
  const std::size_t count = large ? chunks_of_block : 1;
  auto* const memory = static_cast<std::uint8_t*>(large ? take_large_pages(count * chunk_size)
                                                        : ::operator new(count * chunk_size));
  blocks_.push_back(Block(memory, Release{large}));
  for (std::size_t i = 0; i < count; ++i) chunks_.push_back(memory + i * chunk_size);
}

void ByteArena::Release::operator()(std::uint8_t* memory) const {
  if (large_pages)
    give_large_pages(memory);
  else
    ::operator delete(memory);
}

}  // namespace engine
