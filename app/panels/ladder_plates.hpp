// Words on plates that keep off each other: names of states and timers, what happened on a
// lifeline, how long a wait is. Whoever comes first keeps the place.
#pragma once

#include <string>
#include <vector>

#include "app/panels/frame.hpp"

namespace app::panels {

class LadderPlates {
 public:
  explicit LadderPlates(const Frame& frame) : frame_(frame) {}

  void keep_off(const ui::Rect& box) { taken_.push_back(box); }
  // `box` is one line high; words wider than it get more lines. The plate makes way downwards, at
  // most to `lowest`: else it is left out.
  void place(ui::Rect box, float lowest, const std::string& words, ui::TextRole role);
  // The place of this size nearest to the middle of `strip` on which no plate lies; the middle when
  // there is none.
  ui::Rect free_place(const ui::Rect& strip, ui::Size size) const;

 private:
  bool is_free(const ui::Rect& box) const;

  const Frame& frame_;
  std::vector<ui::Rect> taken_;
  int placed_ = 0;  // for the names of the widgets
};

}  // namespace app::panels
