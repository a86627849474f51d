#include "engine/segment/source_route.hpp"

#include <algorithm>

#include "engine/base/bytes.hpp"
#include "engine/base/invariant.hpp"
#include "engine/segment/checksum.hpp"

namespace engine {
namespace {

constexpr std::uint8_t end_of_list = 0, no_operation = 1, loose = 131, strict = 137;
constexpr std::size_t fixed_header = 20, before_addresses = 3;
constexpr std::size_t total_length_at = 2, checksum_at = 10, destination_at = 16;

// Kind, length, pointer and addresses of a route that has been followed to its end.
std::optional<SourceRoute> read_reversed(std::span<const std::uint8_t> option) {
  const std::size_t addresses = (option.size() - before_addresses) / 4;
  const bool whole = option.size() == before_addresses + 4 * addresses;
  const bool complete = option[2] > option.size();
  if (!whole || !complete || addresses == 0 || addresses > SourceRoute::most_hops)
    return std::nullopt;
  SourceRoute route{.count = static_cast<std::uint8_t>(addresses), .strict = option[0] == strict};
  for (std::size_t i = 0; i < addresses; ++i)
    route.hops[addresses - 1 - i] = {u32_at(option, before_addresses + 4 * i)};
  return route;
}

}  // namespace

std::size_t option_size(const SourceRoute& route) {
  return route.count == 0 ? 0 : 1 + before_addresses + std::size_t{4} * route.count;
}

std::optional<SourceRoute> return_route(std::span<const std::uint8_t> packet) {
  if (packet.size() < fixed_header) return std::nullopt;
  const std::size_t header = std::size_t{4} * (packet[0] & 0xF);
  if (header <= fixed_header || header > packet.size()) return std::nullopt;
  auto options = packet.subspan(fixed_header, header - fixed_header);
  while (!options.empty() && options[0] != end_of_list) {
    if (options[0] == no_operation) {
      options = options.subspan(1);
      continue;
    }
    const std::size_t length = options.size() < 2 ? 0 : options[1];
    if (length < before_addresses || length > options.size()) return std::nullopt;
    if (options[0] == loose || options[0] == strict) return read_reversed(options.first(length));
    options = options.subspan(length);
  }
  return std::nullopt;
}

void take_route(const SourceRoute& route, std::span<std::uint8_t> room) {
  const std::size_t extra = option_size(route);
  INVARIANT(extra > 0 && room.size() >= extra + fixed_header);
  std::ranges::copy(room.subspan(extra, fixed_header), room.begin());
  const std::uint32_t destination = u32_at(room, destination_at);
  room[0] = static_cast<std::uint8_t>(0x40 | (fixed_header + extra) / 4);
  ByteWriter(room.subspan(total_length_at)).u16(static_cast<std::uint16_t>(room.size()));
  ByteWriter(room.subspan(destination_at)).u32(route.hops[0].raw);
  ByteWriter option(room.subspan(fixed_header, extra));
  option.u8(no_operation);
  option.u8(route.strict ? strict : loose);
  option.u8(static_cast<std::uint8_t>(extra - 1));
  option.u8(before_addresses + 1);  // the pointer counts from one: the first address is next
  for (std::size_t i = 1; i < route.count; ++i) option.u32(route.hops[i].raw);
  option.u32(destination);
  ByteWriter(room.subspan(checksum_at)).u16(0);
  const std::uint16_t sum = ones_complement_sum(room.first(fixed_header + extra));
  ByteWriter(room.subspan(checksum_at)).u16(static_cast<std::uint16_t>(~sum));
}

void hash_append(Hasher& h, const SourceRoute& route) {
  for (const Ipv4Address hop : route.hops) hash_append(h, hop);
  h.add(route.count);
  h.add(route.strict);
}

}  // namespace engine
