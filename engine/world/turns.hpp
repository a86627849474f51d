// The world lends what its hosts and its wire need for one step (time, dice, room in the arena,
// numbers) and takes back what came of it. Here a packet that leaves a host becomes a departure.
#pragma once

#include "engine/world/world.hpp"

namespace engine {

HostTurn& lend_to_host(World& world, HostId host, StepRecord& record);
void take_back_from_host(World& world, ByteArena& bytes, StepRecord& record);

WireTurn& lend_to_wire(World& world, StepRecord& record);
void take_back_from_wire(World& world, StepRecord& record);

std::optional<HostId> host_with(const World& world, Ipv4Address address);

}  // namespace engine
