// The playhead and what moves it: playing, stepping in four grains, running to a goal (ux 4.2-4.4).
// Screen time becomes virtual time through the time map only. The model is asked for the next event
// when the playhead has reached it and never earlier, so the picture cannot run ahead of the model,
// and acting at the front is not acting in the past.
// Must not know: branches, selection, words.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

#include "app/scene/position.hpp"
#include "app/scene/run_index.hpp"
#include "app/scene/time_map.hpp"
#include "app/session/intent.hpp"
#include "engine/timeline/timeline.hpp"

namespace app {

// One branch with what is derived from it, as the player needs it.
struct Reel {
  engine::Timeline& timeline;
  scene::RunIndex& index;
  scene::TimeMap& map;
  scene::Pace pace;
  // Behind the last step nothing is known from this instant on: the file could not be understood.
  std::optional<engine::Instant> ends{};
  // A lesson lets the playhead go so far and no farther.
  std::optional<scene::Position> held{};

  void catch_up() const;  // after the timeline grew or the pace changed
  // When the step after this position happens (recorded or not); never: there is none.
  engine::Instant next_at(const scene::Position& p) const;
  // All steps up to the held place have happened: it comes before any other.
  bool nears_held(const scene::Position& p) const { return held && p.steps >= held->steps; }
  bool is_held(const scene::Position& p) const { return nears_held(p) && p.at >= held->at; }
  // Where the playhead comes to next: the rest of a step, the next one, or the held place.
  engine::Instant due_after(const scene::Position& p) const;
  bool ends_after(const scene::Position& p) const { return ends && p.steps == timeline.size(); }
};

// ---- where a movement ends: checked after every step that is crossed
struct UntilInstant {
  engine::Instant at{};
};
struct UntilMoment {  // the next stop of a grain
  Grain grain{};
  engine::HostId endpoint;  // for bookmarks: whose state changes count
};
struct UntilTimer {
  std::optional<TimerRef> which{};  // stopping it is an end too; none: whichever expires first
};
struct UntilState {
  engine::HostId endpoint;
  std::optional<engine::State> to{};  // none: any other
};
struct UntilAnswered {
  engine::PacketId packet;
};
struct UntilQuiet {};
using Goal =
    std::variant<UntilInstant, UntilMoment, UntilTimer, UntilState, UntilAnswered, UntilQuiet>;

enum class Stop : std::uint8_t {
  none,   // still under way, or never moved
  goal,   // reached what was asked for
  quiet,  // nothing will happen any more
  cut,    // what comes next is not known
  held,   // the lesson goes no farther
  limit,  // 30 virtual days or 20,000 events since it began
};

class Player {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  static constexpr engine::Duration longest_step = std::chrono::milliseconds(1500);
  static constexpr std::int64_t hover_slowdown = 4;
  static constexpr engine::StepIndex event_limit = 20'000;
  static constexpr engine::Duration time_limit = std::chrono::hours(24 * 30);

  const scene::Position& position() const { return position_; }
  bool playing() const { return motion_ == Motion::playing; }
  bool stepping() const { return motion_ == Motion::stepping; }  // an animated step is under way
  bool hurrying() const { return motion_ == Motion::hurrying; }  // running to a goal, unwatched
  bool moving() const { return motion_ != Motion::still; }
  // Since the movement began.
  engine::StepIndex events_moved() const { return position_.steps - began_.steps; }
  engine::Duration time_moved() const { return position_.at - began_.at; }

  void play();
  void pause() { motion_ = Motion::still; }
  void put(const scene::Position& p);    // a jump; pauses
  void shift(const scene::Position& p);  // after acting; goes on playing
  // Animated, at most `longest_step` on the screen. Completes a step that is under way first.
  void step(const Reel& reel, const UntilMoment& until, Deadline deadline);
  // As fast as the machine can, a slice per tick.
  void hurry(const Goal& goal);
  // One 1/30 s of screen time, at once.
  void frame_forward(const Reel& reel, Deadline deadline);

  // Moves for this much screen time. `slowed`: the pointer rests on a moving token.
  Stop tick(const Reel& reel, engine::Duration watched, bool slowed, Deadline deadline);

 private:
  enum class Motion : std::uint8_t { still, playing, stepping, hurrying };

  void begin(Motion motion);
  Stop watch(const Reel& reel, engine::Duration watched, Deadline deadline);
  Stop run(const Reel& reel, Deadline deadline);
  void cross(const Reel& reel);
  bool reached(const Reel& reel, engine::StepIndex before) const;
  bool past_limit() const;
  Stop ended(Stop why);
  Stop ended_at(engine::Instant end, Stop why);

  scene::Position position_;
  Motion motion_ = Motion::still;
  std::optional<Goal> goal_;
  engine::Duration left_{};  // screen time that an animated step may still take
  scene::Position began_;    // for the safety stop
};

}  // namespace app
