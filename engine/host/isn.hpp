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

// Where our timestamp clock begins for a pair (RFC 7323 5.4), so that nobody reads from one
// connection how long the host has been up, or what another one will say.
std::uint32_t timestamp_offset(const IsnPolicy& policy, const SocketPair& sockets);
// Gives a record that begins its clock, if its configuration wants one of its own.
void set_clock(const Host& host, Tcb& tcb, const SocketPair& sockets);

}  // namespace engine
