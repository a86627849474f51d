#include "app/ui/theme.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/invariant.hpp"

namespace app::ui {
namespace {

constexpr Theme light_theme{
    .name = ThemeName::light,
    .window = rgb(0xF4F5F7),
    .panel = rgb(0xFFFFFF),
    .raised = rgb(0xEBEDF0),
    .hovered = rgb(0xDDE6F2),
    .selected = rgb(0xC9DEF7),
    .ink = rgb(0x14171A),
    .secondary = rgb(0x4A5058),
    .line = rgb(0x767D86),
    .focus = rgb(0x005FCC),
    .correct = rgb(0xE3F4EE),
    .attention = rgb(0xFDF0DC),
    .mark = rgb(0xF0E442),
    .mark_ink = rgb(0x000000),
    .hazard_dark = rgb(0x000000),
    .hazard_light = rgb(0xF0E442),
    .shade = rgb(0x14171A, 90),
};

constexpr Theme dark_theme{
    .name = ThemeName::dark,
    .window = rgb(0x0F1317),
    .panel = rgb(0x161B21),
    .raised = rgb(0x252C34),
    .hovered = rgb(0x2B3A4A),
    .selected = rgb(0x1F4668),
    .ink = rgb(0xE8EBEF),
    .secondary = rgb(0xAEB6C0),
    .line = rgb(0x6F7A86),
    .focus = rgb(0x7CC4FF),
    .correct = rgb(0x12352A),
    .attention = rgb(0x3A2A0C),
    .mark = rgb(0xF7EF7A),
    .mark_ink = rgb(0x000000),
    .hazard_dark = rgb(0x000000),
    .hazard_light = rgb(0xF0E442),
    .shade = rgb(0x000000, 140),
};

constexpr Theme projector_theme{
    .name = ThemeName::projector,
    .window = rgb(0xFFFFFF),
    .panel = rgb(0xFFFFFF),
    .raised = rgb(0xECEEF1),
    .hovered = rgb(0xDDE6F2),
    .selected = rgb(0xC9DEF7),
    .ink = rgb(0x000000),
    .secondary = rgb(0x4A5058),
    .line = rgb(0x4A5058),
    .focus = rgb(0x005FCC),
    .correct = rgb(0xE3F4EE),
    .attention = rgb(0xFDF0DC),
    .mark = rgb(0xF0E442),
    .mark_ink = rgb(0x000000),
    .hazard_dark = rgb(0x000000),
    .hazard_light = rgb(0xF0E442),
    .shade = rgb(0x000000, 90),
    .thin = 3,
    .stroke = 3,
    .hatch = 7,
};

double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Color c) {
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

std::uint8_t mix(std::uint8_t a, std::uint8_t b, float share) {
  const auto from = static_cast<float>(a);
  return static_cast<std::uint8_t>(std::lround(from + (static_cast<float>(b) - from) * share));
}

}  // namespace

Color mixed(Color a, Color b, float share) {
  return {mix(a.r, b.r, share), mix(a.g, b.g, share), mix(a.b, b.b, share), mix(a.a, b.a, share)};
}

double contrast(Color a, Color b) {
  const auto [low, high] = std::minmax({luminance(a), luminance(b)});
  return (high + 0.05) / (low + 0.05);
}

TokenColors Theme::token(TokenKind kind) const {
  constexpr Color white = rgb(0xFFFFFF);
  constexpr Color black = rgb(0x000000);
  const bool dark = name == ThemeName::dark;
  switch (kind) {
    case TokenKind::syn:
      return dark ? TokenColors{rgb(0x3D9BDB), black} : TokenColors{rgb(0x0072B2), white};
    case TokenKind::ack:
      return dark ? TokenColors{rgb(0xC3CBD4), black} : TokenColors{rgb(0x5B6470), white};
    case TokenKind::data:
      return {dark ? rgb(0x3DD6A0) : rgb(0x009E73), black};
    case TokenKind::fin:
      return {dark ? rgb(0xFFC04D) : rgb(0xE69F00), black};
    case TokenKind::rst:
      return {dark ? rgb(0xFF6B2C) : rgb(0xD55E00), black};
  }
  engine::unreachable("TokenKind");
}

Color Theme::family(StateFamily family) const {
  switch (family) {
    case StateFamily::none:
    case StateFamily::listening:
      return panel;
    case StateFamily::opening:
      return rgb(0x56B4E9);
    case StateFamily::open:
      return rgb(0x009E73);
    case StateFamily::closing_first:
      return rgb(0xE69F00);
    case StateFamily::closing_second:
      return rgb(0xCC79A7);
    case StateFamily::waiting:
      return rgb(0xF0E442);
  }
  engine::unreachable("StateFamily");
}

const Theme& theme(ThemeName name) {
  switch (name) {
    case ThemeName::light:
      return light_theme;
    case ThemeName::dark:
      return dark_theme;
    case ThemeName::projector:
      return projector_theme;
  }
  engine::unreachable("ThemeName");
}

Pattern pattern(StateFamily family) {
  switch (family) {
    case StateFamily::none:
      return Pattern::empty;
    case StateFamily::listening:
      return Pattern::dotted;
    case StateFamily::opening:
      return Pattern::rising;
    case StateFamily::open:
      return Pattern::solid;
    case StateFamily::closing_first:
      return Pattern::falling;
    case StateFamily::closing_second:
      return Pattern::vertical;
    case StateFamily::waiting:
      return Pattern::horizontal;
  }
  engine::unreachable("StateFamily");
}

}  // namespace app::ui
