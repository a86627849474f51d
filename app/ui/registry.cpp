#include "app/ui/registry.hpp"

#include <algorithm>
#include <set>

namespace app::ui {

void WidgetRegistry::begin_frame() { growing_.clear(); }

void WidgetRegistry::add(Widget widget) { growing_.push_back(std::move(widget)); }

void WidgetRegistry::end_frame() { shown_.swap(growing_); }

const Widget* WidgetRegistry::find(std::string_view id) const {
  const auto found = std::ranges::find(shown_, id, &Widget::id);
  return found == shown_.end() ? nullptr : &*found;
}

std::vector<std::pair<std::string, std::string>> WidgetRegistry::overlaps() const {
  constexpr float touching = 1.0f;  // neighbours may share an edge
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    const Widget& a = shown_[i];
    if (!a.operable || !a.visible()) continue;
    for (std::size_t j = i + 1; j < shown_.size(); ++j) {
      const Widget& b = shown_[j];
      if (!b.operable || !b.visible() || a.layer != b.layer) continue;
      if (inside(a.seen, b.seen) || inside(b.seen, a.seen)) continue;
      const Rect both = overlap(a.seen, b.seen);
      if (both.w > touching && both.h > touching) pairs.emplace_back(a.id, b.id);
    }
  }
  return pairs;
}

std::vector<std::string> WidgetRegistry::doubled_ids() const {
  std::set<std::string_view> seen;
  std::vector<std::string> doubled;
  for (const Widget& widget : shown_)
    if (!seen.insert(widget.id).second) doubled.push_back(widget.id);
  return doubled;
}

}  // namespace app::ui
