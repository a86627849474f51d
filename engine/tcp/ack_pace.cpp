#include "engine/tcp/ack_pace.hpp"

#include <algorithm>

namespace engine {
namespace {

bool is_fixed(const Tcb& tcb) { return tcb.config.delayed_ack_most == 0s; }

// As many as open the sender's window from its beginning: half of ours, in segments.
void grant_quick_acks(Tcb& tcb) {
  const std::uint32_t segment = std::max<std::uint32_t>(tcb.rcv.mss_seen, 1);
  const std::uint32_t useful = std::max(tcb.rcv.wnd / (2 * segment), 2u);
  const std::uint32_t granted = std::min<std::uint32_t>(tcb.config.quick_acks, useful);
  tcb.pace.quick = static_cast<std::uint8_t>(std::max<std::uint32_t>(tcb.pace.quick, granted));
}

}  // namespace

void hear_pace(Tcb& tcb, bool trouble, Instant now) {
  if (is_fixed(tcb) && tcb.config.quick_acks == 0) return;
  Tcb::Pace& pace = tcb.pace;
  const Duration least = tcb.config.delayed_ack;
  const Duration gap = now - pace.last_text_at;
  const bool begins = pace.delay == 0s;
  pace.last_text_at = now;
  if (begins) pace.delay = least;
  if (trouble) pace.talking = false;
  if (begins || trouble || gap > tcb.rtt.rto) return grant_quick_acks(tcb);
  if (gap <= least / 2)
    pace.delay = pace.delay / 2 + least / 2;
  else if (gap < pace.delay)
    pace.delay = std::min<Duration>(pace.delay / 2 + gap, tcb.rtt.rto);
}

bool acknowledges_quickly(const Tcb& tcb) { return tcb.pace.quick > 0 && !tcb.pace.talking; }

// Never longer than a round trip, for the sender may be waiting.
Duration ack_delay(const Tcb& tcb) {
  const Duration least = tcb.config.delayed_ack;
  if (is_fixed(tcb)) return least;
  Duration most = std::max(least, tcb.config.delayed_ack_most);
  if (tcb.rtt.measured) most = std::min(most, std::max(tcb.rtt.srtt, least));
  return std::clamp(tcb.pace.delay, least, most);
}

void pace_was_used(Tcb& tcb, bool with_text, Instant now) {
  Tcb::Pace& pace = tcb.pace;
  if (pace.delay == 0s) return;
  if (with_text && now - pace.last_text_at < pace.delay) pace.talking = true;
  if (pace.quick > 0 && --pace.quick == 0) pace.delay = tcb.config.delayed_ack;
}

void pace_was_missed(Tcb& tcb) {
  Tcb::Pace& pace = tcb.pace;
  pace.delay =
      pace.talking ? tcb.config.delayed_ack : std::min<Duration>(2 * pace.delay, tcb.rtt.rto);
  pace.talking = false;
}

}  // namespace engine
