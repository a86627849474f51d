// Random experiments: worlds with bad wires and busy programs, and people who do anything to them.
// Everything follows from a seed, so that a failure can be played again.
#pragma once

#include "engine/timeline/timeline.hpp"
#include "tests/support/world_builder.hpp"

namespace engine::test {

World random_world(std::uint64_t seed);

// Anything that can be done to this world, often sensible, sometimes refused.
Command random_command(Random& dice, const Timeline& timeline);

// An instant at which a person may act at the edge.
Instant random_moment(Random& dice, const World& edge);

// One more step at the edge: an event, or a command of somebody.
void random_step(Random& dice, Timeline& timeline);

Timeline random_history(std::uint64_t seed, KeyframeBudget budget, StepIndex steps);

}  // namespace engine::test
