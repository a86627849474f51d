// Sequence numbers by name, as they are in a host right now: SND.NXT, RCV.NXT, the initial ones.
// What a forger who can see would read off; scripts and the forge dialog write them.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/host/host.hpp"

namespace engine {

enum class LiveNumber : std::uint8_t { iss, irs, snd_una, snd_nxt, rcv_nxt };

SeqNum live_number(LiveNumber which, const Tcb& tcb);

// The newest connection of a host that is no listener, alive or lately gone; null = none.
const Connection* latest_connection(const Host& host);

}  // namespace engine
