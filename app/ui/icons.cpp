// Icons as a few strokes in a unit square. A row of points is written as x, y from 0 to 1.
#include "app/ui/icons.hpp"

#include <array>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <vector>

#include "app/ui/canvas.hpp"

namespace app::ui {
namespace {

// Draws into one square of the screen.
class Pen {
 public:
  Pen(Canvas& canvas, const Rect& rect, Color color) : canvas_(canvas), color_(color) {
    side_ = std::min(rect.w, rect.h);
    origin_ = {rect.centre().x - side_ / 2, rect.centre().y - side_ / 2};
    width_ = std::max(1.5f, side_ * 0.11f);
  }

  void stroke(std::initializer_list<Point> points, bool closed = false) {
    std::vector<Point> placed;
    for (const Point& p : points) placed.push_back(at(p));
    canvas_.path(placed, {color_, width_}, closed);
  }
  void fill(Point a, Point b, Point c) { canvas_.triangle(at(a), at(b), at(c), color_); }
  void bar(float x, float y, float w, float h) {
    canvas_.fill({origin_.x + x * side_, origin_.y + y * side_, w * side_, h * side_}, color_);
  }
  void ring(Point centre, float radius) {
    canvas_.circle(at(centre), radius * side_, {0, 0, 0, 0}, color_, width_);
  }
  void dot(Point centre, float radius) {
    canvas_.circle(at(centre), radius * side_, color_, color_, 0);
  }
  void arc(Point centre, float radius, float from_turns, float to_turns) {
    constexpr int steps = 16;
    std::vector<Point> points;
    for (int i = 0; i <= steps; ++i) {
      const float turns = from_turns + (to_turns - from_turns) * static_cast<float>(i) / steps;
      const float angle = turns * 2 * std::numbers::pi_v<float>;
      points.push_back(at(centre + Point{std::cos(angle), std::sin(angle)} * radius));
    }
    canvas_.path(points, {color_, width_});
  }

 private:
  Point at(Point p) const { return origin_ + p * side_; }

