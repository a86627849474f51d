// The two clocks (ux 4.1-4.3): virtual time, in which TCP lives, and screen time, how long we
// watch. Nothing in the engine depends on screen time; they are related only here.
//
// A crossing of the scenario's base delay takes `flight_time` on the screen, so with 50 ms and 2 s
// everything in flight is slowed down 40 times. A wait of G (nothing in flight) takes, compressed,
//   G < 1 s: min(0.8 s, G as slow as flights)     G >= 1 s: min(3 s, 0.8 s + 0.4 s * log2(G / 1 s))
// so a doubling is still felt as longer: 1, 2, 4, 8 s become 0.8, 1.2, 1.6, 2.0 s.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "app/scene/run_index.hpp"
#include "engine/base/time.hpp"

namespace scene {

// The clock on the wall of the person who watches; its epoch is the start of the run on screen.
struct ScreenClock {
  using duration = engine::Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<ScreenClock>;
  static constexpr bool is_steady = true;
};
using ScreenInstant = ScreenClock::time_point;

using namespace std::chrono_literals;

inline constexpr engine::Duration flight_times[] = {250ms, 500ms, 1s, 2s, 4s, 8s, 12s};
inline constexpr engine::Duration default_flight_time = 2s;
inline constexpr engine::Duration frame_grain{1'000'000'000 / 30};  // of screen time (ux 4.4)

enum class Waits : std::uint8_t { compressed, real_proportion, skip };

struct Pace {
  engine::Duration flight_time = default_flight_time;  // one base_delay on the screen
  engine::Duration base_delay = 50ms;                  // the scenario's one-way delay, > 0
  Waits waits = Waits::compressed;
  bool operator==(const Pace&) const = default;
};

// Screen time that a wait takes, and a stretch in which the longest crossing is `crossing`.
engine::Duration screen_length_of_wait(engine::Duration wait, const Pace& pace);
engine::Duration screen_length_of_flight(engine::Duration part, engine::Duration crossing,
                                         const Pace& pace);
// 40 = slow motion 1:40 (below 1: faster than real time); for the small figure at the slider.
double slow_motion(const Pace& pace);

// Kept by whoever plays the run: extended when the run grows, recomputed when the pace changes.
class TimeMap {
 public:
  // `next_event_at` bounds the last, still open stretch (never: it has no end).
  void catch_up(const RunIndex& index, engine::Instant next_event_at, const Pace& pace);

  const Pace& pace() const { return pace_; }
  ScreenInstant to_screen(engine::Instant t) const;
  engine::Instant to_virtual(ScreenInstant s) const;
  // Where the playhead is after this much watching. It never passes `stop`.
  engine::Instant advance(engine::Instant from, engine::Duration watched,
                          engine::Instant stop) const;
  engine::Instant frame_after(engine::Instant t) const;
  engine::Instant frame_before(engine::Instant t) const;

  // The wait in which this instant lies, if it lies inside one: for "waiting 8 s" on the wire.
  struct Wait {
    engine::Instant from{}, to{};
    engine::Duration on_screen{};
  };
  std::optional<Wait> wait_at(engine::Instant t) const;
  ScreenInstant end() const;  // of everything that is recorded

 private:
  struct Piece {
    Stretch stretch;
    ScreenInstant from{}, to{};
  };
  void add(const Stretch& stretch);
  const Piece* piece_at(engine::Instant t) const;

  Pace pace_;
  std::uint32_t generation_{};
  std::vector<Piece> pieces_;  // of index.stretches() in the same order, then those ahead
  std::size_t settled_{};      // how many of them will not change any more
};

}  // namespace scene
