// The wire between the two ends (ux.md 3.2, 5.1): what is under way, held or just dropped, the
// rules at its entrance, and freeze-to-touch. Pressing anywhere stops time; what a press or a
// release means is the session's business.
#pragma once

#include <optional>

#include "app/panels/rule_dialog.hpp"
#include "app/panels/wire_rules.hpp"
#include "app/panels/wire_settings.hpp"

namespace app::panels {

struct WireBandView {
  std::optional<engine::PacketId> hovered, pressed;
  bool pressing = false;
  double last_busy = -1;  // when a token was last on the wire, in seconds of the screen
  ui::Point dragged{};    // how far the pointer went since the press; the pressed token follows
  // Tokens are as wide as the widest label of this run so far needs: a size that changes with every
  // packet would look like movement. Those in the siding have more to say and a width of their own.
  float token_width = 92, siding_width = 0;
  engine::BranchId measured_branch{};
  std::uint32_t measured_run{};
  float measured_at_scale = 0;
  scene::Numbers measured_numbers = scene::Numbers::raw;
  WireRulesView rules{};
  RuleDialogView rule{};
  WireSettingsView settings{};
};

// Of the strip with the clock, in real pixels.
float header_height(const Frame& frame);
// Also draws the dialogs that its header opens.
void draw_wire_band(const Frame& frame, WireBandView& view);
}  // namespace app::panels
