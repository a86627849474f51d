// What programs and SendBulk write: letters in an order that repeats only after a long time, so
// that a gap or a shift in delivered bytes shows. It lies in the arena once per host; a piece of it
// is a reference, so that sending a megabyte copies nothing.
#pragma once

#include "engine/host/host.hpp"

namespace engine {

// The octet at a position of the endless pattern.
constexpr std::uint8_t pattern_octet(std::uint64_t position) {
  return static_cast<std::uint8_t>('a' + (position + position / 26) % 26);
}

// A piece from `position` on, at most `wanted` bytes and at least one if wanted is not 0.
ByteRef pattern_part(Host& host, std::uint64_t position, std::uint32_t wanted, ByteArena& bytes,
                     std::uint64_t& cursor);

}  // namespace engine
