// What a host would do with bytes if they reached it at this moment: tried on a copy of the world,
// which is played on by that one arrival and thrown away. Nothing else is under way in the copy and
// its wire does nothing of its own, so the only answer is the receiver's.
#pragma once

#include <optional>

#include "engine/timeline/timeline.hpp"

namespace engine {

struct Forecast {
  Timeline run;  // departure, delivery, arrival: the last step is what the receiver did
  PacketId packet;
};

// `at`: not before world.now, not after its next event. None = nobody could send that (no such
// host, no bytes).
std::optional<Forecast> forecast(const World& world, const ByteArena& bytes, const Forge& forge,
                                 Instant at);

}  // namespace engine
