// The one queue of input: the window's callbacks and automation put in, frames take out. A frame
// gets at most one change of each button and key, so that a press and a release that came together
// are both seen, and no modifier changes behind a key that was struck. Knows no GLFW and no ImGui.
#pragma once

#include <cstddef>
#include <deque>
#include <string_view>
#include <vector>

#include "app/platform/input.hpp"

namespace app::platform {

class InputQueue {
 public:
  void push(InputEvent event) { events_.push_back(std::move(event)); }
  void push_click(float x, float y, MouseButton button);
  // Modifiers down, key down and up, modifiers up.
  void push_key(Key key, Mods mods);
  void push_text(std::string_view utf8);

  std::vector<InputEvent> take_frame();
  std::size_t pending() const { return events_.size(); }

 private:
  std::deque<InputEvent> events_;
};

}  // namespace app::platform
