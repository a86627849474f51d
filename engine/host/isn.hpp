// Initial sequence numbers (RFC 6528, RFC 9293 3.4.1): a clock that ticks every 4 microseconds plus
// a keyed hash of the socket pair. Or a number that a lesson gives, so that arithmetic on the
// board stays small.
#pragma once

#include "engine/host/turn.hpp"

namespace engine {

SeqNum initial_sequence_number(const IsnPolicy& policy, const SocketPair& sockets, Instant now);

// For a pair that a record in TIME-WAIT may still occupy: beyond everything that one ever sent
// (MAY-2), so that no old number can be mistaken for a new one.
SeqNum initial_sequence_number_after(const Host& host, const SocketPair& sockets, SeqNum last_sent,
                                     Instant now);

}  // namespace engine
