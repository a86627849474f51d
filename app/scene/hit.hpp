// What is under the pointer. The smallest distance wins; ties go to what was drawn last (on top).
#pragma once

#include <optional>

#include "app/scene/flight.hpp"
#include "app/scene/ladder.hpp"
#include "app/scene/overview.hpp"

namespace scene {

inline constexpr float arrow_reach = 9;  // px to either side of an arrow or its label

std::optional<engine::PacketId> packet_at(const WirePicture& wire, Vec2 pointer);
std::optional<engine::PacketId> arrow_at(const Ladder& ladder, Vec2 pointer);
const Stack* stack_at(const Ladder& ladder, Vec2 pointer);
const EventMark* mark_at(const Ladder& ladder, Vec2 pointer);
const OverviewMark* mark_at(const Overview& overview, Vec2 pointer);

}  // namespace scene
