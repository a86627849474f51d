// Colours and patterns (ux.md 9.1). Text is always ink; colour lives in fills and cased strokes,
// and every family of meaning also has a pattern. Knows no ImGui.
#pragma once

#include <cstdint>

#include "app/session/appearance.hpp"

namespace app::ui {

struct Color {
  std::uint8_t r{};
  std::uint8_t g{};
  std::uint8_t b{};
  std::uint8_t a = 255;
  bool operator==(const Color&) const = default;
};

constexpr Color rgb(std::uint32_t hex, std::uint8_t alpha = 255) {
  return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8),
          static_cast<std::uint8_t>(hex), alpha};
}
constexpr Color faded(Color c, float share) {
  c.a = static_cast<std::uint8_t>(static_cast<float>(c.a) * share);
  return c;
}
Color mixed(Color a, Color b, float share);
double contrast(Color a, Color b);  // WCAG 2 ratio, 1 to 21

using ThemeName = app::Theme;
enum class TokenKind : std::uint8_t { syn, ack, data, fin, rst };  // the dominant flag
enum class StateFamily : std::uint8_t {
  none,
  listening,  // hollow too, but dotted
  opening,
  open,
  closing_first,
  closing_second,
  waiting
};
enum class Pattern : std::uint8_t { empty, solid, dotted, rising, falling, vertical, horizontal };

struct TokenColors {
  Color fill;
  Color ink;
};

struct Theme {
  ThemeName name{};
  Color window;
  Color panel;
  Color raised;    // buttons, key caps
  Color hovered;   // under the pointer
  Color selected;  // chosen row, pressed button
  Color ink;
  Color secondary;
  Color line;
  Color focus;
  Color correct;    // background of "right"
  Color attention;  // background of "look again"
  Color mark;       // corner mark of URG, ECE, CWR
  Color mark_ink;
  Color hazard_dark;
  Color hazard_light;
  Color shade;     // over what is not to be touched now
  float thin = 1;  // strokes, in logical pixels
  float stroke = 2;
  float hatch = 5;  // distance of hatch lines

  TokenColors token(TokenKind kind) const;
  Color family(StateFamily family) const;
};

const Theme& theme(ThemeName name);
Pattern pattern(StateFamily family);

}  // namespace app::ui
