// RACK (RFC 8985 6): a segment is lost when one that left later has arrived and the time for
// reordering is over. It judges by time where RFC 6675 counts segments, so it also sees the loss of
// a retransmission. Sending again is resend's; the tail loss probe has a file of its own.
//
// Example: A and B leave together, B is reported after 100 ms. A is lost 25 ms later (a quarter of
// the least round trip) unless it is acknowledged by then; with three segments reported beyond it,
// and no reordering ever seen, at once.
// Simplified: the least round trip is that of the whole connection; a retransmission timeout
// declares everything lost.
#pragma once

#include <optional>

#include "engine/segment/segment.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

constexpr bool rack_in_use(const Tcb& tcb) { return tcb.config.rack_tlp && tcb.sack_permitted; }

// These numbers have just left (again).
void rack_note_departure(Tcb& tcb, SeqRange range, bool again, Instant now);

// After SND.UNA and the scoreboard have moved: what was delivered, and what is lost by that.
// `twice`: the segment reported a duplicate.
void rack_hear_ack(Tcb& tcb, const Segment& seg, bool twice, Instant now, Effects& fx);
// A recovery is over: patience with reordering wears off (6.2 step 4).
void rack_recovery_is_over(Tcb& tcb);
// A timeout: what was reported may have been thrown away, and the probe is no longer waited for.
void rack_forget_reports(Tcb& tcb);
// The time for reordering is over.
void rack_timer_fires(Tcb& tcb, Instant now, Effects& fx);

// What is thought to be under way, and the first segment that is lost and not sent again yet.
std::uint32_t rack_pipe(const Tcb& tcb);
std::optional<SeqRange> rack_first_lost(const Tcb& tcb);

}  // namespace engine
