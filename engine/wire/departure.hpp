// A packet leaves a host: armed rules first, then the link decides its fate there and then. What
// happens to it later is a person's doing (touch.hpp). It knows bytes, no TCP state.
#pragma once

#include "engine/base/byte_arena.hpp"
#include "engine/base/random.hpp"
#include "engine/base/variant_list.hpp"
#include "engine/wire/wire.hpp"
#include "engine/wire/wire_facts.hpp"

namespace engine {

// What the wire borrows from the world for one step, and what came of it. The facts are in the
// order in which things happened.
struct WireTurn {
  Instant now{};
  Random random{};
  std::uint64_t cursor{};       // where the arena's next bytes go
  std::uint32_t next_packet{};  // number of the next departure
  VariantList<WireFact> facts{};
};

struct Departing {
  ByteRef bytes{};
  HostId from{};
  std::optional<HostId> to{};  // none = no such host: it travels all the same
  Provenance provenance = Provenance::stack;
  bool retransmission{};
  std::optional<ConnId> connection{};  // of the sender
};

void depart(Wire& wire, const Departing& departing, ByteArena& bytes, WireTurn& turn);

// The link between two hosts; made from the wire's defaults when it is asked for first.
Link& link_between(Wire& wire, HostId from, HostId to);

}  // namespace engine
