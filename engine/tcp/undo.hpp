// A reduction that turns out to have been a mistake is taken back, as Linux does it: if the peer
// says of every octet that was sent again that it came twice (D-SACK, RFC 2883), nothing had been
// lost.
#pragma once

#include "engine/segment/segment.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// To be called before cwnd is reduced; and when text leaves again in recovery.
void remember_for_undo(Tcb& tcb);
void count_sent_again(Tcb& tcb, std::uint32_t octets);

// The peer reports a duplicate.
void hear_needless_copy(Tcb& tcb, const SackBlock& twice, Effects& fx);

}  // namespace engine
