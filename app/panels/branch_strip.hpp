// The branches of the run as short rails (ux 6): a letter, a colour and a pattern of line each,
// with the name that a person gave it. The current one is at full strength, the others are dimmed;
// a click goes to the other history at the same instant, a click on the current one opens its menu:
// name, delete, bring back. Four have a rail, from the fifth on a list holds them all. Nothing is
// shown while there is only one.
#pragma once

#include "app/panels/dialog_gate.hpp"
#include "app/panels/frame.hpp"

namespace app::panels {

// Branches that were not deleted.
std::vector<engine::BranchId> shown_branches(const Session& session);
// "Branch B", or "B: client silent".
std::string branch_words(const Frame& frame, engine::BranchId id);
// The pattern and colour that are this branch's everywhere.
ui::Stroke branch_stroke(const Frame& frame, engine::BranchId id);

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
