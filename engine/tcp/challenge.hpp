// Acknowledgments that answer a segment we do not believe (RFC 5961; requirements B.8, rulings H2,
// H5). They are throttled: two ends that disagree must not acknowledge each other for ever.
#pragma once

#include "engine/tcp/effects.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// A challenge ACK, from this connection's budget.
void challenge(Tcb& tcb, Rule why, SeqNum seq, Instant now, Effects& fx);

// At most one per interval, shared by the answers that rulings H2 and H5 bound.
bool may_answer_invalid(Tcb& tcb, Instant now);

}  // namespace engine
