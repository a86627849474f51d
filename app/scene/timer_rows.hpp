// The running timers of a connection with how much is left and what will happen (ux 3.1); a timer
// that fired stays for a moment. Which attempt and which next wait: RFC 6298 5.5, requirements D.
#pragma once

#include <optional>
#include <vector>

#include "app/scene/phrase.hpp"
#include "app/scene/run_index.hpp"
#include "app/scene/time_map.hpp"
#include "engine/host/host.hpp"

namespace scene {

struct TimerRow {
  engine::Timer timer{};
  engine::Instant armed_at{}, deadline{};
  engine::Duration left{};
  double fraction{};     // 1 = just armed, 0 = expires now
  bool restarted{};      // refilled while it was running
  bool just_fired{};     // not running any more: stays 1 s of screen time
  Phrase name{};         // "timer.<name>"
  Phrase consequence{};  // "timer.then.<what>" with attempt, of, next
};

std::vector<TimerRow> timer_rows(const RunIndex& index, const engine::Connection& connection,
                                 const Position& playhead, const TimeMap& map);

// How often the front of the queue may still be sent again; none = bounded by time alone.
std::optional<std::uint32_t> retries_allowed(const engine::Tcb& tcb);

}  // namespace scene
