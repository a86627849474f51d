// A run as a capture file (pcapng, draft-ietf-opsawg-pcapng). One interface per host: what left it
// and what reached it, so a lost packet is on its sender's interface alone. Raw IP, virtual time in
// nanoseconds, comments that name interventions and verdicts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/timeline/timeline.hpp"

namespace engine {

std::vector<std::uint8_t> pcapng(const Timeline& timeline, std::string_view title);

}  // namespace engine
