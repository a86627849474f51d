// Small identities. Nobody keeps a pointer into a World; everybody keeps one of these.
#pragma once

#include <compare>
#include <cstdint>

namespace engine {

template <class Tag>
struct Id {
  std::uint32_t value{};
  friend constexpr auto operator<=>(Id, Id) = default;
};

using HostId = Id<struct HostTag>;  // position in World::hosts, from 0
using ConnId = Id<struct ConnTag>;  // a TCB (listener or connection), unique in a world
using PacketId =
    Id<struct PacketTag>;  // a packet on the wire, numbered from 1 in order of departure
using ImpairmentId = Id<struct ImpairmentTag>;  // an armed rule of the wire, from 1

// Position in a timeline: the state after this many steps (0 = the start).
using StepIndex = std::uint32_t;

}  // namespace engine
