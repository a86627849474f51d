#include "engine/control/congestion.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"

namespace engine {
namespace {

// What each algorithm does, by the name that all of them share.
struct Avoid {
  std::uint32_t cwnd;
  const Growth& growth;
  std::uint32_t operator()(Uncontrolled&) const { return cwnd; }
  std::uint32_t operator()(Reno& reno) const { return reno.avoid(cwnd, growth); }
  std::uint32_t operator()(Cubic& cubic) const { return cubic.avoid(cwnd, growth); }
};

struct AfterLoss {
  std::uint32_t cwnd, flight;
  std::uint32_t operator()(Uncontrolled&) const { return Congestion::unlimited; }
  std::uint32_t operator()(Reno& reno) const { return reno.after_loss(cwnd, flight); }
  std::uint32_t operator()(Cubic& cubic) const { return cubic.after_loss(cwnd, flight); }
};

}  // namespace

bool Congestion::on_ack(const Growth& growth) {
  if (!controlled()) return false;
  const bool slow_start = cwnd < ssthresh;
  if (ssthresh != unlimited) hystart.reset();  // for the first slow start only (RFC 9406 4.3)
  if (hystart && hystart->hear(growth)) {
    ssthresh = cwnd;
    return true;
  }
  const std::uint64_t needed =
      slow_start ? 2 * std::uint64_t{growth.flight} : std::uint64_t{growth.flight} + growth.smss;
  if (needed <= cwnd) {
    if (Cubic* const cubic = std::get_if<Cubic>(&algorithm)) cubic->not_filled(growth.now);
    return false;
  }
  const std::uint32_t before = cwnd;
  const std::uint32_t whole = std::min(growth.acknowledged, growth.smss);
  cwnd = slow_start ? cwnd + (hystart ? hystart->share(whole) : whole)
                    : std::visit(Avoid{cwnd, growth}, algorithm);
  cwnd = std::min(cwnd, unlimited);
  return cwnd != before;
}

void Congestion::on_loss(std::uint32_t flight, std::uint32_t smss) {
  if (!controlled()) return;
  ssthresh = std::max(std::visit(AfterLoss{cwnd, flight}, algorithm), 2 * smss);
  cwnd = std::min(cwnd, ssthresh);  // one segment stays one (RFC 3168 6.1.2)
}

void Congestion::on_timeout(std::uint32_t flight, std::uint32_t smss, bool first) {
  if (!controlled()) return;
  if (first) ssthresh = std::max(std::visit(AfterLoss{cwnd, flight}, algorithm), 2 * smss);
  cwnd = smss;
  if (Reno* const reno = std::get_if<Reno>(&algorithm)) reno->after_timeout();
  if (Cubic* const cubic = std::get_if<Cubic>(&algorithm)) cubic->after_timeout();
}

void Congestion::restart(std::uint32_t initial_window) {
  cwnd = std::min(cwnd, initial_window);
  if (Reno* const reno = std::get_if<Reno>(&algorithm)) reno->after_idleness();
  if (Cubic* const cubic = std::get_if<Cubic>(&algorithm)) cubic->after_idleness();
}

Congestion begin_congestion_control(CongestionAlgorithm algorithm, std::uint32_t initial_window) {
  switch (algorithm) {
    case CongestionAlgorithm::none:
      return {.algorithm = Uncontrolled{}};
    case CongestionAlgorithm::newreno:
      return {.cwnd = initial_window, .algorithm = Reno{}};
    case CongestionAlgorithm::cubic:
      return {.cwnd = initial_window, .algorithm = Cubic{}};
  }
  unreachable("CongestionAlgorithm");
}

std::uint32_t initial_window(std::uint32_t segments, std::uint32_t smss) {
  if (segments == 0) return (smss > 2190 ? 2 : smss > 1095 ? 3 : 4) * smss;
  return std::min(segments * smss, std::max(2 * smss, segments * 1460));
}

void hash_append(Hasher& h, const Congestion& c) {
  h.add(c.cwnd);
  h.add(c.ssthresh);
  h.add(c.hystart.has_value());
  if (c.hystart) hash_append(h, *c.hystart);
  h.add(c.algorithm.index());
  std::visit([&h](const auto& algorithm) { hash_append(h, algorithm); }, c.algorithm);
}

}  // namespace engine
