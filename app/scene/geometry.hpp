// Points and rectangles in logical pixels, y downwards. Plain arithmetic; it knows no window.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace scene {

struct Vec2 {
  float x{}, y{};
  friend constexpr bool operator==(Vec2, Vec2) = default;
};
constexpr Vec2 operator+(Vec2 a, Vec2 b) { return {a.x + b.x, a.y + b.y}; }
constexpr Vec2 operator-(Vec2 a, Vec2 b) { return {a.x - b.x, a.y - b.y}; }
constexpr Vec2 operator*(Vec2 a, float k) { return {a.x * k, a.y * k}; }
constexpr Vec2 between(Vec2 a, Vec2 b, float fraction) { return a + (b - a) * fraction; }

struct Rect {
  float x{}, y{}, width{}, height{};
  friend constexpr bool operator==(Rect, Rect) = default;

  constexpr float right() const { return x + width; }
  constexpr float bottom() const { return y + height; }
  constexpr Vec2 center() const { return {x + width / 2, y + height / 2}; }
};

constexpr bool contains(const Rect& r, Vec2 p) {
  return p.x >= r.x && p.x < r.right() && p.y >= r.y && p.y < r.bottom();
}
constexpr bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

// How far a point is from the stretch between two others.
inline float distance_to_line(Vec2 p, Vec2 a, Vec2 b) {
  const Vec2 along = b - a;
  const float length2 = along.x * along.x + along.y * along.y;
  const float t =
      length2 == 0
          ? 0.0f
          : std::clamp(((p.x - a.x) * along.x + (p.y - a.y) * along.y) / length2, 0.0f, 1.0f);
  const Vec2 nearest = between(a, b, t);
  return std::hypot(p.x - nearest.x, p.y - nearest.y);
}

// A short run of corners without an allocation: no arrow or edge of ours has more.
struct Polyline {
  static constexpr std::size_t capacity = 8;
  std::array<Vec2, capacity> corners{};
  std::uint8_t count{};
  friend constexpr bool operator==(const Polyline&, const Polyline&) = default;

  // Corners beyond the capacity replace the last one: the end of the line stays true.
  constexpr void add(Vec2 p) {
    if (count < capacity) ++count;
    corners[count - 1u] = p;
  }
  constexpr std::span<const Vec2> points() const { return {corners.data(), count}; }
  constexpr Vec2 first() const { return corners[0]; }
  constexpr Vec2 last() const { return corners[count == 0 ? 0u : count - 1u]; }
};

}  // namespace scene
