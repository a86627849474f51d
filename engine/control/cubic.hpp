// CUBIC (RFC 9438 4) in integers: octets and milliseconds. After a loss cwnd returns to where it
// was along a cubic curve, stays there for a while, and then looks for more. The curve knows time,
// not round trips, so long paths are not at a disadvantage.
//
// Example with SMSS 1000: a loss at cwnd 100000 leaves 70000. K = cbrt(30 / 0.4) = 4.2 s later the
// curve is back at 100000, where it is flat; two seconds later it is 0.4 * 2^3 = 3.2 segments
// above.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/hash.hpp"
#include "engine/control/growth.hpp"

namespace engine {

struct Cubic {
  std::uint32_t w_max{};                  // where the curve is flat; 0 = not known yet
  std::uint32_t cwnd_prior{};             // cwnd just before the last loss
  std::uint32_t w_est{};                  // what Reno would have (4.3)
  std::uint32_t k_ms{};                   // from the epoch's beginning to w_max
  std::optional<Instant> epoch{};         // when this stage of congestion avoidance began
  std::optional<Instant> unused_since{};  // cwnd is not filled: the curve stands still (4.2)
  std::uint64_t credit{}, est_credit{};   // remainders of the two divisions

  std::uint32_t avoid(std::uint32_t cwnd, const Growth& growth);
  std::uint32_t after_loss(std::uint32_t cwnd, std::uint32_t flight);
  void after_timeout();
  void after_idleness() { epoch.reset(); }
  void not_filled(Instant now);

  // W_cubic so long after the beginning of the epoch (4.2).
  std::uint32_t curve(Duration since_epoch, std::uint32_t smss) const;

  bool operator==(const Cubic&) const = default;

 private:
  void begin_epoch(std::uint32_t cwnd, const Growth& growth);
};

std::uint32_t cube_root(std::uint64_t n);  // rounded down

void hash_append(Hasher& h, const Cubic& cubic);

}  // namespace engine
