#include "engine/host/flood.hpp"

#include <algorithm>

#include "engine/tcp/advance.hpp"

namespace engine {

Duration half_open_lifetime(const TcpConfig& config) {
  constexpr Socket here{ipv4(192, 0, 2, 1), 80}, there{ipv4(203, 0, 113, 1), 1'024};
  Tcb tcb;
  Effects fx;
  tcb.config = config;
  advance(tcb, PassiveOpen{.local = here, .remote = {}}, world_start, fx);
  SegmentArrives syn;
  syn.sockets = {.local = here, .remote = there};
  syn.segment.source_port = there.port;
  syn.segment.dest_port = here.port;
  syn.segment.flags.syn = true;
  advance(tcb, syn, world_start, fx);
  Instant now = world_start;
  while (tcb.state == State::syn_received) {
    const auto due = earliest(tcb.timers);
    if (!due) break;
    now = due->at;
    advance(tcb, TimerFires{due->timer}, now, fx);
  }
  return now - world_start;
}

Duration interval_that_keeps_full(std::uint32_t slots, const TcpConfig& config) {
  return half_open_lifetime(config) / std::max(slots, 1u);
}

Duration interval_that_outruns_recycling(std::uint32_t slots, Duration round_trip) {
  return round_trip / std::max(slots, 1u);
}

}  // namespace engine
