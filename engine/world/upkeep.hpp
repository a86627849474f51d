// Keeping the agenda right after something has happened.
#pragma once

#include "engine/world/world.hpp"

namespace engine {

// When a scheduled entry is due; never = its condition has not come true, or it is done.
Instant due_at(const Scheduled& entry);
// Does this entry make a client of the host keep trying?
bool is_visit(const Scheduled& entry, HostId host);

// Enters what this step has moved and throws away what is outdated at the top.
void keep_agenda(World& world, const StepRecord& record);

}  // namespace engine
