// Patterns, state bars and tokens: the drawings that mean something (ux.md 9.1).
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "app/ui/canvas.hpp"
#include "app/ui/polyline.hpp"

namespace app::ui {
namespace {

// Rounded corners and one pointed end; convex, clockwise from the upper left.
std::vector<Point> token_outline(const Rect& r, Pointing pointing) {
  const float tip = pointing == Pointing::none ? 0 : r.h * 0.38f;
  const float radius = r.h * 0.16f;
  const float left = pointing == Pointing::left ? r.x + tip : r.x;
  const float right = pointing == Pointing::right ? r.right() - tip : r.right();
  std::vector<Point> points;
  const auto corner = [&](Point centre, float from_turns, float round) {
    constexpr int steps = 4;
    for (int i = 0; i <= steps; ++i) {
      const float turns = from_turns + 0.25f * static_cast<float>(i) / steps;
      const float angle = turns * 2 * std::numbers::pi_v<float>;
      points.push_back(centre + Point{std::cos(angle), std::sin(angle)} * round);
    }
  };
  if (pointing == Pointing::left) {
    points.push_back({left, r.bottom()});
    points.push_back({r.x, r.centre().y});
    points.push_back({left, r.y});
  } else {
    corner({left + radius, r.bottom() - radius}, 0.25f, radius);
    corner({left + radius, r.y + radius}, 0.5f, radius);
  }
  if (pointing == Pointing::right) {
    points.push_back({right, r.y});
    points.push_back({r.right(), r.centre().y});
    points.push_back({right, r.bottom()});
  } else {
    corner({right - radius, r.y + radius}, 0.75f, radius);
    corner({right - radius, r.bottom() - radius}, 0.0f, radius);
  }
  return points;
}

}  // namespace

void Canvas::hatch(const Rect& r, Pattern pattern, Color color, float distance, float width) {
  const auto stroke = [&](Point a, Point b) {
    list_->AddLine({a.x, a.y}, {b.x, b.y}, packed(color), width);
  };
  switch (pattern) {
    case Pattern::empty:
    case Pattern::solid:
      return;
    case Pattern::rising:
    case Pattern::falling:
      for (const Piece& piece : diagonal_lines(r, distance, pattern == Pattern::rising))
        stroke(piece.from, piece.to);
      return;
    case Pattern::vertical:
      for (float x = r.x + distance / 2; x < r.right(); x += distance)
        stroke({x, r.y}, {x, r.bottom()});
      return;
    case Pattern::horizontal:
      for (float y = r.y + distance / 2; y < r.bottom(); y += distance)
        stroke({r.x, y}, {r.right(), y});
      return;
    case Pattern::dotted:
      for (float y = r.y + distance / 2; y < r.bottom(); y += distance)
        for (float x = r.x + distance / 2; x < r.right(); x += distance)
          list_->AddRectFilled({x - width, y - width}, {x + width, y + width}, packed(color));
      return;
  }
}

void Canvas::pattern(const Rect& r, Pattern pattern, Color color) {
  hatch(r, pattern, color, px(theme_->hatch), px(std::max(1.0f, theme_->thin * 0.6f)));
}

void Canvas::state_bar(const Rect& r, StateFamily family) {
  fill(r, theme_->family(family));
  // On a fill the hatch is always black: the fills are light in every theme. A hollow bar is as
  // dark as the panel, and its dots are the ink's.
  if (family == StateFamily::listening)
    hatch(r, Pattern::dotted, theme_->ink, px(5), px(1));
  else
    pattern(r, ui::pattern(family), rgb(0x000000, 150));
  outline(r, theme_->ink, px(std::max(1.0f, theme_->thin * 0.6f)));
  const float side = px(12);
  if (family == StateFamily::waiting && r.w >= side && r.h >= side) {
    const Rect mark{r.centre().x - side / 2, r.centre().y - side / 2, side, side};
    fill(mark, theme_->family(family));
    icon(mark, Icon::hourglass, rgb(0x000000));
  }
}

void Canvas::hazard_border(const Rect& r, float width) {
  const Rect in = inset(r, width / 2);
  const std::array corners = {in.origin(), Point{in.right(), in.y}, Point{in.right(), in.bottom()},
                              Point{in.x, in.bottom()}, in.origin()};
  hazard_path(corners, width);
}

void Canvas::shade(const Rect& r) {
  fill(r, faded(theme_->window, 0.72f));
  hatch(r, Pattern::rising, faded(theme_->line, 0.6f), px(9), px(1));
}

void Canvas::token_body(const Rect& r, const TokenLook& look) {
  const auto outline_points = token_outline(r, look.pointing);
  if (!look.split_syn_ack) {
    polygon(outline_points, theme_->token(look.kind).fill);
    return;
  }
  polygon(outline_points, theme_->token(TokenKind::ack).fill);
  push_clip({r.x, r.y, r.w / 2, r.h});
  polygon(outline_points, theme_->token(TokenKind::syn).fill);
  pop_clip();
}

void Canvas::token_border(const Rect& r, const TokenLook& look) {
  auto points = token_outline(r, look.pointing);
  const float width = px(theme_->stroke);
  if (look.provenance == Provenance::forged) {
    points.push_back(points.front());
    hazard_path(points, px(6));
  } else {
    plain_path(points, theme_->ink, width, true);
  }
  if (look.provenance == Provenance::duplicate) {
    const auto inner = token_outline(inset(r, width * 2), look.pointing);
    plain_path(inner, theme_->token(look.kind).ink, px(1.5f), true);
  }
  if (look.provenance == Provenance::edited) {
    // At the rear, where no letters are.
    const float rear = r.h * 0.45f;
    const Point at{look.pointing == Pointing::left ? r.right() - rear : r.x + rear, r.y};
    const float side = px(7);
    triangle({at.x - side, at.y - px(1)}, {at.x + side, at.y - px(1)}, {at.x, at.y + side},
             theme_->panel);
    const std::array notch = {Point{at.x - side, at.y}, Point{at.x, at.y + side},
                              Point{at.x + side, at.y}};
    plain_path(notch, theme_->ink, width, false);
  }
  if (look.corner_mark) {
    const float x = look.pointing == Pointing::left ? r.right() : r.x;
    const float inward = look.pointing == Pointing::left ? -px(12) : px(12);
    const std::array mark = {Point{x, r.y}, Point{x + inward, r.y}, Point{x, r.y + px(12)}};
    triangle(mark[0], mark[1], mark[2], theme_->mark);
    plain_path(mark, theme_->ink, px(1.5f), true);
  }
  if (look.selected) {
    const auto around = token_outline(inset(r, -px(4)), look.pointing);
    plain_path(around, theme_->focus, px(3), true);
  }
}

void Canvas::token_text(const Rect& r, const TokenLook& look) {
  const Color ink = theme_->token(look.kind).ink;
  const float tip = look.pointing == Pointing::none ? 0 : r.h * 0.3f;
  Rect body = inset(r, px(4), px(2));
  if (look.pointing == Pointing::left) take_left(body, tip);
  if (look.pointing == Pointing::right) take_right(body, tip);
  const std::size_t cut = look.detail.find('\n');
  const bool two = cut != std::string_view::npos;
  // The larger type when there is room for all lines.
  const float large =
      fonts_->em(TextRole::lamp) + fonts_->em(TextRole::number) * (two ? 2.0f : 1.0f);
  const bool roomy = look.detail.empty() || body.h >= large;
  const TextRole flags = roomy ? TextRole::lamp : TextRole::strong;
  const TextRole detail = roomy ? TextRole::number : TextRole::small;
  Rect upper = body;
  if (!look.detail.empty()) {
    // All lines as one block in the middle, set tightly: clear of the border at every size.
    const float first = fonts_->em(flags) * 1.08f;
    const float others = fonts_->em(detail) * (two ? 2.16f : 1.08f);
    body.y += (body.h - first - others) / 2;
    body.h = first + others;
    upper = take_top(body, first);
  }
  token_flags(upper, flags, look);
  if (two)
    text_in(take_top(body, body.h / 2), detail, look.detail.substr(0, cut), ink, Align::centre);
  if (!look.detail.empty())
    text_in(body, detail, look.detail.substr(two ? cut + 1 : 0), ink, Align::centre);
}

// With the glyph of the dominant flag before them, where there is room.
void Canvas::token_flags(const Rect& upper, TextRole role, const TokenLook& look) {
  const Color ink = theme_->token(look.kind).ink;
  const float glyph = fonts_->em(role) * 0.7f;
  const float words = measure(role, look.flags).w;
  if (words + glyph + px(5) > upper.w) {
    text_in(upper, role, look.flags, ink, Align::centre);
    return;
  }
  const float left = upper.centre().x - (words + glyph + px(5)) / 2;
  flag_glyph({left, upper.centre().y - glyph / 2, glyph, glyph}, look.kind, ink);
  text_in({left + glyph + px(5), upper.y, words + 1, upper.h}, role, look.flags, ink);
}

void Canvas::token(const Rect& rect, const TokenLook& look) {
  Rect r = rect;
  if (look.lifted) {
    polygon(token_outline({r.x + px(3), r.y + px(4), r.w, r.h}, look.pointing), theme_->shade);
    r.y -= px(2);
  }
  token_body(r, look);
  token_border(r, look);
  token_text(r, look);
}

void Canvas::flag_glyph(const Rect& r, TokenKind kind, Color color) {
  const float width = std::max(1.5f, r.w * 0.14f);
  const Rect in = inset(r, r.w * 0.08f);
  switch (kind) {
    case TokenKind::syn:
      return icon(in, Icon::diamond, color);
    case TokenKind::ack:
      return icon(in, Icon::check, color);
    case TokenKind::data:
      return icon(in, Icon::lines, color);
    case TokenKind::fin:
      return fill(inset(in, in.w * 0.1f), color);
    case TokenKind::rst:
      return cross(in.centre(), in.w * 0.36f, {color, width * 1.3f});
  }
}

}  // namespace app::ui
