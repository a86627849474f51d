// The run in words, one line per fact (ux.md 3.6): the text equivalent of the picture. Only the
// rows on the screen are put into words.
#pragma once

#include <string>

#include "app/panels/frame.hpp"
#include "app/scene/narration.hpp"

namespace app::panels {

struct EventListView {
  scene::LineList list;
  scene::LineFilter filter;
  engine::BranchId branch;
  std::string search;
  std::optional<std::size_t> shown_row;  // where the playhead was when the list last followed it
  std::optional<std::size_t> found;
  bool search_wanted{};  // the keyboard goes into the field when it is drawn next
};

void draw_event_list(const Frame& frame, const ui::Rect& rect, EventListView& view);

}  // namespace app::panels
