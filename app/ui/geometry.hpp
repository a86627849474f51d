// Points, sizes and rectangles on the screen, in real pixels. Plain arithmetic; knows no ImGui.
#pragma once

#include <algorithm>

#include "app/scene/geometry.hpp"

namespace app::ui {

struct Point {
  float x{};
  float y{};
  bool operator==(const Point&) const = default;
};

constexpr Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
constexpr Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
constexpr Point operator*(Point a, float k) { return {a.x * k, a.y * k}; }
constexpr Point between(Point a, Point b, float share) { return a + (b - a) * share; }

struct Size {
  float w{};
  float h{};
  bool operator==(const Size&) const = default;
};

struct Rect {
  float x{};
  float y{};
  float w{};
  float h{};
  bool operator==(const Rect&) const = default;

  constexpr float right() const { return x + w; }
  constexpr float bottom() const { return y + h; }
  constexpr Point origin() const { return {x, y}; }
  constexpr Point centre() const { return {x + w / 2, y + h / 2}; }
  constexpr Size size() const { return {w, h}; }
  constexpr bool empty() const { return w <= 0 || h <= 0; }
  constexpr bool holds(Point p) const {
    return p.x >= x && p.x < right() && p.y >= y && p.y < bottom();
  }
};

constexpr Rect overlap(const Rect& a, const Rect& b) {
  const float x = std::max(a.x, b.x);
  const float y = std::max(a.y, b.y);
  return {x, y, std::max(0.0f, std::min(a.right(), b.right()) - x),
          std::max(0.0f, std::min(a.bottom(), b.bottom()) - y)};
}

constexpr bool inside(const Rect& inner, const Rect& outer, float slack = 0.5f) {
  return inner.x >= outer.x - slack && inner.y >= outer.y - slack &&
         inner.right() <= outer.right() + slack && inner.bottom() <= outer.bottom() + slack;
}

constexpr Rect inset(const Rect& r, float by) {
  return {r.x + by, r.y + by, std::max(0.0f, r.w - 2 * by), std::max(0.0f, r.h - 2 * by)};
}
constexpr Rect inset(const Rect& r, float across, float down) {
  return {r.x + across, r.y + down, std::max(0.0f, r.w - 2 * across),
          std::max(0.0f, r.h - 2 * down)};
}

// Slicing: each takes a strip off one side of `rest` and returns it. A strip never exceeds what is
// left, so a sequence of slices always lies inside the first rectangle.
constexpr Rect take_top(Rect& rest, float h) {
  h = std::clamp(h, 0.0f, rest.h);
  const Rect strip{rest.x, rest.y, rest.w, h};
  rest = {rest.x, rest.y + h, rest.w, rest.h - h};
  return strip;
}
constexpr Rect take_bottom(Rect& rest, float h) {
  h = std::clamp(h, 0.0f, rest.h);
  rest.h -= h;
  return {rest.x, rest.bottom(), rest.w, h};
}
constexpr Rect take_left(Rect& rest, float w) {
  w = std::clamp(w, 0.0f, rest.w);
  const Rect strip{rest.x, rest.y, w, rest.h};
  rest = {rest.x + w, rest.y, rest.w - w, rest.h};
  return strip;
}
constexpr Rect take_right(Rect& rest, float w) {
  w = std::clamp(w, 0.0f, rest.w);
  rest.w -= w;
  return {rest.right(), rest.y, w, rest.h};
}

// Moves `r` the shortest way so that it lies inside `bounds` (menus beside the pointer).
constexpr Rect moved_inside(Rect r, const Rect& bounds) {
  r.x = std::max(bounds.x, std::min(r.x, bounds.right() - r.w));
  r.y = std::max(bounds.y, std::min(r.y, bounds.bottom() - r.h));
  return r;
}

// Scenes compute in logical pixels around their own origin.
constexpr Point to_screen(scene::Vec2 p, Point origin, float scale) {
  return {origin.x + p.x * scale, origin.y + p.y * scale};
}
constexpr Rect to_screen(const scene::Rect& r, Point origin, float scale) {
  return {origin.x + r.x * scale, origin.y + r.y * scale, r.width * scale, r.height * scale};
}
constexpr scene::Vec2 to_logical(Point p, Point origin, float scale) {
  return {(p.x - origin.x) / scale, (p.y - origin.y) / scale};
}

}  // namespace app::ui
