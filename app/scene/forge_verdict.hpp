// What the receiver would say to a forged segment that reached it now (ux 8): one line, and its
// checks one by one, read off a run on a copy of the world. The same words as the inspector's Why.
#pragma once

#include "app/scene/why.hpp"
#include "engine/timeline/forecast.hpp"

namespace scene {

struct ForgeVerdict {
  Phrase words{};       // "forge.verdict.<kind>", with the states before and after
  std::string place{};  // of the check that decided: "RFC 9293 3.10.7.4"
  Why why{};
};

ForgeVerdict forge_verdict(const engine::World& world, const engine::ByteArena& bytes,
                           const engine::Forge& forge, engine::Instant at);

// The line for a packet that did arrive: what the forecast is compared with.
ForgeVerdict verdict_on(const engine::Timeline& timeline, const RunIndex& index,
                        engine::PacketId packet);

}  // namespace scene
