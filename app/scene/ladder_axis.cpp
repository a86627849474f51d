#include "app/scene/ladder_axis.hpp"

#include <algorithm>
#include <cmath>

namespace scene {

using engine::Duration;
using engine::Instant;

namespace {

double ns(Duration d) { return static_cast<double>(d.count()); }

}  // namespace

double break_height(Duration wait) {
  return std::clamp(40.0 + 8.0 * std::log2(ns(wait) / 1e9), 40.0, 88.0);
}

void LadderAxis::catch_up(const RunIndex& index, Instant next_event_at, const AxisScale& scale) {
  const bool same_breaks = scale.true_scale == scale_.true_scale &&
                           scale.base_delay == scale_.base_delay &&
                           index.generation() == generation_;
  scale_ = scale;
  generation_ = index.generation();
  breaks_.resize(same_breaks ? breaks_.size() - open_breaks_ : 0);
  if (!same_breaks) read_ = 0;
  const auto stretches = index.stretches();
  for (; read_ < stretches.size(); ++read_) add(stretches[read_]);
  const std::size_t settled = breaks_.size();
  end_ = index.edge();
  for (const Stretch& stretch : index.ahead(next_event_at)) {
    add(stretch);
    end_ = stretch.to;
  }
  open_breaks_ = breaks_.size() - settled;
}

void LadderAxis::lay_out(std::span<const Stretch> stretches, const AxisScale& scale) {
  *this = {};
  scale_ = scale;
  for (const Stretch& stretch : stretches) add(stretch);
  if (!stretches.empty()) end_ = stretches.back().to;
}

void LadderAxis::add(const Stretch& stretch) {
  const Duration wait = stretch.to - stretch.from;
  const Duration round_trip = 2 * scale_.base_delay;
  if (scale_.true_scale || !stretch.wait() || wait <= 3 * round_trip) return;
  Break b{.from = stretch.from, .to = stretch.to, .height = break_height(wait)};
  if (!breaks_.empty()) {
    const Break& last = breaks_.back();
    b.virtual_before = last.virtual_before + ns(last.to - last.from);
    b.height_before = last.height_before + last.height;
    b.of_previous = ns(wait) / ns(last.to - last.from);
  }
  breaks_.push_back(b);
}

double LadderAxis::pixels_per_ns() const { return scale_.pixels_per_delay / ns(scale_.base_delay); }

double LadderAxis::top_of(const Break& b) const {
  const double before = ns(b.from.time_since_epoch()) - b.virtual_before;
  return top_margin + pixels_per_ns() * before + b.height_before;
}

double LadderAxis::y(Instant t) const {
  const auto after = std::ranges::upper_bound(breaks_, t, {}, &Break::from);
  if (after == breaks_.begin()) return top_margin + pixels_per_ns() * ns(t.time_since_epoch());
  const Break& b = *std::prev(after);
  if (t < b.to) return top_of(b) + b.height * ns(t - b.from) / ns(b.to - b.from);
  return top_of(b) + b.height + pixels_per_ns() * ns(t - b.to);
}

Instant LadderAxis::instant(double y) const {
  const auto after =
      std::ranges::upper_bound(breaks_, y, {}, [this](const Break& b) { return top_of(b); });
  const auto at = [](Instant from, double passed) {
    return from + Duration{std::llround(std::clamp(passed, 0.0, 4e18))};
  };
  if (after == breaks_.begin()) return at(Instant{}, (y - top_margin) / pixels_per_ns());
  const Break& b = *std::prev(after);
  const double inside = y - top_of(b);
  if (inside < b.height) return at(b.from, ns(b.to - b.from) * inside / b.height);
  return at(b.to, (inside - b.height) / pixels_per_ns());
}

double LadderAxis::fixed_pixels_above(Instant t) const {
  const auto after = std::ranges::upper_bound(breaks_, t, {}, &Break::from);
  if (after == breaks_.begin()) return top_margin;
  const Break& b = *std::prev(after);
  const double part = t < b.to ? ns(t - b.from) / ns(b.to - b.from) : 1.0;
  return top_margin + b.height_before + b.height * part;
}

double LadderAxis::length() const { return y(end_); }

std::span<const Break> LadderAxis::breaks_between(Instant first, Instant last) const {
  const auto begin = std::ranges::lower_bound(breaks_, first, {}, &Break::to);
  const auto end = std::ranges::upper_bound(breaks_, last, {}, &Break::from);
  return begin < end ? std::span<const Break>(begin, end) : std::span<const Break>{};
}

double follow_scroll(const LadderAxis& axis, Instant playhead, float height) {
  return std::max(0.0, axis.y(playhead) - 0.7 * static_cast<double>(height));
}

Zoomed zoom_around(const LadderAxis& axis, double scroll, double pointer_y, double factor) {
  const AxisScale& scale = axis.scale();
  const double zoom = std::clamp(scale.pixels_per_delay * factor, 4.0, 2000.0);
  const double y = scroll + pointer_y;
  const double fixed = axis.fixed_pixels_above(axis.instant(y));
  const double moved = (y - fixed) * zoom / scale.pixels_per_delay + fixed;
  return {zoom, std::max(0.0, moved - pointer_y)};
}

}  // namespace scene
