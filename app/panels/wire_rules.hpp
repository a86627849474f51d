// The rules that wait at the entrance of the wire, as chips, and "+ rule" (ux.md 3.2). A rule of
// the scenario is shown with a lock. What a rule does is said, never acted out here.
#pragma once

#include <string>

#include "app/panels/frame.hpp"
#include "engine/wire/impairment.hpp"

namespace app::panels {

struct WireRulesView {
  std::optional<engine::ImpairmentId> menu_of;
  std::optional<engine::Impairment> to_change;  // asked for in the menu; the dialog takes it
};

// Chips from the left, "+ rule" at the right end of `strip`.
void draw_wire_rules(const Frame& frame, WireRulesView& view, ui::Rect strip);

// "client→server ACK: drop (1 left)"
std::string rule_words(const Frame& frame, const engine::Impairment& rule);
ui::Icon rule_icon(const engine::Impairment& rule);
// Will it act on anything any more?
bool is_armed(const engine::Impairment& rule);

}  // namespace app::panels
