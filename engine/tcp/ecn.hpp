// Explicit congestion notification (RFC 3168 6.1): a queue marks packets instead of dropping them,
// the receiver echoes the mark, the sender slows down as for a loss and says so.
//
// Example: a packet arrives with CE. Every ACK now has ECE. The sender halves cwnd once, and its
// next new segment has CWR; with that the receiver stops echoing. Simplified: a sender whose cwnd
// is one segment goes on sending instead of waiting for its timer, and a RST that answers a SYN
// with ECN is not followed by one without.
#pragma once

#include "engine/tcp/effects.hpp"
#include "engine/tcp/event.hpp"
#include "engine/tcp/make_segment.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// What the peer's SYN, or SYN-ACK, says about it (RFC 3168 6.1.1).
void settle_ecn(Tcb& tcb, Flags flags, Effects& fx);

// ECE and CWR of a segment that is about to leave: the offer of a SYN, the echo of a mark, the news
// that cwnd was reduced.
void add_ecn_flags(const Tcb& tcb, Departure& departure);
// May this packet be marked instead of dropped? Only new text may (RFC 3168 6.1.5).
bool is_ecn_capable(const Tcb& tcb, const Departure& departure);
// The segment has left: CWR is said once.
void note_ecn_told(Tcb& tcb, Flags flags, Effects& fx);

// Receiver: CE on the packet, CWR in the segment (6.1.3).
void hear_congestion_mark(Tcb& tcb, const SegmentArrives& event, Effects& fx);
// Sender: ECE in an acknowledgment (6.1.2). Call it before SND.UNA moves.
void hear_congestion_echo(Tcb& tcb, const Segment& seg, Effects& fx);
// SND.UNA has moved: the window of data for which cwnd was reduced may be over.
void forget_old_congestion(Tcb& tcb);
// cwnd was reduced for another reason: the next new text says so, too.
void reduced_for_loss(Tcb& tcb);

}  // namespace engine
