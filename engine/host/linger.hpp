// A close() that waits until everything is acknowledged, but not for ever (requirements C.7). Only
// the application waits: TCP closes as it always does, and goes on when the waiting is over.
#pragma once

#include "engine/host/turn.hpp"

namespace engine {

// The close() has been made; waits if there is still something to wait for.
void begin_linger(Host& host, ConnId id, Duration linger, HostTurn& turn);

// A record has changed its state: the FIN may have been acknowledged, or the connection have died.
// Then close() says so, even of a RST in LAST-ACK or CLOSING, of which no signal tells (RFC 9293
// 3.10.7.4): it was to return only when everything had arrived (3.9.1), and nobody knows that now.
void linger_meets_state(const Host& host, Connection& c, HostTurn& turn);

// The time is over.
void end_linger(Connection& c, HostTurn& turn);

}  // namespace engine
