#include "app/scene/ladder.hpp"

#include <algorithm>

#include "app/scene/ladder_window.hpp"

namespace scene {

using namespace engine;

namespace {

constexpr double beyond = 48;  // pixels above and below the area that are computed too

}  // namespace

const Column& LadderWindow::column(HostId host) const {
  const auto found = std::ranges::find(columns, host, &Column::host);
  return found == columns.end() ? columns.front() : *found;
}

float LadderWindow::x(HostId host) const { return column(host).x; }

std::vector<Column> columns(std::size_t hosts, const LadderView& view) {
  std::vector<Column> result;
  const float lanes = view.lane_width * 1.5f;
  const float left = view.area.x + lanes, right = view.area.right() - lanes;
  if (hosts == 0) return result;
  result.push_back({HostId{0}, left, true});
  for (std::uint32_t i = 2; i < hosts; ++i) {
    const float share = static_cast<float>(i - 1) / static_cast<float>(hosts - 1);
    result.push_back({HostId{i}, left + (right - left) * share, true});
  }
  if (hosts > 1) result.push_back({HostId{1}, right, false});
  return result;
}

Ladder ladder(const Timeline& timeline, const RunIndex& index, const LadderAxis& axis,
              const LadderView& view) {
  Ladder result;
  result.columns = columns(timeline.edge().hosts.size(), view);
  if (result.columns.empty()) return result;
  const double bottom = view.scroll + static_cast<double>(view.area.height) + beyond;
  LadderWindow window{.timeline = timeline,
                      .index = index,
                      .axis = axis,
                      .view = view,
                      .columns = result.columns,
                      .first = axis.instant(view.scroll - beyond),
                      .last = axis.instant(bottom)};
  if (!view.show_future) window.last = std::min(window.last, view.playhead.at);
  result.playhead_y = window.y(view.playhead.at);
  add_breaks(window, result);
  add_arrows(window, result);
  add_states(window, result);
  add_timers(window, result);
  add_marks(window, result);
  add_ticks(window, result);
  return result;
}

}  // namespace scene
