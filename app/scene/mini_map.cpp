#include "app/scene/mini_map.hpp"

#include <algorithm>

namespace scene {

namespace {

constexpr float badge = 9, margin = 2, inside_margin = 2;

Rect grown(const Rect& r, float by) {
  return {r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by};
}

// Does the stretch from a to b touch the box? Short steps are enough for lines that are long.
bool crosses(const Rect& box, Vec2 a, Vec2 b) {
  constexpr int samples = 48;
  for (int i = 0; i <= samples; ++i)
    if (contains(box, between(a, b, static_cast<float>(i) / samples))) return true;
  return false;
}

bool is_taken(const StateDiagram& diagram, const Rect& corner) {
  const Rect wanted = grown(corner, margin);
  for (const StateNode& node : diagram.nodes)
    if (overlap(wanted, node.box)) return true;
  for (const DiagramEdge& edge : diagram.edges) {
    const auto points = edge.line.points();
    for (std::size_t i = 1; i < points.size(); ++i)
      if (crosses(wanted, points[i - 1], points[i])) return true;
    if (!edge.badges.empty() && contains(grown(wanted, badge), edge.label_anchor)) return true;
  }
  return false;
}

Rect around(const Rect& a, const Rect& b) {
  const float x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

std::optional<Rect> free_corner(const StateDiagram& diagram, const Rect& area, Vec2 size) {
  const float right = area.right() - size.x, bottom = area.bottom() - size.y;
  const Vec2 corners[] = {{area.x, area.y}, {area.x, bottom}, {right, bottom}, {right, area.y}};
  for (const Vec2 at : corners) {
    const Rect box{at.x, at.y, size.x, size.y};
    if (!is_taken(diagram, box)) return box;
  }
  return std::nullopt;
}

}  // namespace

std::optional<MiniMap> mini_map(const StateDiagram& diagram, const Rect& area, Vec2 size) {
  constexpr float sizes[] = {1.0f, 0.75f, 0.55f};
  if (diagram.part == DiagramPart::whole) return std::nullopt;
  for (const float share : sizes) {
    const auto corner = free_corner(diagram, area, size * share);
    if (!corner) continue;
    MiniMap map{.box = *corner};
    map.nodes = state_nodes(diagram, DiagramPart::whole, grown(map.box, -inside_margin));
    const auto [top, low] = std::ranges::minmax(diagram.nodes, {}, &StateNode::row);
    std::optional<Rect> seen;
    for (const StateNode& node : map.nodes)
      if (node.row >= top.row && node.row <= low.row)
        seen = seen ? around(*seen, node.box) : node.box;
    map.seen = grown(seen.value_or(map.box), 1);
    return map;
  }
  return std::nullopt;
}

}  // namespace scene
