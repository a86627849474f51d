#include "app/platform/chord.hpp"

#include <algorithm>
#include <array>

namespace app::platform {
namespace {

struct Named {
  Key key;
  std::string_view name;
};

// The first name of a key is the one shown.
constexpr std::array names = {
    Named{Key::space, "Space"},
    Named{Key::left, "Left"},
    Named{Key::right, "Right"},
    Named{Key::up, "Up"},
    Named{Key::down, "Down"},
    Named{Key::home, "Home"},
    Named{Key::end, "End"},
    Named{Key::page_up, "PageUp"},
    Named{Key::page_down, "PageDown"},
    Named{Key::tab, "Tab"},
    Named{Key::enter, "Enter"},
    Named{Key::escape, "Esc"},
    Named{Key::backspace, "Backspace"},
    Named{Key::del, "Delete"},
    Named{Key::insert, "Insert"},
    Named{Key::f1, "F1"},
    Named{Key::f2, "F2"},
    Named{Key::f3, "F3"},
    Named{Key::f4, "F4"},
    Named{Key::f5, "F5"},
    Named{Key::f6, "F6"},
    Named{Key::f7, "F7"},
    Named{Key::f8, "F8"},
    Named{Key::f9, "F9"},
    Named{Key::f10, "F10"},
    Named{Key::f11, "F11"},
    Named{Key::f12, "F12"},
    Named{Key::escape, "Escape"},
    Named{Key::enter, "Return"},
    Named{Key::page_up, "PgUp"},
    Named{Key::page_down, "PgDn"},
    Named{Key::del, "Del"},
    Named{Key::ctrl, "Ctrl"},
    Named{Key::shift, "Shift"},
    Named{Key::alt, "Alt"},
};

constexpr auto printable_names = [] {
  std::array<char, 128> chars{};
  for (std::size_t i = 0; i < chars.size(); ++i) chars[i] = static_cast<char>(i);
  return chars;
}();

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, upper, upper);
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

bool is_printable(Key key) {
  const auto code = static_cast<std::uint16_t>(key);
  return code > 32 && code < 127;
}

Key key_named(std::string_view name) {
  if (name.size() == 1 && name[0] > 32 && name[0] < 127) return key_of(upper(name[0]));
  for (const Named& row : names)
    if (same_word(row.name, name)) return row.key;
  return Key::none;
}

engine::Error unknown_key(std::string_view chord, std::string_view key) {
  engine::Error error{"key chord ", "no key is named "};
  error.where += chord;
  error.what.append(key).append("; write for example Ctrl+Z, Shift+Right, F6");
  return error;
}

}  // namespace

engine::Result<Chord> parse_chord(std::string_view text) {
  Chord chord;
  std::string_view rest = trimmed(text);
  while (true) {
    const std::size_t plus = rest.find('+', 1);  // from 1: "+" itself is a key
    if (plus == std::string_view::npos || plus + 1 == rest.size()) break;
    const std::string_view mod = trimmed(rest.substr(0, plus));
    if (same_word(mod, "Ctrl") || same_word(mod, "Control"))
      chord.mods.ctrl = true;
    else if (same_word(mod, "Shift"))
      chord.mods.shift = true;
    else if (same_word(mod, "Alt"))
      chord.mods.alt = true;
    else
      return std::unexpected(unknown_key(text, mod));
    rest = trimmed(rest.substr(plus + 1));
  }
  if (rest == "?") {  // Shift and the slash key, wherever the keyboard has it
    chord.mods.shift = true;
    rest = "/";
  }
  chord.key = key_named(rest);
  if (chord.key == Key::none) return std::unexpected(unknown_key(text, rest));
  return chord;
}

std::string_view key_name(Key key) {
  if (is_printable(key)) return {&printable_names[static_cast<std::size_t>(key)], 1};
  const auto found = std::ranges::find(names, key, &Named::key);
  return found == names.end() ? std::string_view{} : found->name;
}

std::string chord_text(const Chord& chord) {
  if (chord == Chord{{.shift = true}, key_of('/')}) return "?";
  std::string text;
  if (chord.mods.ctrl) text += "Ctrl+";
  if (chord.mods.shift) text += "Shift+";
  if (chord.mods.alt) text += "Alt+";
  return text += key_name(chord.key);
}

}  // namespace app::platform
