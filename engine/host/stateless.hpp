// A listener that does not remember: it answers a SYN with a cookie, and makes the connection when
// the cookie comes back (RFC 4987 3.6; requirements F.2, F.5).
#pragma once

#include "engine/host/turn.hpp"

namespace engine {

// Sends a SYN-ACK and forgets the request.
void answer_with_cookie(Host& host, ConnId listener, const SegmentArrives& event, ByteArena& bytes,
                        HostTurn& turn);

// A segment without a record reaches a listener. None = it returns no cookie: the listener itself
// has to judge it. Otherwise the TCB of the request that the cookie stands for, in SYN-RECEIVED,
// ready for this very segment.
std::optional<Tcb> request_of_cookie(const Host& host, ConnId listener, const SegmentArrives& event,
                                     HostTurn& turn);

}  // namespace engine
