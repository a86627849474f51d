// The part of a run that a ladder shows, and where its instants and hosts lie on the screen.
// Shared by the parts of the ladder; of no use to others.
#pragma once

#include <vector>

#include "app/scene/ladder.hpp"

namespace scene {

struct LadderWindow {
  const engine::Timeline& timeline;
  const RunIndex& index;
  const LadderAxis& axis;
  const LadderView& view;
  const std::vector<Column>& columns;
  engine::Instant first{}, last{};  // what can be seen

  float y(engine::Instant t) const {
    return view.area.y + static_cast<float>(axis.y(t) - view.scroll);
  }
  float x(engine::HostId host) const;
  const Column& column(engine::HostId host) const;
  bool is_future(engine::StepIndex step, std::uint32_t fact) const {
    return !has_happened(view.playhead, step, fact);
  }
};

// Departures or marks closer than this are one.
inline constexpr double fold_pixels = 3;

// The part of a lane between two heights.
Rect state_lane(const Column& column, const LadderView& view, float top, float bottom);
Rect timer_lane(const Column& column, const LadderView& view, engine::Timer timer, float top,
                float bottom);

void add_arrows(const LadderWindow& window, Ladder& ladder);
void add_states(const LadderWindow& window, Ladder& ladder);
void add_timers(const LadderWindow& window, Ladder& ladder);
void add_marks(const LadderWindow& window, Ladder& ladder);
void add_breaks(const LadderWindow& window, Ladder& ladder);
void add_ticks(const LadderWindow& window, Ladder& ladder);

}  // namespace scene
