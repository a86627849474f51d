// The bytes of a segment that no host sent.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/lesson/scenario.hpp"
#include "engine/world/world.hpp"

namespace engine {

// What a term stands for in this world; without a world only what the script itself fixes. None =
// it is not known (no connection, or no world to look at).
std::optional<SeqNum> value_of(const NumberTerm& term, const Scenario& scenario,
                               const World* world);

// None = a number is not known.
std::optional<std::vector<std::uint8_t>> forged_bytes(const Forgery& forged,
                                                      const Scenario& scenario, const World* world);

}  // namespace engine
