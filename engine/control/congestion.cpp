#include "engine/control/congestion.hpp"

#include <algorithm>

namespace engine {

bool Congestion::on_ack(Growth growth) {
  const bool slow_start = cwnd < ssthresh;
  const std::uint64_t needed =
      slow_start ? 2 * std::uint64_t{growth.flight} : std::uint64_t{growth.flight} + growth.smss;
  if (needed <= cwnd) return false;
  if (slow_start) {
    cwnd = std::min(cwnd + std::min(growth.acknowledged, growth.smss), unlimited);
    return true;
  }
  acknowledged += growth.acknowledged;
  if (acknowledged < cwnd) return false;
  acknowledged -= cwnd;
  cwnd = std::min(cwnd + growth.smss, unlimited);
  return true;
}

void Congestion::on_timeout(std::uint32_t flight, std::uint32_t smss, bool first) {
  if (first) ssthresh = std::max(flight / 2, 2 * smss);
  cwnd = smss;
  acknowledged = 0;
}

void Congestion::on_loss(std::uint32_t flight, std::uint32_t smss) {
  ssthresh = std::max(flight / 2, 2 * smss);
  cwnd = ssthresh;
  acknowledged = 0;
}

void Congestion::restart(std::uint32_t initial_window) { cwnd = std::min(cwnd, initial_window); }

std::uint32_t initial_window(std::uint32_t segments, std::uint32_t smss) {
  return std::min(segments * smss, std::max(2 * smss, segments * 1460));
}

void hash_append(Hasher& h, const Congestion& c) {
  h.add(c.cwnd);
  h.add(c.ssthresh);
  h.add(c.acknowledged);
}

}  // namespace engine
