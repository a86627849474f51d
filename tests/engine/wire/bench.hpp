// A wire between two hosts, with its dice and its clock.
#pragma once

#include <optional>
#include <span>

#include "engine/wire/departure.hpp"

namespace engine::test {

inline constexpr HostId here{0}, there{1};

struct Bench {
  Wire wire;
  ByteArena bytes;
  WireTurn turn{
      .now = world_start, .random = Random(7), .cursor = 0, .next_packet = 1, .facts = {}};

  PacketId put(std::span<const std::uint8_t> packet, HostId from = here,
               std::optional<HostId> to = there) {
    const ByteRef ref = bytes.store(turn.cursor, packet);
    const PacketId id{turn.next_packet};
    depart(wire, {.bytes = ref, .from = from, .to = to, .connection = {}}, bytes, turn);
    return id;
  }
};

}  // namespace engine::test
