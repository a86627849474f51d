#include "app/platform/pacing.hpp"

#include <algorithm>

namespace app::platform {

void Pacing::stir() { owed_ = frames_after_input; }

void Pacing::drawn(Clock::time_point now) {
  last_drawn_ = now;
  owed_ = std::max(0, owed_ - 1);
  animating_ = false;
  deadline_.reset();
}

void Pacing::frame_at(Clock::time_point when) {
  deadline_ = deadline_ ? std::min(*deadline_, when) : when;
}

std::optional<Clock::duration> Pacing::sleep(Clock::time_point now) const {
  constexpr auto at_once = Clock::duration::zero();
  if (owed_ > 0 || animating_)
    return last_drawn_ ? std::max(at_once, *last_drawn_ + interval_ - now) : at_once;
  if (deadline_) return std::max(at_once, *deadline_ - now);
  return std::nullopt;
}

}  // namespace app::platform
