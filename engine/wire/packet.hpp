// A packet on the wire: where its bytes are and what became of it so far. The bytes are real.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/byte_arena.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace engine {

enum class Provenance : std::uint8_t { stack, forged, edited, duplicate };

struct Packet {
  PacketId id{};
  ByteRef bytes{};
  HostId from;                 // who put it on the wire (not what its header claims)
  std::optional<HostId> to{};  // none = no such host: it will be lost at the far end
  Instant sent_at{};
  Instant arrives_at = never;  // never = held
  Provenance provenance = Provenance::stack;
  PacketId copy_of;       // duplicates and edits: of which packet (0 = none)
  bool retransmission{};  // the sender had sent these numbers before
  std::optional<Instant> held_since{};
  std::optional<Duration> remaining{};  // flight time still to go when held
  bool swaps{};                         // held until the next of its direction has departed
  bool operator==(const Packet&) const = default;
};

void hash_append(Hasher& h, const Packet& packet);

// From whom to whom; nobody = to an address that no host has.
struct WireDirection {
  HostId from{};
  std::optional<HostId> to{};
  bool operator==(const WireDirection&) const = default;
};
constexpr WireDirection direction_of(const Packet& packet) { return {packet.from, packet.to}; }

}  // namespace engine
