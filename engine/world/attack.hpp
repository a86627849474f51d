// Attackers at work: beginning and ending a plan, the next act of one, and what they learn from
// what passes and from what reaches their own host.
#pragma once

#include "engine/world/world.hpp"

namespace engine {

// `instead`: and ends what it does already. False = no attacker stands there, or the plan makes no
// sense: nothing has changed.
[[nodiscard]] bool begin_attack(World& world, HostId at, const AttackPlan& plan, bool instead,
                                ByteArena& bytes, StepRecord& record);
// Ends every plan of an attacker. False = it has none.
[[nodiscard]] bool cease_fire(World& world, HostId at, StepRecord& record);

// The hour of a plan has come. Precondition: it is current.
void act_by_plan(World& world, HostId at, std::uint32_t assault, ByteArena& bytes,
                 StepRecord& record);

// Lets those on the path see what has departed in this step.
void watch(World& world, ByteArena& bytes, StepRecord& record);
// A packet has reached a host; if an attacker stands there, it hears the answer.
void hear_arrival(World& world, HostId at, ByteRef packet, ByteArena& bytes, StepRecord& record);

Attacker* attacker_at(World& world, HostId at);
const Assault* find_assault(const World& world, HostId at, std::uint32_t id);

}  // namespace engine
