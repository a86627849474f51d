// The run in words, one line per fact (ux.md 3.6): the text equivalent of the picture. Only the
// rows on the screen are put into words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/panels/frame.hpp"
#include "app/scene/narration.hpp"

namespace app::panels {

// Rows that contain the words looked for, as far as the list was read.
struct EventHits {
  std::string words;  // as they are compared: small letters, digits without groups
  std::vector<std::size_t> rows;
  std::size_t read{};
  scene::LineFilter filter;
  std::uint32_t run{};
  Language language{};
  scene::Numbers numbers{};
};

struct EventListView {
  scene::LineList list;
  scene::LineFilter filter;
  engine::BranchId branch;
  std::string search;
  std::optional<std::size_t> shown_row;  // where the playhead was when the list last followed it
  float shown_height{};                  // of the list then: when it shrinks it follows again
  EventHits hits;
  std::optional<std::size_t> found;  // the row of the hit that is shown
  bool search_wanted{};              // the keyboard goes into the field when it is drawn next
};

// The selected line goes to the clipboard; without one the latest that has happened.
void copy_selected_line(const Frame& frame, const EventListView& view);
void draw_event_list(const Frame& frame, const ui::Rect& rect, EventListView& view);

}  // namespace app::panels
