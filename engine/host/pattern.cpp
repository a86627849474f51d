#include "engine/host/pattern.hpp"

#include <algorithm>
#include <span>

namespace engine {
namespace {

// The pattern repeats after 26 * 26 octets; the block holds whole periods.
constexpr std::uint32_t period = 26 * 26;
constexpr std::uint32_t block = period * 24;
static_assert(pattern_octet(0) == pattern_octet(block));

}  // namespace

ByteRef pattern_part(Host& host, std::uint64_t position, std::uint32_t wanted, ByteArena& bytes,
                     std::uint64_t& cursor) {
  if (host.pattern.length == 0) {
    host.pattern = bytes.reserve(cursor, block);
    const std::span<std::uint8_t> octets = bytes.write(host.pattern);
    for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = pattern_octet(i);
  }
  const auto from = static_cast<std::uint32_t>(position % period);
  return host.pattern.part(from, std::min(wanted, block - from));
}

}  // namespace engine
