// Which socket pair an active open may have: ephemeral ports (RFC 6335 section 6, dynamic range),
// and what a record in TIME-WAIT means to a new connection (requirements B.10, client-side reuse).
// Simplified: ports are counted upwards; a real stack draws them at random (RFC 6056), which would
// hide the port from the board of a lesson.
#pragma once

#include <optional>

#include "engine/host/host.hpp"

namespace engine {

enum class PairUse : std::uint8_t {
  free,
  reusable,  // in TIME-WAIT, but timestamps tell old from new and it has been silent long enough
  waits,     // in TIME-WAIT
  taken,
};
PairUse use_of(const Host& host, const SocketPair& sockets, Instant now);

// The first port from host.next_port on that makes an unused pair with this remote socket and this
// local address and has no listener; where all are taken, the first whose pair is reusable. None =
// all are taken.
std::optional<std::uint16_t> choose_port(const Host& host, const SocketPair& pair, Instant now);

}  // namespace engine
