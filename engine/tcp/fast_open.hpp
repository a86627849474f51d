// TCP Fast Open (RFC 7413; requirements F.6): text that rides on the SYN. A cookie proves that the
// client's address is its own, so the server may deliver the text, and answer it, before the
// handshake is done. Who makes cookies, checks and keeps them is the host (engine/host/fast_open).
//
// Simplified: the client keeps no list of servers or paths where it failed.
#pragma once

#include "engine/tcp/effects.hpp"
#include "engine/tcp/event.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// Client: how much of the queued text the SYN with this cookie takes along.
std::uint32_t text_on_syn(const Tcb& tcb);
// Client: the SYN-ACK has arrived and SND.UNA stands where it says. Text of the SYN that was not
// taken is sent again like any other.
void hear_fate_of_syn_text(Tcb& tcb, Effects& fx);

// Server: an opening SYN with the option, and what the host found out about its cookie. The text is
// delivered at once or not taken; it does not wait as that of an ordinary SYN does.
void take_fast_open(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx);

// Server: nobody has proved yet that he is there, so a RST or another SYN ends it (B.6).
constexpr bool is_mere_request(const Tcb& tcb) {
  return tcb.state == State::syn_received && tcb.origin == Origin::passive && !tcb.fast_open.early;
}

// The application may read and write: the handshake is done, or need not be.
constexpr bool is_usable(const Tcb& tcb) {
  return is_synchronized(tcb.state) || (tcb.state == State::syn_received && tcb.fast_open.early);
}

}  // namespace engine
