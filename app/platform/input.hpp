// What a person does with mouse and keyboard, as plain events. The window's callbacks and the
// automation of `synscope drive` make the same events and put them into the same queue.
// Knows no GLFW and no ImGui.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <variant>

namespace app::platform {

struct Mods {
  bool ctrl = false;
  bool shift = false;
  bool alt = false;
  auto operator<=>(const Mods&) const = default;
};

// A printable key carries the upper-case character its cap shows ('A', '[', '/'); others follow.
enum class Key : std::uint16_t {
  none = 0,
  space = 32,
  left = 256,
  right,
  up,
  down,
  home,
  end,
  page_up,
  page_down,
  tab,
  enter,
  escape,
  backspace,
  del,
  insert,
  ctrl,
  shift,
  alt,
  f1,
  f2,
  f3,
  f4,
  f5,
  f6,
  f7,
  f8,
  f9,
  f10,
  f11,
  f12,
};

constexpr Key key_of(char upper_case) {
  return static_cast<Key>(static_cast<unsigned char>(upper_case));
}

enum class MouseButton : std::uint8_t { left, right, middle };

struct MouseMove {
  float x{};
  float y{};
};
struct MousePress {
  MouseButton button{};
  bool down{};
};
struct MouseWheel {
  float dx{};
  float dy{};  // positive = away from the person = scroll up
};
struct KeyPress {
  Key key{};  // none = a key that we have no name for; only the key test looks at those
  Mods mods{};
  bool down{true};
  bool repeat{false};
  int code{};      // what the window system calls the key, and
  int scancode{};  // the number the keyboard sent; both 0 when automation made the press
};
struct TextTyped {
  std::string utf8;
};
struct FocusChange {
  bool focused{};
};

using InputEvent =
    std::variant<MouseMove, MousePress, MouseWheel, KeyPress, TextTyped, FocusChange>;

}  // namespace app::platform
