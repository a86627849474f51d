#include "engine/control/reno.hpp"

namespace engine {

std::uint32_t Reno::avoid(std::uint32_t cwnd, const Growth& growth) {
  acknowledged += growth.acknowledged;
  if (acknowledged < cwnd) return cwnd;
  acknowledged -= cwnd;
  return cwnd + growth.smss;
}

std::uint32_t Reno::after_loss(std::uint32_t, std::uint32_t flight) {
  acknowledged = 0;
  return flight / 2;
}

void hash_append(Hasher& h, const Reno& reno) { h.add(reno.acknowledged); }

}  // namespace engine
