// The branches of the run as short rails (ux 6): a letter, a colour and a pattern of line each,
// with the name that a person gave it. The current one is at full strength, the others are dimmed;
// a click goes to the other history at the same instant, a click on the current one opens its menu:
// name, delete, bring back. Four have a rail, from the fifth on a list holds them all. Nothing is
// shown while there is only one.
#pragma once

#include "app/panels/dialog_gate.hpp"
#include "app/panels/frame.hpp"

namespace app::panels {

// Takes the room it needs off the right of `rest`.
void draw_branch_strip(const Frame& frame, ui::Rect& rest);

struct BranchNameView {
  DialogGate gate;
  std::string name;
  bool fresh{};
};
// Asks for the name of the current branch while that is wanted.
void draw_branch_name(const Frame& frame, BranchNameView& view);

}  // namespace app::panels
