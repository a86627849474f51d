// What happens to packets on the wire, as facts. The world passes them on in its step record.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "engine/rules/note.hpp"
#include "engine/wire/packet.hpp"

namespace engine {

enum class DropReason : std::uint8_t {
  user,
  rule,
  loss,
  queue_full,
  no_such_host,
  too_big,
  link_down,
  host_down,
  box,   // a box on the way stopped it
  early  // congestion, and the sender does not understand marks (RFC 3168 5)
};

// The largest fact decides how much room every fact takes in a history: its members are ordered and
// chosen so that nothing is wasted.
struct PacketSent {
  PacketId packet{};
  HostId from{};
  Maybe<HostId> to{};
  PacketId copy_of{};
  ByteRef bytes{};
  Instant arrives_at{};
  Maybe<ConnId> connection{};
  Provenance provenance{};
  bool retransmission{};
  bool operator==(const PacketSent&) const = default;
};
static_assert(sizeof(PacketSent) <= 48);
struct PacketDropped {
  PacketId packet{};
  DropReason reason{};
  std::optional<ImpairmentId> rule{};
  Maybe<HostId> box{};
  bool operator==(const PacketDropped&) const = default;
};
struct PacketDelayed {
  PacketId packet{};
  Instant arrives_at{};
  std::optional<ImpairmentId> rule{};
  bool operator==(const PacketDelayed&) const = default;
};
struct PacketHeld {
  PacketId packet{};
  std::optional<ImpairmentId> rule{};
  bool operator==(const PacketHeld&) const = default;
};
struct PacketReleased {
  PacketId packet{};
  Instant arrives_at{};
  bool operator==(const PacketReleased&) const = default;
};
struct PacketEdited {
  PacketId packet{};
  ByteRef bytes{};
  std::optional<ImpairmentId> rule{};
  Maybe<HostId> box{};
  bool marked{};  // the link set the congestion mark
  bool operator==(const PacketEdited&) const = default;
};  // new bytes; the id stays. None of these, no command: the link corrupted it
struct RuleChanged {
  ImpairmentId rule{};
  bool armed{};
  std::uint32_t left{};
  bool operator==(const RuleChanged&) const = default;
};

// What a box decided; the world says it as a note of the host that the box stands at.
struct BoxNoted {
  HostId at{};
  Note note{};
};

using WireFact = std::variant<PacketSent, PacketDropped, PacketDelayed, PacketHeld, PacketReleased,
                              PacketEdited, RuleChanged, BoxNoted>;

}  // namespace engine
