#include "app/ui/polyline.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace app::ui {
namespace {

constexpr std::size_t most_pieces = 4000;  // a line many screens long is not worth more

}  // namespace

float length(Point along) { return std::hypot(along.x, along.y); }

float length(std::span<const Point> points) {
  float total = 0;
  for (std::size_t i = 1; i < points.size(); ++i) total += length(points[i] - points[i - 1]);
  return total;
}

Point unit(Point along) {
  const float l = length(along);
  return l > 0 ? along * (1 / l) : Point{};
}

std::vector<Piece> dashes(std::span<const Point> points, std::span<const float> lengths) {
  std::vector<Piece> pieces;
  std::size_t turn = 0;
  float left = lengths[0];
  for (std::size_t i = 1; i < points.size(); ++i) {
    const float whole = length(points[i] - points[i - 1]);
    float done = 0;
    while (done < whole && pieces.size() < most_pieces) {
      const float step = std::min(left, whole - done);
      if (turn % 2 == 0)
        pieces.push_back({between(points[i - 1], points[i], done / whole),
                          between(points[i - 1], points[i], (done + step) / whole)});
      done += step;
      left -= step;
      if (left <= 0) left = lengths[++turn % lengths.size()];
    }
  }
  return pieces;
}

std::vector<Point> wave(std::span<const Point> points, float height, float wavelength) {
  std::vector<Point> out;
  const float total = length(points);
  // Whole waves only, so that the line ends on its axis.
  const float waves = std::max(1.0f, std::round(total / wavelength));
  float before = 0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const Point along = points[i] - points[i - 1];
    const float whole = length(along);
    const Point side = left_of(unit(along));
    const int steps = std::clamp(static_cast<int>(whole / wavelength * 8), 1, 2000);
    for (int s = 0; s < steps; ++s) {
      const float share = static_cast<float>(s) / static_cast<float>(steps);
      const float turns = (before + share * whole) / std::max(total, 1.0f) * waves;
      const float lift = height * std::sin(turns * 2 * std::numbers::pi_v<float>);
      out.push_back(points[i - 1] + along * share + side * lift);
    }
    before += whole;
  }
  if (!points.empty()) out.push_back(points.back());
  return out;
}

std::vector<Point> parallel(std::span<const Point> points, float by) {
  std::vector<Point> out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point in = i > 0 ? unit(points[i] - points[i - 1]) : Point{};
    const Point onward = i + 1 < points.size() ? unit(points[i + 1] - points[i]) : Point{};
    out.push_back(points[i] + left_of(unit(in + onward)) * by);
  }
  return out;
}

std::vector<Piece> diagonal_lines(const Rect& rect, float distance, bool rising) {
  std::vector<Piece> lines;
  const float step = distance * std::numbers::sqrt2_v<float>;
  for (float k = step / 2; k < rect.w + rect.h && lines.size() < most_pieces; k += step) {
    // The line x + y = k, cut to the rectangle.
    const Point low{std::max(0.0f, k - rect.h), std::min(k, rect.h)};
    const Point high{std::min(k, rect.w), std::max(0.0f, k - rect.w)};
    const auto place = [&](Point p) {
      return Point{rect.x + p.x, rising ? rect.y + p.y : rect.bottom() - p.y};
    };
    lines.push_back({place(low), place(high)});
  }
  return lines;
}

}  // namespace app::ui