  Canvas& canvas_;
  Color color_;
  Point origin_;
  float side_;
  float width_;
};

void transport_icon(Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::play:
      return pen.fill({0.2f, 0.08f}, {0.92f, 0.5f}, {0.2f, 0.92f});
    case Icon::pause:
      pen.bar(0.18f, 0.1f, 0.22f, 0.8f);
      return pen.bar(0.6f, 0.1f, 0.22f, 0.8f);
    case Icon::step_forward:
      pen.fill({0.2f, 0.15f}, {0.75f, 0.5f}, {0.2f, 0.85f});
      return pen.bar(0.75f, 0.15f, 0.12f, 0.7f);
    case Icon::step_back:
      pen.fill({0.8f, 0.15f}, {0.25f, 0.5f}, {0.8f, 0.85f});
      return pen.bar(0.13f, 0.15f, 0.12f, 0.7f);
    case Icon::next_bookmark:
      pen.fill({0.08f, 0.18f}, {0.5f, 0.5f}, {0.08f, 0.82f});
      return pen.fill({0.5f, 0.18f}, {0.92f, 0.5f}, {0.5f, 0.82f});
    case Icon::previous_bookmark:
      pen.fill({0.92f, 0.18f}, {0.5f, 0.5f}, {0.92f, 0.82f});
      return pen.fill({0.5f, 0.18f}, {0.08f, 0.5f}, {0.5f, 0.82f});
    case Icon::jump_to_start:
      pen.bar(0.08f, 0.15f, 0.1f, 0.7f);
      pen.fill({0.56f, 0.18f}, {0.2f, 0.5f}, {0.56f, 0.82f});
      return pen.fill({0.92f, 0.18f}, {0.56f, 0.5f}, {0.92f, 0.82f});
    case Icon::jump_to_end:
      pen.bar(0.82f, 0.15f, 0.1f, 0.7f);
      pen.fill({0.44f, 0.18f}, {0.8f, 0.5f}, {0.44f, 0.82f});
      return pen.fill({0.08f, 0.18f}, {0.44f, 0.5f}, {0.08f, 0.82f});
    default:
      return;
  }
}

void sign_icon(Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::plus:
      pen.stroke({{0.5f, 0.15f}, {0.5f, 0.85f}});
      [[fallthrough]];
    case Icon::minus:
      return pen.stroke({{0.15f, 0.5f}, {0.85f, 0.5f}});
    case Icon::menu:
    case Icon::lines:
      for (const float y : {0.22f, 0.5f, 0.78f}) pen.stroke({{0.1f, y}, {0.9f, y}});
      return;
    case Icon::close:
    case Icon::cross:
      pen.stroke({{0.18f, 0.18f}, {0.82f, 0.82f}});
      return pen.stroke({{0.18f, 0.82f}, {0.82f, 0.18f}});
    case Icon::chevron_down:
      return pen.stroke({{0.2f, 0.36f}, {0.5f, 0.66f}, {0.8f, 0.36f}});
    case Icon::chevron_up:
      return pen.stroke({{0.2f, 0.64f}, {0.5f, 0.34f}, {0.8f, 0.64f}});
    case Icon::chevron_right:
      return pen.stroke({{0.36f, 0.2f}, {0.66f, 0.5f}, {0.36f, 0.8f}});
    case Icon::chevron_left:
      return pen.stroke({{0.64f, 0.2f}, {0.34f, 0.5f}, {0.64f, 0.8f}});
    case Icon::check:
      return pen.stroke({{0.12f, 0.54f}, {0.4f, 0.82f}, {0.88f, 0.2f}});
    case Icon::question:
      pen.arc({0.5f, 0.32f}, 0.21f, 0.5f, 1.12f);
      pen.stroke({{0.65f, 0.46f}, {0.5f, 0.58f}, {0.5f, 0.68f}});
      return pen.dot({0.5f, 0.87f}, 0.075f);
    case Icon::attention:
      pen.stroke({{0.5f, 0.1f}, {0.5f, 0.62f}});
      return pen.dot({0.5f, 0.85f}, 0.08f);
    case Icon::diamond:
      return pen.stroke({{0.5f, 0.06f}, {0.94f, 0.5f}, {0.5f, 0.94f}, {0.06f, 0.5f}}, true);
    case Icon::square:
      return pen.bar(0.15f, 0.15f, 0.7f, 0.7f);
    default:
      return;
  }
}

void action_icon(Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::clock:
      pen.ring({0.5f, 0.5f}, 0.4f);
      return pen.stroke({{0.5f, 0.24f}, {0.5f, 0.52f}, {0.68f, 0.62f}});
    case Icon::pencil:
      pen.stroke({{0.16f, 0.84f}, {0.22f, 0.6f}, {0.7f, 0.12f}, {0.88f, 0.3f}, {0.4f, 0.78f}},
                 true);
      return pen.stroke({{0.58f, 0.24f}, {0.76f, 0.42f}});
    case Icon::duplicate:
      pen.stroke({{0.1f, 0.1f}, {0.66f, 0.1f}, {0.66f, 0.66f}, {0.1f, 0.66f}}, true);
      return pen.stroke({{0.8f, 0.34f}, {0.9f, 0.34f}, {0.9f, 0.9f}, {0.34f, 0.9f}, {0.34f, 0.8f}});
    case Icon::bolt:
      pen.fill({0.6f, 0.04f}, {0.16f, 0.58f}, {0.56f, 0.58f});
      return pen.fill({0.44f, 0.42f}, {0.84f, 0.42f}, {0.4f, 0.96f});
    case Icon::gear:
      pen.ring({0.5f, 0.5f}, 0.24f);
      for (int i = 0; i < 8; ++i) {
        const float angle = static_cast<float>(i) * std::numbers::pi_v<float> / 4;
        const Point out{std::cos(angle), std::sin(angle)};
        pen.stroke({Point{0.5f, 0.5f} + out * 0.3f, Point{0.5f, 0.5f} + out * 0.46f});
      }
      return;
    case Icon::undo:
      pen.arc({0.52f, 0.56f}, 0.32f, 0.55f, 1.2f);
      return pen.fill({0.04f, 0.42f}, {0.38f, 0.42f}, {0.18f, 0.72f});
    case Icon::redo:
      pen.arc({0.48f, 0.56f}, 0.32f, 0.3f, 0.95f);
      return pen.fill({0.96f, 0.42f}, {0.62f, 0.42f}, {0.82f, 0.72f});
    case Icon::hold:
      pen.ring({0.5f, 0.5f}, 0.42f);
      pen.bar(0.34f, 0.3f, 0.1f, 0.4f);
      return pen.bar(0.56f, 0.3f, 0.1f, 0.4f);
    case Icon::search:
    case Icon::inspect:
      pen.ring({0.42f, 0.42f}, 0.3f);
      return pen.stroke({{0.64f, 0.64f}, {0.92f, 0.92f}});
    default:
      return;
  }
}

