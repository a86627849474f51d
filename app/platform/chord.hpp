// A key with its modifiers, and how people write it.
#pragma once

#include <string>
#include <string_view>

#include "app/platform/input.hpp"
#include "engine/base/result.hpp"

namespace app::platform {

struct Chord {
  Mods mods{};
  Key key{};
  bool operator==(const Chord&) const = default;
};

// "Ctrl+Z", "Shift+Right", "Space", "PageDown", "F6", "[", "+": no case, blanks around + allowed.
engine::Result<Chord> parse_chord(std::string_view text);
std::string chord_text(const Chord& chord);
std::string_view key_name(Key key);

}  // namespace app::platform
