// Timers are data: a deadline each. The host asks for the earliest; nobody calls back
// (requirements D.11 says which may run in which state).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/hash.hpp"
#include "engine/base/time.hpp"

namespace engine {

// In the order in which timers that are due at the same instant fire.
enum class Timer : std::uint8_t {
  retransmit,
  reorder,          // RACK: what is missing may only be late (RFC 8985 6.3)
  tail_loss_probe,  // RFC 8985 7
  persist,
  delayed_ack,
  keepalive,
  fin_wait_2,
  time_wait,
  user_timeout,
};
inline constexpr std::size_t timer_count = 9;
std::string_view name(Timer timer);  // stable identifier, e.g. "delayed_ack"

struct RunningTimer {
  Instant armed_at{};
  Instant expires_at = never;  // never = not running
  bool operator==(const RunningTimer&) const = default;
  constexpr bool running() const { return expires_at != never; }
};

struct TimerTable {
  std::array<RunningTimer, timer_count> rows{};
  bool operator==(const TimerTable&) const = default;

  constexpr RunningTimer& operator[](Timer t) { return rows[static_cast<std::size_t>(t)]; }
  constexpr const RunningTimer& operator[](Timer t) const {
    return rows[static_cast<std::size_t>(t)];
  }
  void arm(Timer t, Instant now, Duration length) { (*this)[t] = {now, now + length}; }
  void stop(Timer t) { (*this)[t] = {}; }
  void stop_all() { rows = {}; }
};

struct DueTimer {
  Timer timer;
  Instant at;
};
std::optional<DueTimer> earliest(const TimerTable& timers);

inline void hash_append(Hasher& h, const TimerTable& t) {
  for (const RunningTimer& row : t.rows) {
    hash_append(h, row.armed_at);
    hash_append(h, row.expires_at);
  }
}

}  // namespace engine
