// Stretches of time in order of their beginnings, and the question "which of them touch this
// window?" answered in O(answer * log n): a binary tree whose nodes hold the latest end below them.
// Ends may change (a held packet is released, a timer is restarted); beginnings never do.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "engine/base/time.hpp"

namespace scene {

class Intervals {
 public:
  std::size_t size() const { return from_.size(); }
  engine::Instant from(std::size_t i) const { return from_[i]; }
  engine::Instant to(std::size_t i) const { return latest_[leaves_ + i]; }

  // Precondition: from is not earlier than that of the previous interval.
  std::size_t add(engine::Instant from, engine::Instant to = engine::never);
  void set_end(std::size_t i, engine::Instant to);
  void clear();

  // How many begin at or before t.
  std::size_t begun_by(engine::Instant t) const;

  // The first interval at or after `start` that has not ended before `t`; size() if none.
  std::size_t next_alive(std::size_t start, engine::Instant t) const;

  // Calls visit(i), in order, for every interval that touches [first, last].
  template <class Visit>
  void touching(engine::Instant first, engine::Instant last, Visit visit) const {
    const std::size_t end = begun_by(last);
    for (std::size_t i = next_alive(0, first); i < end; i = next_alive(i + 1, first)) visit(i);
  }

 private:
  void grow();

  std::vector<engine::Instant> from_;
  std::vector<engine::Instant> latest_;  // heap-ordered: node k has children 2k and 2k + 1
  std::size_t leaves_{};                 // a power of two; leaf i is node leaves_ + i
};

}  // namespace scene
