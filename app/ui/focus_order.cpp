#include "app/ui/focus_order.hpp"

#include <algorithm>
#include <array>
#include <compare>

namespace app::ui {
namespace {

constexpr std::array<std::string_view, 3> walked_by_selection{"wire.segment.", "wire.siding.",
                                                              "ladder.row."};

bool is_selected_instead(std::string_view id) {
  return std::ranges::any_of(walked_by_selection,
                             [&](std::string_view kind) { return id.starts_with(kind); });
}

// The place in reading order of the panel it stands in; scrolled out of it, it belongs to the
// narrowest panel above or below which it stands.
std::size_t rank(const Layout& layout, const Widget& widget) {
  const std::array panels{&layout.top_bar, &layout.caption,   &layout.left,
                          &layout.client,  &layout.wire,      &layout.ladder,
                          &layout.server,  &layout.inspector, &layout.transport};
  if (widget.id.starts_with("toast.")) return panels.size();
  if (widget.id.starts_with("splitter.")) return panels.size() + 1;
  const Point at = widget.rect.centre();
  std::size_t best = panels.size();
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const Rect& panel = *panels[i];
    if (panel.empty() || at.x < panel.x || at.x >= panel.right()) continue;
    if (panel.holds(at)) return i;
    if (best == panels.size() || panel.w < panels[best]->w) best = i;
  }
  return best;
}

}  // namespace

std::vector<std::string> focus_order(std::span<const Widget> widgets, const Layout& layout,
                                     std::string_view layer) {
  struct Found {
    std::size_t rank, place;
    auto operator<=>(const Found&) const = default;
  };
  std::vector<Found> found;
  for (std::size_t i = 0; i < widgets.size(); ++i)
    if (widgets[i].operable && widgets[i].layer == layer && !is_selected_instead(widgets[i].id))
      found.push_back({rank(layout, widgets[i]), i});
  std::ranges::sort(found);
  std::vector<std::string> ids;
  for (const Found& one : found) ids.push_back(widgets[one.place].id);
  return ids;
}

std::string next_in(std::span<const std::string> order, std::string_view now, int direction) {
  if (order.empty()) return {};
  const auto count = static_cast<std::ptrdiff_t>(order.size());
  const auto found = std::ranges::find(order, now) - order.begin();
  const std::ptrdiff_t start = found == count ? (direction > 0 ? -1 : count) : found;
  const std::ptrdiff_t next = start + (direction > 0 ? 1 : -1);
  if (next < 0 || next >= count) return {};
  return order[static_cast<std::size_t>(next)];
}

}  // namespace app::ui
