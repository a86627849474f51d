// Building segments from a TCB (RFC 9293 3.1, 3.10.7.1; requirements E.1). Nothing here changes
// the TCB or decides whether a segment is to be sent: that is output.
#pragma once

#include "engine/base/time.hpp"
#include "engine/segment/segment.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// What the caller decides about a segment; everything else follows from the TCB.
struct Departure {
  SeqNum seq;
  Flags flags;
  std::uint32_t text{};   // bytes
  bool retransmission{};  // of anything that was sent before
  bool probe{};           // of a closed window: asks, and takes no number
  bool fast_open{};       // a first SYN or SYN-ACK: with the option of RFC 7413, if there is one
};

Segment make_segment(const Tcb& tcb, const Departure& departure, Instant now);
// An abort's RST: <SEQ=SND.NXT><CTL=RST> (RFC 9293 3.10.5). With an acknowledgment if the
// configuration says so: once a connection is established, it is always sent (RFC 9293 3.1).
Segment make_abort(const Tcb& tcb, Instant now);
// The RST that answers a segment (RFC 9293 3.10.7.1): <SEQ=SEG.ACK><CTL=RST>, or, if there is no
// acknowledgment to take the number from, <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>.
Segment make_refusal(const Segment& offending);

// Our clock for the timestamp option: 1 ms per tick (RFC 7323 5.4).
std::uint32_t timestamp_clock(const Tcb& tcb, Instant now);

}  // namespace engine
