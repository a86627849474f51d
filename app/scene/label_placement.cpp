#include "app/scene/label_placement.hpp"

#include <algorithm>
#include <cmath>

namespace scene {

namespace {

constexpr float along_arrow[] = {0.5f, 0.38f, 0.62f, 0.27f, 0.73f, 0.18f, 0.82f};
constexpr std::size_t memory = 48;  // labels that are higher up cannot collide any more
constexpr int drops_at_most = 24;
constexpr float close_enough = 16;   // a label beside its line needs no leader
constexpr int points_of_piece = 24;  // looked at, of each straight one

Rect box_around(Vec2 center, Vec2 size) {
  return {center.x - size.x / 2, center.y - size.y / 2, size.x, size.y};
}

Vec2 nearest_in(const Rect& box, Vec2 point) {
  return {std::clamp(point.x, box.x, box.x + box.width),
          std::clamp(point.y, box.y, box.y + box.height)};
}

}  // namespace

void lead_to(LabelPlace& place, std::span<const Vec2> line) {
  if (line.empty()) return;
  Vec2 best = line.front();
  const auto gap = [&](Vec2 point) {
    const Vec2 edge = nearest_in(place.box, point);
    return std::hypot(point.x - edge.x, point.y - edge.y);
  };
  for (std::size_t i = 1; i < line.size(); ++i)
    for (int share = 0; share <= points_of_piece; ++share) {
      const Vec2 point = between(line[i - 1], line[i],
                                 static_cast<float>(share) / static_cast<float>(points_of_piece));
      if (gap(point) < gap(best)) best = point;
    }
  place.has_leader = gap(best) > close_enough;
  if (!place.has_leader) return;
  place.leader_from = best;
  place.leader_to = nearest_in(place.box, best);
}

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
    const Rect box = box_around(inside(between(from, to, fraction)), size);
    if (!is_free(box)) continue;
    taken_.push_back(box);
    return {box, false, {}, {}};
  }
  const Vec2 middle = inside(between(from, to, 0.5f));
  Rect box = box_around(middle, size);
  for (int i = 0; i < drops_at_most && !is_free(box); ++i) box.y += pitch_ / 2;
  taken_.push_back(box);
  return {
      .box = box, .has_leader = true, .leader_from = middle, .leader_to = {box.center().x, box.y}};
}

}  // namespace scene
