// What is due when: a heap of deadlines, so that the next event costs no walk over 100,000
// connections. It is derived from the world, never part of it: equal worlds have agendas that
// may differ, and comparing two agendas always says "equal".
//
// Entries are never searched for. When a deadline moves, a new entry is added; the old one is
// recognised as outdated when it comes to the top (its owner says another time) and thrown away.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace engine {

// Ties at one instant: arrivals, then timers, then scheduled entries, then programs, then attacks;
// then by id.
enum class DueKind : std::uint8_t { arrival, timer, schedule, program, attack };

struct Due {
  Instant at{};
  DueKind kind{};
  std::uint32_t id{};  // packet, connection, entry or assault
  HostId host;         // of timers, programs and attacks
  friend constexpr auto operator<=>(const Due&, const Due&) = default;
};

class Agenda {
 public:
  bool built() const { return built_; }
  void start() {
    built_ = true;
    heap_.clear();
  }
  std::size_t size() const { return heap_.size(); }
  bool empty() const { return heap_.empty(); }
  const Due& top() const { return heap_.front(); }
  void add(const Due& due);
  void drop_top();

  friend bool operator==(const Agenda&, const Agenda&) { return true; }

 private:
  bool built_{};
  std::vector<Due> heap_;
};

}  // namespace engine
