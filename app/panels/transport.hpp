// The transport bar (ux.md 3.5): steps and jumps around the largest button, how long a crossing
// takes, what happens to waits, run until, the overview of the run, and the clock.
#pragma once

#include <string>

#include "app/panels/frame.hpp"
#include "app/panels/overview.hpp"

namespace app::panels {

struct TransportView {
  std::string time;        // as typed, while the clock is a field
  bool typing = false;     // the clock is a field
  bool had_focus = false;  // and the keyboard has been in it
  OverviewView overview{};
};

void draw_transport(const Frame& frame, TransportView& view);

}  // namespace app::panels
