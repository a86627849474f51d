// Arithmetic on bent lines: walking along them, waves, parallels. Knows no ImGui.
#pragma once

#include <span>
#include <vector>

#include "app/ui/geometry.hpp"

namespace app::ui {

struct Piece {
  Point from;
  Point to;
};

float length(Point along);
float length(std::span<const Point> points);
Point unit(Point along);  // of length 1, or {0, 0}
constexpr Point left_of(Point along) { return {along.y, -along.x}; }

// The drawn pieces when `lengths` alternates drawn and left-out stretches.
std::vector<Piece> dashes(std::span<const Point> points, std::span<const float> lengths);
// A sine around the line; both ends stay where they are.
std::vector<Point> wave(std::span<const Point> points, float height, float wavelength);
// The same line `by` pixels to its left.
std::vector<Point> parallel(std::span<const Point> points, float by);

// The lines of a hatch inside a rectangle; `rising` goes up to the right.
std::vector<Piece> diagonal_lines(const Rect& rect, float distance, bool rising);

}  // namespace app::ui
