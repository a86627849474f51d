#include "engine/control/hystart.hpp"

#include <algorithm>
#include <utility>

namespace engine {
namespace {

constexpr std::uint8_t enough_samples = 8;  // N_RTT_SAMPLE
constexpr std::uint8_t most_rounds = 5;     // CSS_ROUNDS
constexpr Duration least_rise = 4ms, most_rise = 16ms;

}  // namespace

void HyStart::judge() {
  if (samples < enough_samples) return;
  if (conservative) {
    if (least_now >= baseline) return;
    conservative = false;  // the rise was no queue
    baseline = Duration::max();
    return;
  }
  if (least_before == Duration::max()) return;
  const Duration rise = std::clamp<Duration>(least_before / 8, least_rise, most_rise);
  if (least_now < least_before + rise) return;
  conservative = true;
  conservative_rounds = 0;
  baseline = least_now;
}

bool HyStart::end_round(SeqNum next_end) {
  round_end = next_end;
  least_before = std::exchange(least_now, Duration::max());
  samples = 0;
  return conservative && ++conservative_rounds >= most_rounds;
}

bool HyStart::hear(const Growth& growth) {
  if (growth.round_trip) {
    least_now = std::min(least_now, *growth.round_trip);
    if (samples < enough_samples) ++samples;
    judge();
  }
  return precedes_or_equals(round_end, growth.una) && end_round(growth.next);
}

void hash_append(Hasher& h, const HyStart& s) {
  h.add(s.conservative);
  h.add(s.samples);
  h.add(s.conservative_rounds);
  hash_append(h, s.least_before);
  hash_append(h, s.least_now);
  hash_append(h, s.baseline);
  hash_append(h, s.round_end);
}

}  // namespace engine
