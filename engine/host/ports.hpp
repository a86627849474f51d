// Ephemeral ports: which one an active open takes when the caller names none (RFC 6335 section 6,
// dynamic range). Simplified: counted upwards; a real stack draws them at random (RFC 6056), which
// would hide the port from the board of a lesson.
#pragma once

#include <optional>

#include "engine/host/host.hpp"

namespace engine {

// The first port from host.next_port on that makes an unused pair with this remote socket and has
// no listener. None = all are taken.
std::optional<std::uint16_t> choose_port(const Host& host, Socket remote);

}  // namespace engine
