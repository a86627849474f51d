// Labels on slanted arrows without collisions (ux 3.3): a label sits on the middle of its arrow;
// if another one is closer than the pitch it slides along its arrow; if no place is free it moves
// down off the arrow and gets a leader line.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "app/scene/geometry.hpp"

namespace scene {

struct LabelPlace {
  Rect box{};
  bool has_leader{};
  Vec2 leader_from, leader_to{};  // from the arrow to the label
  bool operator==(const LabelPlace&) const = default;
};

inline constexpr float label_pitch = 22;

// A label may slide along the way that a packet would go, which is not drawn while the packet
// rests. Where it is far from the line that is drawn it gets a leader to the nearest point of that
// line.
void lead_to(LabelPlace& place, std::span<const Vec2> line);

// Remembers the boxes of one picture; arrows come in order from top to bottom.
class LabelPlacer {
 public:
  explicit LabelPlacer(float pitch = label_pitch) : pitch_(pitch) {}
  // `from` and `to` are the ends of the arrow, `size` of the text.
  LabelPlace place(Vec2 from, Vec2 to, Vec2 size);
  // Space that no label may take (a break with its words), however many labels come after.
  void reserve(Rect box) { reserved_.push_back(box); }

 private:
  bool is_free(const Rect& box) const;

  float pitch_;
  std::vector<Rect> reserved_;
  std::vector<Rect> taken_;  // in order of placing; only the last few can collide
};

}  // namespace scene
