// "Next: SYN ACK arrives at the client, 26.6 ms" (ux 3.5): what the engine will do next, in words.
#pragma once

#include "app/scene/phrase.hpp"
#include "app/scene/run_index.hpp"

namespace scene {

struct NextEvent {
  Phrase words{};         // "next.arrival", "next.timer", "next.call", "next.nothing" ...
  engine::Duration in{};  // from the playhead
  engine::Instant at{};   // never: nothing will happen by itself
  std::optional<engine::PacketId> packet{};
};

// The first segment that is held until somebody releases it.
std::optional<engine::PacketId> waits_to_be_released(const engine::World& world);

// At the edge this asks the world; in the past it reads the next recorded step.
NextEvent next_event(const engine::Timeline& timeline, const RunIndex& index,
                     const Position& playhead, Numbers numbers);

}  // namespace scene
