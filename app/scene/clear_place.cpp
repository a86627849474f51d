#include "app/scene/clear_place.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace scene {

namespace {

constexpr float height_step = 4, least_air = 10, leader_margin = 8;
constexpr float dear = 100;  // rather far away than over words

float covered(const Rect& a, const Rect& b) {
  const float width = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const float height = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  return std::max(0.0f, width) * std::max(0.0f, height);
}

float covered(const Rect& box, std::span<const Rect> written) {
  float sum = 0;
  for (const Rect& words : written) sum += covered(box, words);
  return sum;
}

float apart(const Rect& box, const Rect& about) {
  return std::max({0.0f, box.y - about.bottom(), about.y - box.bottom()});
}

std::optional<float> leader_between(const Rect& box, const Rect& about,
                                    std::span<const Rect> written) {
  const float from = std::min(box.bottom(), about.bottom());
  const float to = std::max(box.y, about.y);
  if (to <= from) return std::nullopt;  // they lie side by side
  const float left = std::max(box.x, about.x) + leader_margin;
  const float right = std::min(box.right(), about.right()) - leader_margin;
  const float middle = (left + right) / 2;
  for (float away = 0; away <= (right - left) / 2; away += height_step)
    for (const float x : {middle - away, middle + away})
      if (covered({x - 1, from + 1, 2, to - from - 2}, written) == 0) return x;
  return std::nullopt;
}

}  // namespace

CardPlace place_card(Vec2 size, const Rect& room, const Rect& about,
                     std::span<const Rect> written) {
  CardPlace best;
  float least = std::numeric_limits<float>::max();
  const float last = std::max(room.y, room.bottom() - size.y);
  for (float y = room.y; y <= last; y += height_step) {
    const Rect box{room.center().x - size.x / 2, y, size.x, size.y};
    const Rect with_air{box.x, box.y - least_air / 2, box.width, box.height + least_air};
    const float hidden = covered(with_air, written) + covered(with_air, about);
    const float cost = hidden * dear + apart(box, about);
    if (cost >= least) continue;
    least = cost;
    best.box = box;
    best.covered = hidden;
  }
  best.leader_x = leader_between(best.box, about, written);
  return best;
}

LevelLine level_line(float x, const Rect& target, std::span<const Rect> written) {
  LevelLine best{target.center().y, std::numeric_limits<int>::max()};
  const bool rightwards = x < target.x;
  const float from = rightwards ? x : target.right();
  const float to = rightwards ? target.x : x;
  const auto crossed = [&](float y) {
    return static_cast<int>(std::ranges::count_if(written, [&](const Rect& words) {
      return covered({from, y - 1, to - from, 2}, words) > 0;
    }));
  };
  for (float away = 0; away < target.height / 2; away += 1)
    for (const float y : {target.center().y - away, target.center().y + away})
      if (const int words = crossed(y); words < best.crossed) best = {y, words};
  return best;
}

}  // namespace scene
