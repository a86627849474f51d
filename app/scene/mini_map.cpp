#include "app/scene/mini_map.hpp"

#include <algorithm>

namespace scene {

namespace {

constexpr float seen_margin = 2;

Rect grown(const Rect& r, float by) {
  return {r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by};
}

Rect hull(const Rect& a, const Rect& b) {
  const float x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

}  // namespace

std::optional<MiniMap> mini_map(const StateDiagram& diagram, const Rect& box) {
  if (diagram.part == DiagramPart::whole) return std::nullopt;
  MiniMap map{.nodes = figure_dots(diagram, grown(box, -seen_margin))};
  const auto [top, low] = std::ranges::minmax(diagram.nodes, {}, &StateNode::row);
  std::optional<Rect> seen;
  for (const StateNode& node : map.nodes)
    if (node.row >= top.row && node.row <= low.row) seen = seen ? hull(*seen, node.box) : node.box;
  map.seen = grown(seen.value_or(box), seen_margin);
  return map;
}

}  // namespace scene
