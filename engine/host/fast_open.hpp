// Cookies of TCP Fast Open (RFC 7413 4.1): made and checked by a server, kept by a client. What a
// good one is worth is TCP's business (engine/tcp/fast_open).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/host/host.hpp"
#include "engine/host/turn.hpp"

namespace engine {

// Proves that whoever shows it has received something at this address.
FastOpenCookie make_fast_open_cookie(const IsnPolicy& secret, Ipv4Address client);

// Server: what a SYN's option is worth at this listener; notes what is wrong with it.
void judge_fast_open(const Host& host, ConnId listener, SegmentArrives& opening, HostTurn& turn);

// Client: what the SYN to this server carries (length 0 asks for a cookie), and the segment size it
// announced when it gave the cookie.
FastOpenPass pass_for(const Host& host, Ipv4Address server);
// Client: the SYN-ACK has brought one.
void keep_pass(Host& host, ConnId connection, const SegmentArrives& event, HostTurn& turn);

// A connection that began early is about to be reset by its client: it goes on counting for a
// while, or resets would let an attacker begin as many as he likes (RFC 7413 5.1).
void remember_early_reset(Host& host, const Connection& c, const SegmentArrives& event,
                          HostTurn& turn);

}  // namespace engine
