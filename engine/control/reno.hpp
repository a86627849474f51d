// Reno's congestion avoidance (RFC 5681 3.1): one segment more for each window acknowledged, half
// of what was in flight after a loss.
//
// Example with SMSS 1000 and cwnd 10000: ten full segments acknowledged make it 11000.
#pragma once

#include <cstdint>

#include "engine/base/hash.hpp"
#include "engine/control/growth.hpp"

namespace engine {

struct Reno {
  std::uint32_t acknowledged{};  // since cwnd last grew

  std::uint32_t avoid(std::uint32_t cwnd, const Growth& growth);
  // ssthresh after a loss, before its lower bound.
  std::uint32_t after_loss(std::uint32_t cwnd, std::uint32_t flight);
  void after_timeout() { acknowledged = 0; }
  void after_idleness() { acknowledged = 0; }

  bool operator==(const Reno&) const = default;
};

void hash_append(Hasher& h, const Reno& reno);

}  // namespace engine
