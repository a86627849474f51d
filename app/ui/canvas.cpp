#include "app/ui/canvas.hpp"

#include <imgui.h>

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "app/ui/line_break.hpp"
#include "app/ui/polyline.hpp"

namespace app::ui {
namespace {

// Half the height of what the eye takes for the body of a line, above the baseline: close to both
// the middle of capitals and the middle of Han characters.
constexpr float body_middle = 0.365f;

ImVec2 vec(Point p) { return {p.x, p.y}; }

std::vector<ImVec2> vecs(std::span<const Point> points) {
  std::vector<ImVec2> out;
  out.reserve(points.size());
  for (const Point& p : points) out.push_back(vec(p));
  return out;
}

}  // namespace

std::uint32_t Canvas::packed(Color c) const {
  const auto alpha = static_cast<unsigned>(std::lround(static_cast<float>(c.a) * opacity_));
  return IM_COL32(c.r, c.g, c.b, alpha);
}

float Canvas::set_opacity(float share) { return std::exchange(opacity_, share); }

void Canvas::push_clip(const Rect& r) {
  list_->PushClipRect({r.x, r.y}, {r.right(), r.bottom()}, true);
}
void Canvas::pop_clip() { list_->PopClipRect(); }
Rect Canvas::clip() const {
  const ImVec2 low = list_->GetClipRectMin();
  const ImVec2 high = list_->GetClipRectMax();
  return {low.x, low.y, high.x - low.x, high.y - low.y};
}

void Canvas::fill(const Rect& r, Color color, float radius) {
  list_->AddRectFilled({r.x, r.y}, {r.right(), r.bottom()}, packed(color), radius);
}

void Canvas::outline(const Rect& r, Color color, float width, float radius) {
  // Inside the rectangle, so that neighbours never share ink.
  const Rect in = inset(r, width / 2);
  list_->AddRect({in.x, in.y}, {in.right(), in.bottom()}, packed(color), radius, 0, width);
}

void Canvas::circle(Point centre, float radius, Color fill, Color outline, float width) {
  if (fill.a > 0) list_->AddCircleFilled(vec(centre), radius, packed(fill));
  if (width > 0) list_->AddCircle(vec(centre), radius, packed(outline), 0, width);
}

void Canvas::triangle(Point a, Point b, Point c, Color fill) {
  list_->AddTriangleFilled(vec(a), vec(b), vec(c), packed(fill));
}

void Canvas::polygon(std::span<const Point> points, Color fill) {
  const auto corners = vecs(points);
  list_->AddConvexPolyFilled(corners.data(), static_cast<int>(corners.size()), packed(fill));
}

void Canvas::plain_path(std::span<const Point> points, Color color, float width, bool closed) {
  const auto corners = vecs(points);
  list_->AddPolyline(corners.data(), static_cast<int>(corners.size()), packed(color),
                     closed ? ImDrawFlags_Closed : ImDrawFlags_None, width);
}

void Canvas::dashed_path(std::span<const Point> points, std::span<const float> lengths, Color color,
                         float width) {
  for (const Piece& piece : dashes(points, lengths))
    list_->AddLine(vec(piece.from), vec(piece.to), packed(color), width);
}

// Yellow slants on black, as on the tape around a building site.
void Canvas::hazard_path(std::span<const Point> points, float width) {
  // Black tape needs an edge where the paper is dark.
  if (theme_->name == ThemeName::dark) plain_path(points, theme_->ink, width + px(2), false);
  plain_path(points, theme_->hazard_dark, width, false);
  const float stripe = std::max(width, px(4));
  const std::array lengths = {stripe, stripe};
  const float half = std::max(1.0f, width / 2 - px(0.75f));
  for (const Piece& piece : dashes(points, lengths)) {
    const Point along = unit(piece.to - piece.from);
    const Point side = left_of(along) * half;
    const Point slant = along * (half / 2);
    const std::array corners = {piece.from + side + slant, piece.to + side + slant,
                                piece.to - side - slant, piece.from - side - slant};
    polygon(corners, theme_->hazard_light);
  }
}

void Canvas::styled_path(std::span<const Point> points, const Stroke& stroke, Color color,
                         float width, bool closed) {
  const bool in_pieces = stroke.style == LineStyle::dashed || stroke.style == LineStyle::dotted ||
                         stroke.style == LineStyle::dash_dot;
  if (closed && in_pieces) {  // the last side as well
    std::vector<Point> ring(points.begin(), points.end());
    ring.push_back(points.front());
    return styled_path(ring, stroke, color, width, false);
  }
  switch (stroke.style) {
    case LineStyle::solid:
      return plain_path(points, color, width, closed);
    case LineStyle::dashed: {
      const std::array lengths = {px(8), px(5)};
      return dashed_path(points, lengths, color, width);
    }
    case LineStyle::dotted: {
      const std::array lengths = {std::max(px(2), stroke.width), px(4)};
      return dashed_path(points, lengths, color, width);
    }
    case LineStyle::dash_dot: {
      const std::array lengths = {px(9), px(4), px(2), px(4)};
      return dashed_path(points, lengths, color, width);
    }
    case LineStyle::wavy: {
      const auto waves = wave(points, px(3), px(14));
      return plain_path(waves, color, width, false);
    }
    case LineStyle::doubled:
      for (const float side : {-1.0f, 1.0f}) {
        const auto beside = parallel(points, side * (stroke.width / 2 + px(1.25f)));
        plain_path(beside, color, width, closed);
      }
      return;
    case LineStyle::hazard:
      return hazard_path(points, std::max(width, px(5)));
  }
}

void Canvas::path(std::span<const Point> points, const Stroke& stroke, bool closed) {
  if (points.size() < 2) return;
  if (stroke.casing.a > 0)
    styled_path(points, stroke, stroke.casing, stroke.width + 2 * px(1), closed);
  styled_path(points, stroke, stroke.color, stroke.width, closed);
}

void Canvas::line(Point from, Point to, const Stroke& stroke) {
  const std::array points = {from, to};
  path(points, stroke);
}

void Canvas::arrow(Point from, Point to, const Stroke& stroke, float head) {
  const Point along = unit(to - from);
  const float whole = length(to - from);
  line(from, to - along * std::min(whole, head * 0.8f), stroke);
  const Color ink = stroke.casing.a > 0 ? stroke.casing : stroke.color;
  const bool hazard = stroke.style == LineStyle::hazard;
  arrow_head(to, from, head, hazard ? theme_->hazard_light : stroke.color,
             hazard ? theme_->hazard_dark : ink);
}

void Canvas::arrow_head(Point tip, Point from, float long_, Color fill, Color outline) {
  const Point along = unit(tip - from);
  const Point side = left_of(along) * (long_ * 0.45f);
  const Point back = tip - along * long_;
  const std::array corners = {tip, back + side, back - side};
  triangle(corners[0], corners[1], corners[2], fill);
  plain_path(corners, outline, px(1), true);
}

void Canvas::curve(Point from, Point control_1, Point control_2, Point to, const Stroke& stroke) {
  constexpr int steps = 24;
  std::array<Point, steps + 1> points;
  for (int i = 0; i <= steps; ++i) {
    const float t = static_cast<float>(i) / steps;
    const float u = 1 - t;
    points[static_cast<std::size_t>(i)] = from * (u * u * u) + control_1 * (3 * u * u * t) +
                                          control_2 * (3 * u * t * t) + to * (t * t * t);
  }
  path(points, stroke);
}

void Canvas::zigzag(Point from, Point to, float height, const Stroke& stroke) {
  const Point side = left_of(unit(to - from)) * (height / 2);
  const int teeth = std::clamp(static_cast<int>(length(to - from) / (height * 2)), 1, 400);
  std::vector<Point> points = {from};
  for (int i = 0; i < teeth * 2; ++i) {
    const float share = (static_cast<float>(i) + 0.5f) / static_cast<float>(teeth * 2);
    points.push_back(between(from, to, share) + side * (i % 2 == 0 ? 1.0f : -1.0f));
  }
  points.push_back(to);
  path(points, stroke);
}

void Canvas::cross(Point c, float r, const Stroke& stroke) {
  if (stroke.casing.a > 0) {
    Stroke under{stroke.casing, stroke.width + 2 * px(1)};
    line(c + Point{-r, -r}, c + Point{r, r}, under);
    line(c + Point{-r, r}, c + Point{r, -r}, under);
  }
  const Stroke over{stroke.color, stroke.width};
  line(c + Point{-r, -r}, c + Point{r, r}, over);
  line(c + Point{-r, r}, c + Point{r, -r}, over);
}

void Canvas::text(Point top_left, TextRole role, std::string_view text, Color color) {
  fonts_->need(role, text);
  ImFont* font = fonts_->font(role);
  const float baseline =
      top_left.y + fonts_->line_height(role) / 2 + fonts_->em(role) * body_middle;
  list_->AddText(font, font->FontSize,
                 {std::round(top_left.x), std::round(baseline - font->Ascent)}, packed(color),
                 text.data(), text.data() + text.size());
}

bool Canvas::text_in(const Rect& rect, TextRole role, std::string_view whole, Color color,
                     Align align) {
  std::string cut;
  float width = measure(role, whole).w;
  const bool fits = width <= rect.w + 0.5f;
  if (!fits) {
    std::size_t end = 0, next = 0;
    const float room = rect.w - measure(role, "…").w;
    while (next < whole.size()) {
      next_code_point(whole, next);
      if (measure(role, whole.substr(0, next)).w > room) break;
      end = next;
    }
    cut = std::string(whole.substr(0, end)) + "…";
    whole = cut;
    width = measure(role, whole).w;
  }
  const float free = rect.w - width;
  const float x = align == Align::left ? 0 : align == Align::centre ? free / 2 : free;
  text({rect.x + x, rect.centre().y - fonts_->line_height(role) / 2}, role, whole, color);
  return fits;
}

void Canvas::label(Point centre, TextRole role, std::string_view words) {
  const Size size = measure(role, words);
  const Rect plate{centre.x - size.w / 2 - px(3), centre.y - size.h / 2, size.w + px(6), size.h};
  fill(plate, theme_->panel);
  text({plate.x + px(3), plate.y}, role, words, theme_->ink);
}

}  // namespace app::ui
