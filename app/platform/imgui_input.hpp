// Hands our input events to ImGui, for the old key array of 1.86 and the events of 1.87 and later.
#pragma once

#include <set>
#include <span>
#include <vector>

#include "app/platform/input.hpp"

namespace app::platform {

class ImGuiInput {
 public:
  void set_up();  // once, after ImGui's context exists
  void apply(std::span<const InputEvent> events);
  const std::vector<KeyPress>& keys_pressed() const { return pressed_; }
  bool held(Key key) const { return held_.contains(key); }

 private:
  void apply_key(const KeyPress& key);
  void release_everything();
  void tell_mods() const;

  std::set<Key> held_;
  std::vector<KeyPress> pressed_;
};

}  // namespace app::platform
