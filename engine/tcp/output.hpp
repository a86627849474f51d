// What leaves: everything that may be sent now, and the single segments that answer something
// (RFC 9293 3.8.6, 3.10.2; sender's silly-window avoidance and Nagle, requirements D.4).
#pragma once

#include "engine/tcp/effects.hpp"
#include "engine/tcp/make_segment.hpp"
#include "engine/tcp/tcb.hpp"
#include "engine/tcp/transition.hpp"

namespace engine {

// Sends all text, and then the FIN, that the windows and Nagle permit; starts the persist timer if
// nothing is in flight and nothing may be sent.
void output(Tcb& tcb, Instant now, Effects& fx);

// A SYN, or in SYN-RECEIVED a SYN-ACK.
void send_syn(Tcb& tcb, Rule why, Instant now, Effects& fx, bool retransmission);
// <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK> without text.
void send_ack(Tcb& tcb, Rule why, Instant now, Effects& fx, Numbers numbers = {});
// A RST that the caller made.
void send_reset(const Tcb& tcb, const Segment& reset, Rule why, Effects& fx, Numbers numbers = {});

// The earliest unacknowledged text or FIN once more (RFC 6298 5.4).
void retransmit_front(Tcb& tcb, Instant now, Effects& fx);
// One segment of new text whatever cwnd says; false if there is none, or no window for it.
bool send_new_text_as_probe(Tcb& tcb, Instant now, Effects& fx);
// What silly-window avoidance held back until its timer fired.
void send_small(Tcb& tcb, Instant now, Effects& fx);
// One octet, or the FIN, beyond what the window permits.
void send_probe(Tcb& tcb, Instant now, Effects& fx);
// An ACK that is deliberately one number too low, so that it must be answered (RFC 9293 3.8.4).
void send_keepalive(Tcb& tcb, Instant now, Effects& fx);

}  // namespace engine
