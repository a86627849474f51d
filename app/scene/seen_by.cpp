#include "app/scene/seen_by.hpp"

#include <algorithm>
#include <cmath>

namespace scene {

using namespace engine;

namespace {

constexpr float reach_share = 0.7f;  // of the way to the next lifeline; a label must fit
constexpr float label_gap = 36;      // between lifeline and label

struct Eye {
  const Timeline& timeline;
  const LadderView& view;
  const Column& own;
  float playhead_y{};
  float left{}, right{};  // how far it sees

  float cut(float x) const { return std::clamp(x, left, right); }
  bool sees(Vec2 p) const { return p.x >= left && p.x <= right; }

  // The part of a line near the own lifeline.
  Polyline near_part(const Polyline& line) const {
    Polyline part;
    const auto corners = line.points();
    for (std::size_t i = 1; i < corners.size(); ++i) {
      const Vec2 a = corners[i - 1], b = corners[i];
      const auto at = [&](float x) {
        return b.x == a.x ? a : Vec2{x, a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x)};
      };
      const float from = cut(a.x), to = cut(b.x);
      if (from == to && !(sees(a) && sees(b))) continue;  // all of it is in fog
      if (part.count == 0) part.add(at(from));
      part.add(at(to));
    }
    return part;
  }

  // Beside the own lifeline, where the segment leaves or arrives.
  LabelPlace near_label(const LabelPlace& place, const Polyline& part, bool leaves,
                        LabelPlacer& placer) const {
    const Vec2 end = leaves ? part.first() : part.last();
    const Vec2 other = leaves ? part.last() : part.first();
    LabelPlace moved = placer.place(end, other, {place.box.width, place.box.height});
    const bool rightwards = other.x > end.x;
    moved.box.x = rightwards ? std::max(moved.box.x, own.x + label_gap)
                             : std::min(moved.box.x, own.x - label_gap - moved.box.width);
    return moved;
  }

  const Flight& flight(PacketId packet) const { return timeline.flights()[packet.value - 1]; }
};

bool sent_by(HostId host, const Flight& flight) {
  return flight.from == host && flight.provenance == Provenance::stack;
}

std::optional<Arrow> seen(const Eye& eye, const Arrow& arrow, LabelPlacer& placer) {
  const Flight& flight = eye.flight(arrow.packet);
  const HostId self = eye.own.host;
  if (!knows(self, flight)) return std::nullopt;
  const bool sent = sent_by(self, flight);
  Arrow part = arrow;
  part.line = eye.near_part(arrow.line);
  if (part.line.count < 2) return std::nullopt;
  if (sent) {
    part.fate = Fate::in_flight;  // nobody tells the sender
    part.edited = part.delayed = false;
  } else {
    part.future = part.line.last().y > eye.playhead_y;
    part.delayed = part.edited = part.duplicate = false;
  }
  part.label_place = eye.near_label(arrow.label_place, part.line, sent, placer);
  return part;
}

float distance_to_next(const std::vector<Column>& columns, const Column& own, bool rightwards) {
  float nearest = 0;
  for (const Column& other : columns) {
    const float away = rightwards ? other.x - own.x : own.x - other.x;
    if (away > 0 && (nearest == 0 || away < nearest)) nearest = away;
  }
  return nearest;
}

template <class Item>
void keep_own(std::vector<Item>& items, HostId host) {
  std::erase_if(items, [host](const Item& item) { return item.host != host; });
}

}  // namespace

bool knows(HostId host, const Flight& flight) {
  return sent_by(host, flight) || (flight.to == host && flight.fate == Fate::delivered);
}

SeenLadder seen_by(HostId host, const Timeline& timeline, const Ladder& whole,
                   const LadderView& view) {
  SeenLadder result{.ladder = whole};
  const auto own = std::ranges::find(whole.columns, host, &Column::host);
  if (own == whole.columns.end()) return result;
  const float to_left = distance_to_next(whole.columns, *own, false) * reach_share;
  const float to_right = distance_to_next(whole.columns, *own, true) * reach_share;
  const Rect& area = view.area;
  // Towards a side without other hosts there are only the own lanes.
  const float left = to_left > 0 ? own->x - to_left : area.x;
  const float right = to_right > 0 ? own->x + to_right : area.right();
  const Eye eye{timeline, view, *own, whole.playhead_y, left, right};
  LabelPlacer placer;
  result.ladder.arrows.clear();
  for (const Arrow& arrow : whole.arrows)
    if (auto part = seen(eye, arrow, placer)) result.ladder.arrows.push_back(*std::move(part));
  std::erase_if(result.ladder.stacks, [host](const Stack& stack) {
    return stack.from != host && stack.to != std::optional(host);
  });
  keep_own(result.ladder.states, host);
  keep_own(result.ladder.timers, host);
  keep_own(result.ladder.marks, host);
  if (to_left > 0) result.fog.push_back({area.x, area.y, left - area.x, area.height});
  if (to_right > 0) result.fog.push_back({right, area.y, area.right() - right, area.height});
  return result;
}

}  // namespace scene
