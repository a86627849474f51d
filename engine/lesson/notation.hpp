// Values written as a script writes them, for messages about a run.
#pragma once

#include <string>

#include "engine/lesson/scenario.hpp"
#include "engine/timeline/timeline.hpp"

namespace engine {

std::string in_script(Duration d);  // "1.05s"
std::string in_script(Instant t);

// The initial sequence number of a host as announced by its first SYN.
std::optional<SeqNum> announced_iss(const Timeline& timeline, HostId host);

// A packet as a line of `expect segments`, with numbers relative to the hosts' ISS where known.
std::string in_script(const Timeline& timeline, const Flight& flight);

}  // namespace engine
