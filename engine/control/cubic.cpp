#include "engine/control/cubic.hpp"

#include <algorithm>

namespace engine {
namespace {

constexpr std::uint32_t largest = 0x7FFF'FFFF;

// The slope of the Reno-friendly region: 3 (1 - 0.7) / (1 + 0.7), and 1 once it has caught up.
struct Fraction {
  std::uint64_t above, below;
};
constexpr Fraction friendly_slope{9, 17};
constexpr Fraction reno_slope{1, 1};

// Adds `gain` / `cwnd` octets and keeps what does not divide.
std::uint32_t add_share(std::uint32_t sum, std::uint64_t gain, std::uint32_t cwnd,
                        std::uint64_t& credit) {
  credit += gain;
  const std::uint64_t whole = credit / cwnd;
  credit -= whole * cwnd;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(sum + whole, largest));
}

}  // namespace

std::uint32_t cube_root(std::uint64_t n) {
  std::uint64_t low = 0, high = 2'642'245;  // the cube of the next number does not fit
  while (low < high) {
    const std::uint64_t middle = (low + high + 1) / 2;
    if (middle * middle * middle <= n)
      low = middle;
    else
      high = middle - 1;
  }
  return static_cast<std::uint32_t>(low);
}

// C = 0.4 segments per cubed second; the sixth digit of the cube in milliseconds is a thousandth.
std::uint32_t Cubic::curve(Duration since_epoch, std::uint32_t smss) const {
  constexpr std::int64_t farthest = 100'000;  // 100 s: 400,000 segments up or down
  const std::int64_t distance =
      std::clamp<std::int64_t>(since_epoch / 1ms - std::int64_t{k_ms}, -farthest, farthest);
  const std::int64_t cube = distance * distance * distance / 1'000'000;
  const std::int64_t gain = cube * 2 * std::int64_t{smss} / 5'000;
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(std::int64_t{w_max} + gain, 0, largest));
}

void Cubic::begin_epoch(std::uint32_t cwnd, const Growth& growth) {
  epoch = growth.now;
  unused_since.reset();
  credit = est_credit = 0;
  w_est = cwnd;
  w_max = std::max(w_max, cwnd);
  const std::uint64_t missing = w_max - cwnd;  // K = cbrt(missing segments / 0.4)
  k_ms = cube_root(missing * 2'500'000'000u / growth.smss);
}

std::uint32_t Cubic::avoid(std::uint32_t cwnd, const Growth& growth) {
  if (!epoch) begin_epoch(cwnd, growth);
  if (unused_since) *epoch += growth.now - *unused_since;
  unused_since.reset();
  const Fraction slope = w_est >= cwnd_prior ? reno_slope : friendly_slope;
  const std::uint64_t share =
      std::uint64_t{growth.smss} * growth.acknowledged * slope.above / slope.below;
  w_est = add_share(w_est, share, cwnd, est_credit);
  const Duration since = growth.now - *epoch;
  if (curve(since, growth.smss) < w_est) return std::max(cwnd, w_est);
  const std::uint32_t most =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(std::uint64_t{cwnd} * 3 / 2, largest));
  const std::uint32_t target = std::clamp(curve(since + growth.srtt, growth.smss), cwnd, most);
  return add_share(cwnd, std::uint64_t{target - cwnd} * growth.acknowledged, cwnd, credit);
}

// Fast convergence (4.7): whoever lost before it was back leaves room for a newcomer.
std::uint32_t Cubic::after_loss(std::uint32_t cwnd, std::uint32_t flight) {
  const std::uint64_t less = std::uint64_t{cwnd} * 17 / 20;
  w_max = cwnd < w_max ? static_cast<std::uint32_t>(less) : cwnd;
  cwnd_prior = cwnd;
  epoch.reset();
  return static_cast<std::uint32_t>(std::uint64_t{flight} * 7 / 10);
}

// 4.8: the curve begins flat, where congestion avoidance begins.
void Cubic::after_timeout() {
  w_max = 0;
  epoch.reset();
}

void Cubic::not_filled(Instant now) {
  if (epoch && !unused_since) unused_since = now;
}

void hash_append(Hasher& h, const Cubic& c) {
  h.add(c.w_max);
  h.add(c.cwnd_prior);
  h.add(c.w_est);
  h.add(c.k_ms);
  hash_append(h, c.epoch);
  hash_append(h, c.unused_since);
  h.add(c.credit);
  h.add(c.est_credit);
}

}  // namespace engine
