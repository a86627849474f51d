// What is on the screen in this frame: every control and every noted text, for automation, for the
// tests of overlap and clipping, and for keyboard focus. Knows no ImGui.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/ui/geometry.hpp"

namespace app::ui {

struct Widget {
  std::string id;     // stable: "transport.play"
  std::string label;  // what a person reads on it
  std::string layer;  // "main", or the id of the menu or dialog it belongs to
  Rect rect;
  Rect seen;  // the part that is not clipped away
  bool operable = true;
  bool enabled = true;
  bool focused = false;
  bool text_fits = true;
  std::string why_not{};  // why it is disabled
  float em = 0;           // height of its type, of a text

  bool visible() const { return !seen.empty(); }
};

class WidgetRegistry {
 public:
  void begin_frame();
  void add(Widget widget);
  // The frame last completed.
  const std::vector<Widget>& widgets() const { return shown_; }
  const Widget* find(std::string_view id) const;
  // Of the frame being made, in reading order of submission.
  const std::vector<Widget>& growing() const { return growing_; }
  void end_frame();
  // Pairs of operable, visible widgets of one layer that cover each other, except where one lies
  // wholly inside the other (a row and the button in it).
  std::vector<std::pair<std::string, std::string>> overlaps() const;
  // Ids registered twice in the frame: a mistake of the panel.
  std::vector<std::string> doubled_ids() const;

 private:
  std::vector<Widget> growing_;
  std::vector<Widget> shown_;
};

}  // namespace app::ui
