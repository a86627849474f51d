// SEGMENT ARRIVES, by state (RFC 9293 3.10.7). What all of it shares: the outcome of one check.
#pragma once

#include "engine/tcp/effects.hpp"
#include "engine/tcp/event.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

enum class Verdict : std::uint8_t { go_on, stop };

void arrives_in_closed(const Tcb& tcb, const Segment& seg, Effects& fx);  // 3.10.7.1
void arrives_in_listen(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx);     // .2
void arrives_in_syn_sent(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx);   // .3
void arrives_synchronized(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx);  // .4

// What is left of a SYN-ACK once its SYN is taken: text, FIN and urgent pointer begin one later.
Segment without_syn(const Segment& syn_ack);

// MUST-7 suggests a RST for options that cannot be read; without the switch what came before them
// stands.
constexpr bool options_are_unbearable(const Tcb& tcb, const SegmentArrives& event) {
  return event.options_damaged && tcb.config.strict_options;
}
void reset_for_options(Tcb& tcb, const Segment& seg, Instant now, Effects& fx);

// A SYN without ACK opens this TCB passively: LISTEN, or TIME-WAIT that is reopened.
void take_opening_syn(Tcb& tcb, const SegmentArrives& event, Rule why, Instant now, Effects& fx);

}  // namespace engine
