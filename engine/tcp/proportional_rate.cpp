#include "engine/tcp/proportional_rate.hpp"

#include <algorithm>

#include "engine/tcp/next_seg.hpp"
#include "engine/tcp/sequence.hpp"

namespace engine {

void begin_proportional_rate(Tcb& tcb) {
  tcb.recovery.rate = {};
  if (tcb.config.proportional_rate && tcb.sack_permitted && tcb.congestion.controlled())
    tcb.recovery.rate.flight = std::max(unacknowledged(tcb), 1u);
}

void reduce_proportionally(Tcb& tcb, std::uint32_t delivered) {
  ProportionalRate& rate = tcb.recovery.rate;
  rate.delivered += delivered;
  const std::uint32_t in_pipe = pipe(tcb);
  const std::uint32_t target = tcb.congestion.ssthresh;
  std::uint32_t allowed = 0;
  if (in_pipe > target) {
    const std::uint64_t product = std::uint64_t{rate.delivered} * target;
    const std::uint64_t share = (product + rate.flight - 1) / rate.flight;
    if (share > rate.sent) allowed = static_cast<std::uint32_t>(share - rate.sent);
  } else {  // with the slow start that RFC 6937 calls SSRB
    const std::uint32_t owed = rate.delivered - std::min(rate.delivered, rate.sent);
    allowed = std::min(target - in_pipe, std::max(owed, delivered) + text_per_segment(tcb));
  }
  tcb.congestion.cwnd = in_pipe + allowed;
}

void proportional_rate_ends(Tcb& tcb) {
  tcb.congestion.cwnd = tcb.congestion.ssthresh;
  tcb.recovery.rate = {};
}

}  // namespace engine
