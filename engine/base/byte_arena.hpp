// Append-only store of bytes: packets and application data live here once, and everything else
// refers to them by (offset, length), so that copying a World copies no payload.
//
// Allocation is a function of a cursor that the World carries. Replaying a World from a keyframe
// therefore writes the same bytes to the same place again, and needs no new memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/hash.hpp"
#include "engine/base/invariant.hpp"

namespace engine {

// A run of bytes in an arena. It never crosses a chunk, so it is contiguous in memory.
struct ByteRef {
  std::uint64_t offset{};
  std::uint32_t length{};
  friend constexpr auto operator<=>(ByteRef, ByteRef) = default;

  constexpr ByteRef part(std::uint32_t from, std::uint32_t count) const {
    return {offset + from, count};
  }
};

inline void hash_append(Hasher& h, ByteRef ref) {
  h.add(ref.offset);
  h.add(ref.length);
}

class ByteArena {
 public:
  static constexpr std::size_t chunk_size = std::size_t{1} << 18;  // more than any IPv4 packet

  ByteArena() = default;
  ByteArena(ByteArena&&) noexcept = default;
  ByteArena& operator=(ByteArena&&) noexcept = default;

  // A copy that holds everything below the cursor; for a branch that forks there.
  ByteArena prefix(std::uint64_t cursor) const;

  // Reserves `length` (at most chunk_size) bytes at the cursor and moves it past them.
  ByteRef reserve(std::uint64_t& cursor, std::size_t length);
  // Reserves and copies in one go.
  ByteRef store(std::uint64_t& cursor, std::span<const std::uint8_t> bytes);

  std::span<const std::uint8_t> read(ByteRef ref) const { return octets(ref); }
  std::span<std::uint8_t> write(ByteRef ref) { return octets(ref); }

  // Whether the second run begins where the first ends, in the same chunk: then one reference can
  // stand for both.
  static constexpr bool continues(ByteRef first, ByteRef second) {
    return first.offset + first.length == second.offset && second.offset % chunk_size != 0;
  }

  // Bytes of memory held.
  std::size_t capacity() const { return chunks_.size() * chunk_size; }

 private:
  struct Release {
    bool large_pages{};
    void operator()(std::uint8_t* memory) const;
  };
  using Block = std::unique_ptr<std::uint8_t[], Release>;

  void grow();
  std::span<std::uint8_t> octets(ByteRef ref) const {
    if (ref.length == 0) return {};
    INVARIANT(ref.offset + ref.length <= capacity());
    INVARIANT(ref.offset % chunk_size + ref.length <= chunk_size);
    return {chunks_[ref.offset / chunk_size] + ref.offset % chunk_size, ref.length};
  }

  std::vector<std::uint8_t*> chunks_;  // where each is, in a block
  std::vector<Block> blocks_;          // of one chunk at first, later of several
};

}  // namespace engine
