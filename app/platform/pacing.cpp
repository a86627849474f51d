#include "app/platform/pacing.hpp"

#include <algorithm>

namespace app::platform {

void Pacing::stir() { owed_ = frames_after_input; }

void Pacing::drawn() {
  owed_ = std::max(0, owed_ - 1);
  animating_ = false;
  deadline_.reset();
}

void Pacing::frame_at(Clock::time_point when) {
  deadline_ = deadline_ ? std::min(*deadline_, when) : when;
}

std::optional<Clock::duration> Pacing::sleep(Clock::time_point now) const {
  if (owed_ > 0 || animating_) return Clock::duration::zero();
  if (deadline_) return std::max(Clock::duration::zero(), *deadline_ - now);
  return std::nullopt;
}

}  // namespace app::platform
