#include "app/scene/intervals.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"

namespace scene {

using engine::Instant;

std::size_t Intervals::add(Instant from, Instant to) {
  INVARIANT(from_.empty() || from_.back() <= from);
  if (from_.size() == leaves_) grow();
  from_.push_back(from);
  set_end(from_.size() - 1, to);
  return from_.size() - 1;
}

void Intervals::set_end(std::size_t i, Instant to) {
  std::size_t node = leaves_ + i;
  latest_[node] = to;
  for (node /= 2; node >= 1; node /= 2)
    latest_[node] = std::max(latest_[2 * node], latest_[2 * node + 1]);
}

void Intervals::clear() { *this = {}; }

std::size_t Intervals::begun_by(Instant t) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(from_, t) - from_.begin());
}

// Up from the leaf until a right neighbour may hold an answer, then down to its first leaf.
std::size_t Intervals::next_alive(std::size_t start, Instant t) const {
  if (start >= from_.size()) return from_.size();
  std::size_t node = leaves_ + start;
  while (latest_[node] < t) {
    while (node % 2 == 1) {
      if ((node & (node + 1)) == 0) return from_.size();  // the right edge of the tree
      node /= 2;
    }
    ++node;
  }
  while (node < leaves_) {
    node *= 2;
    if (latest_[node] < t) ++node;
  }
  return node - leaves_;
}

void Intervals::grow() {
  const std::size_t wider = leaves_ == 0 ? 16 : 2 * leaves_;
  std::vector<Instant> nodes(2 * wider, Instant::min());
  for (std::size_t i = 0; i < from_.size(); ++i) nodes[wider + i] = latest_[leaves_ + i];
  for (std::size_t node = wider - 1; node >= 1; --node)
    nodes[node] = std::max(nodes[2 * node], nodes[2 * node + 1]);
  latest_ = std::move(nodes);
  leaves_ = wider;
}

}  // namespace scene
