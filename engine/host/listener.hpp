// Segments that meet a listener, a half-open request or a TIME-WAIT record: everything where a new
// connection may come about and a queue may be full (requirements F.2, F.3, B.10).
//
// TCP itself knows no queue. The host lets it judge the segment on a copy, looks at the state that
// the copy arrived at, and only then decides whether there is room: a full queue is a segment that
// never was (silence), as Linux does it.
#pragma once

#include "engine/host/turn.hpp"

namespace engine {

void arrives_at_listener(Host& host, ConnId listener, const SegmentArrives& event, ByteArena& bytes,
                         HostTurn& turn);
void arrives_in_time_wait(Host& host, ConnId id, const SegmentArrives& event, ByteArena& bytes,
                          HostTurn& turn);
void arrives_at_connection(Host& host, ConnId id, const SegmentArrives& event, ByteArena& bytes,
                           HostTurn& turn);

// The application takes a finished connection out of the accept queue.
void hand_over(Host& host, ConnId child, HostTurn& turn);

// How often a SYN-ACK is repeated at most, as full as the queue is now.
std::uint8_t most_syn_acks(const Host& host, const Connection& request);

// The listener a socket pair would meet if no connection matched.
std::optional<ConnId> listener_for(const Host& host, const SocketPair& seen_from_here);

}  // namespace engine
