// The wire's own properties: delay, jitter and loss of each direction (ux.md 3.2). Applying them is
// an intervention like any other: it can be undone and is marked on the timeline.
#pragma once

#include <array>
#include <string>

#include "app/panels/dialog_gate.hpp"
#include "engine/wire/link.hpp"

namespace app::panels {

struct WireSettingsView {
  struct Direction {
    engine::LinkConfig before;
    std::string latency, jitter, loss;  // as typed; loss in per cent
  };
  std::array<Direction, 2> directions{};  // left to right, right to left
  bool filled = false;
  DialogGate gate{};
};

// The dialog is up while the session shows Panel::wire_settings.
void draw_wire_settings(const Frame& frame, WireSettingsView& view);

}  // namespace app::panels
