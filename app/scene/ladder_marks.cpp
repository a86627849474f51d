// Event marks, breaks and the ticks of the time axis.
#include <algorithm>
#include <chrono>
#include <map>
#include <variant>

#include "app/scene/ladder_window.hpp"
#include "app/scene/narration.hpp"

namespace scene {

using namespace engine;

namespace {

constexpr double tick_pixels = 60;        // ticks are at least so far apart
constexpr std::size_t read_of_fold = 64;  // happenings that are looked at one by one

MarkKind kind_of_mark(const LadderWindow& w, const Happening& h) {
  if (h.intervention) return MarkKind::intervention;
  const Fact& fact = w.timeline.step(h.step).facts[h.fact];
  if (std::holds_alternative<CallMade>(fact)) return MarkKind::call;
  if (std::holds_alternative<TimerMoved>(fact)) return MarkKind::expiry;
  if (std::holds_alternative<Notified>(fact)) return MarkKind::signal;
  if (std::holds_alternative<HostChanged>(fact)) return MarkKind::power;
  return MarkKind::rule;
}

EventMark mark_of(const LadderWindow& w, const Happening& h) {
  return {.kind = kind_of_mark(w, h),
          .host = h.host,
          .at = {w.x(h.host), w.y(h.at)},
          .step = h.step,
          .fact = h.fact,
          .future = w.is_future(h.step, h.fact),
          .words = h.intervention
                       ? narrate_command(w.timeline, w.index, h.step, w.view.numbers)->words
                       : narrate(w.timeline, w.index, h.step, h.fact, w.view.numbers).words};
}

// Steps of 1, 2, 5, 10, 20, 50 ... ns such that two ticks are far enough apart.
Duration tick_step(const LadderAxis& axis) {
  const double pixels_per_ns =
      axis.scale().pixels_per_delay / static_cast<double>(axis.scale().base_delay.count());
  const double wanted = tick_pixels / pixels_per_ns;
  for (std::int64_t power = 1; power < 1'000'000'000'000'000'000; power *= 10)
    for (const std::int64_t factor : {1, 2, 5})
      if (static_cast<double>(power * factor) >= wanted) return Duration{power * factor};
  return Duration{1'000'000'000'000'000'000};
}

void add_ticks_between(const LadderWindow& w, Instant from, Instant to, Duration step,
                       Ladder& ladder) {
  const std::int64_t first = (from.time_since_epoch().count() + step.count() - 1) / step.count();
  for (Instant t{Duration{first * step.count()}}; t <= to; t += step)
    ladder.ticks.push_back({w.y(t), t});
}

}  // namespace

void add_marks(const LadderWindow& w, Ladder& ladder) {
  const auto all = w.index.happenings();
  const auto end = std::ranges::upper_bound(all, w.last, {}, &Happening::at);
  auto it = std::ranges::lower_bound(all, w.first, {}, &Happening::at);
  while (it < end) {
    const Instant near = std::max(w.axis.instant(w.axis.y(it->at) + fold_pixels), it->at);
    const auto group_end =
        std::min(end, std::ranges::upper_bound(it, all.end(), near, {}, &Happening::at));
    std::map<HostId, std::size_t> drawn;  // the mark of each host in ladder.marks
    for (auto h = it; h != group_end && h - it < static_cast<std::ptrdiff_t>(read_of_fold); ++h) {
      if (!w.view.show_future && w.is_future(h->step, h->fact)) continue;
      const auto known = drawn.find(h->host);
      if (known != drawn.end()) {
        ++ladder.marks[known->second].folded;
        continue;
      }
      drawn[h->host] = ladder.marks.size();
      ladder.marks.push_back(mark_of(w, *h));
    }
    it = group_end;
  }
}

void add_breaks(const LadderWindow& w, Ladder& ladder) {
  const float left = ladder.columns.front().x, right = ladder.columns.back().x;
  for (const Break& b : w.axis.breaks_between(w.first, w.last)) {
    const float top = w.y(b.from);
    ladder.breaks.push_back({.box = {left, top, right - left, static_cast<float>(b.height)},
                             .length = b.to - b.from,
                             .of_previous = b.of_previous,
                             .future = b.from >= w.view.playhead.at});
  }
}

void add_ticks(const LadderWindow& w, Ladder& ladder) {
  const Duration step = tick_step(w.axis);
  Instant from = w.first;
  for (const Break& b : w.axis.breaks_between(w.first, w.last)) {
    add_ticks_between(w, from, b.from, step, ladder);
    from = b.to;
  }
  add_ticks_between(w, from, w.last, step, ladder);
}

}  // namespace scene
