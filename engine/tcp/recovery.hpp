// Loss, as the sender hears of it: when recovery begins, goes on and ends (RFC 5681 3.2, RFC 6582,
// RFC 6675 5; after a timeout RFC 5681 3.1). It moves cwnd and marks what is due; sending is
// resend.
//
// Without SACK the duplicate acknowledgments inflate cwnd (NewReno); with SACK cwnd stays and the
// pipe is estimated instead.
#pragma once

#include "engine/segment/segment.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// Takes the SACK option into the scoreboard, before SND.UNA moves.
struct SackNews {
  std::uint32_t octets{};  // reported for the first time
  bool twice{};            // a duplicate is reported (RFC 2883)
};
SackNews hear_sack(Tcb& tcb, const Segment& seg, Effects& fx);

// What an acknowledgment of something new means for cwnd. Call it after SND.UNA has moved.
struct NewlyAcknowledged {
  std::uint32_t text;                    // octets
  std::uint32_t flight;                  // in flight before
  bool may_grow = true;                  // the segment does not echo a congestion mark
  std::optional<Duration> round_trip{};  // by the echo of its timestamp
};
void hear_new_ack(Tcb& tcb, NewlyAcknowledged acknowledged, Instant now, Effects& fx);
// RFC 6582 3.2: only the first partial acknowledgment of a recovery restarts the timer.
bool timer_goes_on(const Tcb& tcb);

// A duplicate acknowledgment, or with SACK any that brought news of text beyond a gap.
void hear_duplicate(Tcb& tcb, Effects& fx);

// A loss has been seen: cwnd is reduced, and what is lost will be sent again.
void begin_fast_recovery(Tcb& tcb, Effects& fx);

// The retransmission timer fired.
void collapse(Tcb& tcb, Effects& fx);

}  // namespace engine
