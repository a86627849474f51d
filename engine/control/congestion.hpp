// How much may be in flight, in octets: slow start, which all algorithms share (RFC 5681 3.1), and
// an algorithm for what comes after it. It knows no segment and no timer.
//
// Example with SMSS 1000: cwnd 10000 in slow start grows by at most 1000 for each acknowledgment;
// a timeout with 8000 in flight makes ssthresh 4000 (Reno) or 5600 (CUBIC) and cwnd 1000; from
// there on the algorithm decides.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "engine/base/hash.hpp"
#include "engine/control/cubic.hpp"
#include "engine/control/growth.hpp"
#include "engine/control/hystart.hpp"
#include "engine/control/reno.hpp"

namespace engine {

enum class CongestionAlgorithm : std::uint8_t {
  none,  // only the peer's window counts
  newreno,
  cubic,
};

// cwnd is never used up, never grows and never shrinks.
struct Uncontrolled {
  bool operator==(const Uncontrolled&) const = default;
};
inline void hash_append(Hasher&, const Uncontrolled&) {}

struct Congestion {
  static constexpr std::uint32_t unlimited = 0x7FFF'FFFF;

  std::uint32_t cwnd = unlimited;
  std::uint32_t ssthresh = unlimited;
  std::variant<Uncontrolled, Reno, Cubic> algorithm = Reno{};
  std::optional<HyStart> hystart{};  // while ssthresh has never been set

  bool controlled() const { return !std::holds_alternative<Uncontrolled>(algorithm); }

  // Returns whether cwnd grew, or slow start ended. A sender that does not fill its window does not
  // earn a larger one.
  bool on_ack(const Growth& growth);
  // Fast retransmit or a congestion mark (RFC 5681 3.2, RFC 6675 5, RFC 3168 6.1.2); no less than
  // two segments are left.
  void on_loss(std::uint32_t flight, std::uint32_t smss);
  // The first timeout of a segment moves ssthresh; its further ones only keep cwnd at one segment.
  void on_timeout(std::uint32_t flight, std::uint32_t smss, bool first);
  // After an idle time longer than the retransmission timeout (RFC 5681 4.1).
  void restart(std::uint32_t initial_window);

  bool operator==(const Congestion&) const = default;
};

Congestion begin_congestion_control(CongestionAlgorithm algorithm, std::uint32_t initial_window);

// RFC 6928 2, for ten segments; other counts scale its bound. 0 = what RFC 5681 3.1 says.
std::uint32_t initial_window(std::uint32_t segments, std::uint32_t smss);

void hash_append(Hasher& h, const Congestion& c);

}  // namespace engine
