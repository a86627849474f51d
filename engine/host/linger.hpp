// A close() that waits until everything is acknowledged, but not for ever (requirements C.7). Only
// the application waits: TCP closes as it always does, and goes on when the waiting is over.
#pragma once

#include "engine/host/turn.hpp"

namespace engine {

// The close() has been made; waits if there is still something to wait for.
void begin_linger(Host& host, ConnId id, Duration linger, HostTurn& turn);

// A record has changed its state: the FIN may have been acknowledged, or the connection have died.
void linger_meets_state(Connection& c, HostTurn& turn);

// The time is over.
void end_linger(Connection& c, HostTurn& turn);

}  // namespace engine
