// How a colour looks to people who see colours otherwise, and how far apart two colours look.
// Simulation: Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB. Distance: CIEDE2000
// between the CIELAB values under D65.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "app/ui/theme.hpp"
#include "engine/base/invariant.hpp"

namespace app::ui::test {

enum class Vision { normal, protanopia, deuteranopia, tritanopia, greyscale };
inline constexpr Vision all_visions[] = {Vision::normal, Vision::protanopia, Vision::deuteranopia,
                                         Vision::tritanopia, Vision::greyscale};
struct Lab {
  double l{}, a{}, b{};
};

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

inline constexpr Matrix identity{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
inline constexpr Matrix protan{{{0.152286, 1.052583, -0.204868},
                                {0.114503, 0.786281, 0.099216},
                                {-0.003882, -0.048116, 1.051998}}};
inline constexpr Matrix deutan{{{0.367322, 0.860646, -0.227968},
                                {0.280085, 0.672501, 0.047413},
                                {-0.011820, 0.042940, 0.968881}}};
inline constexpr Matrix tritan{{{1.255528, -0.076749, -0.178779},
                                {-0.078411, 0.930809, 0.147602},
                                {0.004733, 0.691367, 0.303900}}};
inline constexpr Matrix grey{
    {{0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}}};
inline constexpr Matrix to_xyz{{{0.4124564, 0.3575761, 0.1804375},
                                {0.2126729, 0.7151522, 0.0721750},
                                {0.0193339, 0.1191920, 0.9503041}}};

inline const Matrix& matrix_of(Vision vision) {
  switch (vision) {
    case Vision::normal:
      return identity;
    case Vision::protanopia:
      return protan;
    case Vision::deuteranopia:
      return deutan;
    case Vision::tritanopia:
      return tritan;
    case Vision::greyscale:
      return grey;
  }
  engine::unreachable("Vision");
}

inline Triple times(const Matrix& m, const Triple& v) {
  Triple result{};
  for (std::size_t i = 0; i < 3; ++i) result[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
  return result;
}

inline double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
inline std::uint8_t encoded(double c) {
  const double e = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
  return static_cast<std::uint8_t>(std::lround(e * 255));
}

inline Triple seen_linear(Color color, Vision vision) {
  Triple rgb = times(matrix_of(vision), {linear(color.r), linear(color.g), linear(color.b)});
  for (double& c : rgb) c = std::clamp(c, 0.0, 1.0);
  return rgb;
}

inline Lab lab_of(const Triple& rgb) {
  constexpr Triple d65{0.95047, 1.0, 1.08883};
  const Triple xyz = times(to_xyz, rgb);
  const auto f = [&](std::size_t i) {
    const double t = xyz[i] / d65[i];
    return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  };
  return {116 * f(1) - 16, 500 * (f(0) - f(1)), 200 * (f(1) - f(2))};
}

inline double radians(double degrees) { return degrees * std::numbers::pi / 180; }
inline double hue(double a, double b) {
  if (a == 0 && b == 0) return 0;
  const double h = std::atan2(b, a) * 180 / std::numbers::pi;
  return h < 0 ? h + 360 : h;
}

inline double hue_step(double from, double to) {
  const double step = to - from;
  if (step > 180) return step - 360;
  return step < -180 ? step + 360 : step;
}
inline double hue_mean(double first, double second) {
  const double sum = first + second;
  if (std::abs(first - second) <= 180) return sum / 2;
  return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}
inline double pow7(double x) { return std::pow(x, 7); }

inline const char* name(Vision vision) {
  switch (vision) {
    case Vision::normal:
      return "normal";
    case Vision::protanopia:
      return "protanopia";
    case Vision::deuteranopia:
      return "deuteranopia";
    case Vision::tritanopia:
      return "tritanopia";
    case Vision::greyscale:
      return "greyscale";
  }
  engine::unreachable("Vision");
}

// As a screen would show it to somebody with ordinary sight.
inline Color seen(Color color, Vision vision) {
  const Triple rgb = seen_linear(color, vision);
  return {encoded(rgb[0]), encoded(rgb[1]), encoded(rgb[2])};
}

// CIEDE2000 as published by Sharma, Wu and Dalal, with all weights 1.
inline double distance(const Lab& first, const Lab& second) {
  const double mean = (std::hypot(first.a, first.b) + std::hypot(second.a, second.b)) / 2;
  const double g = 1.5 - 0.5 * std::sqrt(pow7(mean) / (pow7(mean) + pow7(25)));
  const double a1 = first.a * g, a2 = second.a * g;
  const double c1 = std::hypot(a1, first.b), c2 = std::hypot(a2, second.b);
  const double h1 = hue(a1, first.b), h2 = hue(a2, second.b);
  const bool colourless = c1 * c2 == 0;
  const double dh = colourless ? 0 : hue_step(h1, h2);
  const double h = colourless ? h1 + h2 : hue_mean(h1, h2);
  const double l = (first.l + second.l) / 2, c = (c1 + c2) / 2;
  const double t = 1 - 0.17 * std::cos(radians(h - 30)) + 0.24 * std::cos(radians(2 * h)) +
                   0.32 * std::cos(radians(3 * h + 6)) - 0.20 * std::cos(radians(4 * h - 63));
  const double light = (second.l - first.l) /
                       (1 + 0.015 * (l - 50) * (l - 50) / std::sqrt(20 + (l - 50) * (l - 50)));
  const double chroma = (c2 - c1) / (1 + 0.045 * c);
  const double tone = 2 * std::sqrt(c1 * c2) * std::sin(radians(dh) / 2) / (1 + 0.015 * c * t);
  const double turn = 60 * std::exp(-((h - 275) / 25) * ((h - 275) / 25));
  const double rotation = -2 * std::sqrt(pow7(c) / (pow7(c) + pow7(25))) * std::sin(radians(turn));
  return std::sqrt(light * light + chroma * chroma + tone * tone + rotation * chroma * tone);
}

inline double distance(Color first, Color second, Vision vision) {
  return distance(lab_of(seen_linear(first, vision)), lab_of(seen_linear(second, vision)));
}

}  // namespace app::ui::test
