// When to draw the next frame. Input earns a few frames (so that hover and layout settle), an
// animation names its deadline, and otherwise nobody wakes: a paused, untouched window sleeps.
// Real time is an argument; knows no window.
#pragma once

#include <chrono>
#include <optional>

namespace app::platform {

using Clock = std::chrono::steady_clock;

class Pacing {
 public:
  // Something changed (input, wake-up, resize): draw this frame and a few more.
  void stir();
  // A frame was shown.
  void drawn(Clock::time_point now);
  // Draw at `when` at the latest; the earliest request since the last frame wins.
  void frame_at(Clock::time_point when);
  // Draw continuously (playing): the next frame follows after the interval.
  void animate() { animating_ = true; }

  // Frames are never closer together than this; automation sets zero.
  void set_interval(Clock::duration interval) { interval_ = interval; }

  // How long to sleep before the next frame: zero = draw now, nullopt = until input comes.
  std::optional<Clock::duration> sleep(Clock::time_point now) const;

 private:
  int owed_ = frames_after_input;
  bool animating_ = false;
  std::optional<Clock::time_point> deadline_;
  std::optional<Clock::time_point> last_drawn_;
  Clock::duration interval_ = std::chrono::milliseconds(16);

  static constexpr int frames_after_input = 3;
};

}  // namespace app::platform
