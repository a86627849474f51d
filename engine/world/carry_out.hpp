// Commands: what each does to the world. A person's and a schedule's go the same way.
#pragma once

#include "engine/world/world.hpp"

namespace engine {

// False = it cannot be carried out, and nothing has changed.
[[nodiscard]] bool carry_out(World& world, const Command& command, ByteArena& bytes,
                             StepRecord& record);

}  // namespace engine
