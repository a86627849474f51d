#include "engine/control/rtt.hpp"

#include <algorithm>

namespace engine {
namespace {

// G of RFC 6298: the tick of the coarsest clock we measure with, that of the timestamp option.
constexpr Duration granularity = 1ms;

}  // namespace

void RttEstimator::sample(Duration round_trip, const RtoBounds& bounds) {
  if (!measured) {
    srtt = round_trip;
    rttvar = round_trip / 2;
    measured = true;
  } else {
    // RTTVAR first: it needs the SRTT of before this sample.
    const Duration error = srtt > round_trip ? srtt - round_trip : round_trip - srtt;
    const bool falls = bounds.gentle && round_trip < srtt && error > rttvar;
    rttvar += (error - rttvar) / (falls ? 32 : 4);
    srtt += (round_trip - srtt) / 8;
  }
  Duration margin = std::max(granularity, 4 * rttvar);
  if (bounds.least_on_variance) margin = std::max(margin, bounds.least);
  rto = std::clamp(srtt + margin, bounds.least, bounds.most);
}

void RttEstimator::back_off(const RtoBounds& bounds) { rto = std::min(2 * rto, bounds.most); }

void RttEstimator::begin(SeqNum acknowledged_by, Instant now) {
  if (!timed) timed = {acknowledged_by, now};
}

void RttEstimator::repeated(SeqNum acknowledged_by, Instant now, bool stamped) {
  if (!stamped) return cancel();
  // Whatever is acknowledged next will do: were the measurement to wait for newer text behind a
  // gap, the timeout would go on doubling although text arrives.
  const bool nearer = !timed || precedes(acknowledged_by, timed->acknowledged_by);
  timed = {nearer ? acknowledged_by : timed->acknowledged_by, now, true};
}

std::optional<Duration> RttEstimator::finish(SeqNum ack, Instant now) {
  if (!timed || precedes(ack, timed->acknowledged_by)) return std::nullopt;
  const Duration round_trip = now - timed->sent_at;
  timed.reset();
  return round_trip;
}

void hash_append(Hasher& h, const RttEstimator& rtt) {
  hash_append(h, rtt.srtt);
  hash_append(h, rtt.rttvar);
  hash_append(h, rtt.rto);
  hash_append(h, rtt.measured);
  h.add(rtt.timed.has_value());
  if (!rtt.timed) return;
  hash_append(h, rtt.timed->acknowledged_by);
  hash_append(h, rtt.timed->sent_at);
  h.add(rtt.timed->by_echo);
}

}  // namespace engine