void thing_icon(Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::flag:
      pen.stroke({{0.22f, 0.06f}, {0.22f, 0.95f}});
      return pen.fill({0.26f, 0.1f}, {0.86f, 0.32f}, {0.26f, 0.56f});
    case Icon::lock:
      pen.bar(0.16f, 0.46f, 0.68f, 0.46f);
      pen.arc({0.5f, 0.46f}, 0.22f, 0.5f, 1.0f);
      return;
    case Icon::eye:
      pen.stroke({{0.04f, 0.5f},
                  {0.28f, 0.27f},
                  {0.5f, 0.2f},
                  {0.72f, 0.27f},
                  {0.96f, 0.5f},
                  {0.72f, 0.73f},
                  {0.5f, 0.8f},
                  {0.28f, 0.73f}},
                 true);
      return pen.dot({0.5f, 0.5f}, 0.15f);
    case Icon::hourglass:
      pen.stroke({{0.14f, 0.08f}, {0.86f, 0.08f}, {0.14f, 0.92f}, {0.86f, 0.92f}}, true);
      return pen.fill({0.3f, 0.88f}, {0.7f, 0.88f}, {0.5f, 0.62f});
    case Icon::branch:
      pen.stroke({{0.26f, 0.14f}, {0.26f, 0.86f}});
      pen.stroke({{0.26f, 0.62f}, {0.74f, 0.42f}, {0.74f, 0.2f}});
      pen.dot({0.26f, 0.13f}, 0.11f);
      pen.dot({0.26f, 0.87f}, 0.11f);
      return pen.dot({0.74f, 0.16f}, 0.11f);
    case Icon::present:
      pen.stroke({{0.06f, 0.14f}, {0.94f, 0.14f}, {0.94f, 0.7f}, {0.06f, 0.7f}}, true);
      pen.fill({0.4f, 0.27f}, {0.66f, 0.42f}, {0.4f, 0.57f});
      return pen.stroke({{0.3f, 0.94f}, {0.5f, 0.72f}, {0.7f, 0.94f}});
    case Icon::book:
      pen.stroke({{0.5f, 0.22f},
                  {0.08f, 0.12f},
                  {0.08f, 0.8f},
                  {0.5f, 0.9f},
                  {0.92f, 0.8f},
                  {0.92f, 0.12f}},
                 true);
      return pen.stroke({{0.5f, 0.22f}, {0.5f, 0.9f}});
    default:
      return;
  }
}

}  // namespace

void Canvas::icon(const Rect& rect, Icon icon, Color color) {
  Pen pen(*this, rect, color);
  // Each family draws the icons it knows and leaves the others alone.
  transport_icon(pen, icon);
  sign_icon(pen, icon);
  action_icon(pen, icon);
  thing_icon(pen, icon);
}

}  // namespace app::ui
