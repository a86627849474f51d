// How much may be in flight: slow start and congestion avoidance (RFC 5681), in bytes, with Reno's
// reaction to a timeout. It knows no segment and no timer.
//
// Example with SMSS 1000: cwnd 10000 in slow start grows by at most 1000 for each acknowledgment;
// a timeout with 8000 in flight makes ssthresh 4000 and cwnd 1000; from 4000 on, cwnd grows by 1000
// each time a whole cwnd has been acknowledged.
#pragma once

#include <cstdint>

#include "engine/base/hash.hpp"

namespace engine {

struct Congestion {
  static constexpr std::uint32_t unlimited = 0x7FFF'FFFF;

  std::uint32_t cwnd = unlimited;
  std::uint32_t ssthresh = unlimited;
  std::uint32_t acknowledged{};  // since cwnd last grew, in congestion avoidance

  struct Growth {
    std::uint32_t acknowledged;  // by this ACK, new bytes
    std::uint32_t flight;        // in flight before it
    std::uint32_t smss;
  };
  // Returns whether cwnd grew. A sender that does not fill its window does not earn a larger one.
  bool on_ack(Growth growth);
  // The first timeout of a segment moves ssthresh; its further ones only keep cwnd at one segment.
  void on_timeout(std::uint32_t flight, std::uint32_t smss, bool first);
  // Fast retransmit (RFC 5681 3.2, RFC 6675 5): half of what was in flight, no less than two
  // segments.
  void on_loss(std::uint32_t flight, std::uint32_t smss);
  // After an idle time longer than the retransmission timeout (RFC 5681 4.1).
  void restart(std::uint32_t initial_window);

  bool operator==(const Congestion&) const = default;
};

// RFC 6928 2, for ten segments; other counts scale its bound.
std::uint32_t initial_window(std::uint32_t segments, std::uint32_t smss);

void hash_append(Hasher& h, const Congestion& c);

}  // namespace engine
