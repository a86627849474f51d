#include "app/scene/label_placement.hpp"

#include <algorithm>

namespace scene {

namespace {

constexpr float along_arrow[] = {0.5f, 0.38f, 0.62f, 0.27f, 0.73f, 0.18f, 0.82f};
constexpr std::size_t memory = 48;  // labels that are higher up cannot collide any more
constexpr int drops_at_most = 24;

Rect around(Vec2 center, Vec2 size) {
  return {center.x - size.x / 2, center.y - size.y / 2, size.x, size.y};
}

}  // namespace

bool LabelPlacer::is_free(const Rect& box) const {
  // Two labels in one column keep the pitch between their middles.
  const float margin = std::max(0.0f, pitch_ - box.height);
  const Rect wanted{box.x, box.y - margin, box.width, box.height + 2 * margin};
  const auto in_the_way = [&](const Rect& other) { return overlap(box, other); };
  if (std::ranges::any_of(reserved_, in_the_way)) return false;
  const std::size_t first = taken_.size() > memory ? taken_.size() - memory : 0;
  return std::none_of(taken_.begin() + static_cast<std::ptrdiff_t>(first), taken_.end(),
                      [&](const Rect& other) { return overlap(wanted, other); });
}

LabelPlace LabelPlacer::place(Vec2 from, Vec2 to, Vec2 size) {
  const float left = std::min(from.x, to.x), right = std::max(from.x, to.x);
  const auto inside = [&](Vec2 center) {
    const float half = std::min(size.x, right - left) / 2;
    return Vec2{std::clamp(center.x, left + half, right - half), center.y};
  };
  for (const float fraction : along_arrow) {
    const Rect box = around(inside(between(from, to, fraction)), size);
    if (!is_free(box)) continue;
    taken_.push_back(box);
    return {box, false, {}, {}};
  }
  const Vec2 middle = inside(between(from, to, 0.5f));
  Rect box = around(middle, size);
  for (int i = 0; i < drops_at_most && !is_free(box); ++i) box.y += pitch_ / 2;
  taken_.push_back(box);
  return {
      .box = box, .has_leader = true, .leader_from = middle, .leader_to = {box.center().x, box.y}};
}

}  // namespace scene
