// Where to put what lies over a picture so that it covers few of the words in it: a card beside the
// thing that it speaks of, and the line that leads to a thing. Knows boxes only.
#pragma once

#include <optional>
#include <span>

#include "app/scene/geometry.hpp"

namespace scene {

struct CardPlace {
  Rect box{};
  float covered{};                  // of what is written
  std::optional<float> leader_x{};  // upright from the card to the thing, through no words
};

// In the middle of `room`, at the height where it covers least of what is written; of equal heights
// the one nearest to `about`.
CardPlace place_card(Vec2 size, const Rect& room, const Rect& about, std::span<const Rect> written);

struct LevelLine {
  float y{};
  int crossed{};  // how many words it runs through
};

// A level line from `x` to the side of `target`, at a height of the target where it runs through
// the fewest words.
LevelLine level_line(float x, const Rect& target, std::span<const Rect> written);

}  // namespace scene
