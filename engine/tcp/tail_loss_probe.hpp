// Tail loss probe (RFC 8985 7): when the last segments of a flight are lost, no later one can bring
// a report. So after two round trips of silence one segment is sent, new or again, whose answer
// tells what is missing, long before the retransmission timer.
#pragma once

#include "engine/segment/segment.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// Something new has left or was acknowledged: the probe's timer takes the slot of the
// retransmission timer, if it would expire before.
void schedule_probe(Tcb& tcb, Instant now);
void probe_timer_fires(Tcb& tcb, Instant now, Effects& fx);
// Did the acknowledgment answer the probe, and did the probe repair a loss (7.4)?
struct AckNews {
  bool twice;    // it reports a duplicate
  bool repeats;  // it says nothing but the same number again, outstanding or not
};
void hear_answer_to_tail_probe(Tcb& tcb, const Segment& seg, AckNews news, Effects& fx);

}  // namespace engine
