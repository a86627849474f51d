// The grains of stepping (ux 4.4), in both directions, over what is recorded. none = nothing there:
// going forward, the caller lets the engine run on and asks again.
#pragma once

#include <optional>

#include "app/scene/position.hpp"
#include "app/scene/run_index.hpp"

namespace scene {

enum class Grain : std::uint8_t {
  segment,   // a step in which a packet departs or arrives
  event,     // one fact: also each check inside an arrival
  bookmark,  // an intervention or a change of state
};

std::optional<Position> next_moment(const engine::Timeline& timeline, const RunIndex& index,
                                    const Position& from, Grain grain,
                                    std::optional<engine::HostId> states_of = {});
std::optional<Position> previous_moment(const engine::Timeline& timeline, const RunIndex& index,
                                        const Position& from, Grain grain,
                                        std::optional<engine::HostId> states_of = {});

// After everything up to and including this instant; after step `steps`; just after a fact.
Position position_at(const engine::Timeline& timeline, engine::Instant at);
Position position_after(const engine::Timeline& timeline, engine::StepIndex steps);
Position position_of_fact(const engine::Timeline& timeline, engine::StepIndex step,
                          std::uint32_t fact);

}  // namespace scene
