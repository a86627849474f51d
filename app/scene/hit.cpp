#include "app/scene/hit.hpp"

#include <cmath>
#include <limits>

namespace scene {

namespace {

constexpr float mark_reach = 8;

float pixels_between(Vec2 a, Vec2 b) { return std::hypot(a.x - b.x, a.y - b.y); }

float distance_to(const Arrow& arrow, Vec2 pointer) {
  if (contains(arrow.label_place.box, pointer)) return 0;
  float best = std::numeric_limits<float>::max();
  const auto points = arrow.line.points();
  for (std::size_t i = 1; i < points.size(); ++i)
    best = std::min(best, distance_to_line(pointer, points[i - 1], points[i]));
  return best;
}

// The nearest within reach; of equals the last.
template <class Items, class Distance>
auto nearest(const Items& items, float reach, Distance distance_of) -> decltype(&*items.begin()) {
  decltype(&*items.begin()) best = nullptr;
  for (const auto& item : items) {
    const float d = distance_of(item);
    if (d > reach) continue;
    reach = d;
    best = &item;
  }
  return best;
}

}  // namespace

std::optional<engine::PacketId> packet_at(const WirePicture& wire, Vec2 pointer) {
  const auto to_token = [&](const Token& token) {
    if (contains(token.box, pointer)) return 0.0f;
    return contains(token.hit, pointer) ? pixels_between(token.box.center(), pointer)
                                        : std::numeric_limits<float>::max();
  };
  constexpr float anywhere_inside = 1e6f;
  if (const Token* token = nearest(wire.tokens, anywhere_inside, to_token)) return token->packet;
  const auto to_held = [&](const SidingToken& aside) { return to_token(aside.token); };
  if (const SidingToken* aside = nearest(wire.siding, anywhere_inside, to_held))
    return aside->token.packet;
  return std::nullopt;
}

std::optional<engine::PacketId> arrow_at(const Ladder& ladder, Vec2 pointer) {
  const Arrow* arrow =
      nearest(ladder.arrows, arrow_reach, [&](const Arrow& a) { return distance_to(a, pointer); });
  if (arrow == nullptr) return std::nullopt;
  return arrow->packet;
}

const Stack* stack_at(const Ladder& ladder, Vec2 pointer) {
  return nearest(ladder.stacks, arrow_reach, [&](const Stack& stack) {
    if (contains(stack.label_place.box, pointer)) return 0.0f;
    return distance_to_line(pointer, stack.top, stack.bottom);
  });
}

const EventMark* mark_at(const Ladder& ladder, Vec2 pointer) {
  return nearest(ladder.marks, mark_reach,
                 [&](const EventMark& mark) { return pixels_between(mark.at, pointer); });
}

const OverviewMark* mark_at(const Overview& overview, Vec2 pointer) {
  if (!contains(overview.area, pointer)) return nullptr;
  return nearest(overview.marks, mark_reach,
                 [&](const OverviewMark& mark) { return std::fabs(mark.at.x - pointer.x); });
}

}  // namespace scene
