#include "app/scene/time_map.hpp"

#include <algorithm>
#include <cmath>

namespace scene {

using engine::Duration;
using engine::Instant;

namespace {

__extension__ using Wide = __int128;  // products of two durations do not fit into 64 bits

Duration scaled(Duration d, Duration numerator, Duration denominator) {
  const Wide product = static_cast<Wide>(d.count()) * numerator.count();
  return Duration{static_cast<std::int64_t>(product / denominator.count())};
}

Duration as_slow_as_flights(Duration d, const Pace& pace) {
  return scaled(d, pace.flight_time, pace.base_delay);
}

}  // namespace

Duration screen_length_of_wait(Duration wait, const Pace& pace) {
  switch (pace.waits) {
    case Waits::real_proportion:
      return as_slow_as_flights(wait, pace);
    case Waits::skip:
      return std::min<Duration>(300ms, as_slow_as_flights(wait, pace));
    case Waits::compressed:
      break;
  }
  if (wait < 1s) return std::min<Duration>(800ms, as_slow_as_flights(wait, pace));
  const double doublings = std::log2(static_cast<double>(wait.count()) / 1e9);
  return std::min<Duration>(3s, 800ms + Duration{std::llround(0.4e9 * doublings)});
}

Duration screen_length_of_flight(Duration part, Duration crossing, const Pace& pace) {
  // A wire slower or faster than the base delay takes between half a second and six, unless the
  // person asked for more or less than that.
  const Duration shortest = std::min<Duration>(500ms, pace.flight_time);
  const Duration longest = std::max<Duration>(6s, pace.flight_time);
  const Duration plain = as_slow_as_flights(crossing, pace);
  if (plain >= shortest && plain <= longest) return as_slow_as_flights(part, pace);
  return scaled(part, std::clamp(plain, shortest, longest), crossing);
}

double slow_motion(const Pace& pace) {
  return static_cast<double>(pace.flight_time.count()) /
         static_cast<double>(pace.base_delay.count());
}

void TimeMap::catch_up(const RunIndex& index, Instant next_event_at, const Pace& pace) {
  if (pace != pace_ || index.generation() != generation_) settled_ = 0;
  pace_ = pace;
  generation_ = index.generation();
  const auto stretches = index.stretches();
  pieces_.resize(settled_);
  for (std::size_t i = settled_; i < stretches.size(); ++i) add(stretches[i]);
  settled_ = stretches.empty() ? 0 : stretches.size() - 1;  // the last one may still grow
  for (const Stretch& stretch : index.ahead(next_event_at)) add(stretch);
}

void TimeMap::add(const Stretch& stretch) {
  const ScreenInstant from = pieces_.empty() ? ScreenInstant{} : pieces_.back().to;
  const Duration whole = stretch.to - stretch.from;
  const Duration length = stretch.wait() ? screen_length_of_wait(whole, pace_)
                                         : screen_length_of_flight(whole, stretch.crossing, pace_);
  pieces_.push_back({stretch, from, from + std::max(length, Duration{1})});
}

const TimeMap::Piece* TimeMap::piece_at(Instant t) const {
  const auto after = std::ranges::upper_bound(
      pieces_, t, {}, [](const Piece& piece) { return piece.stretch.from; });
  return after == pieces_.begin() ? nullptr : &*std::prev(after);
}

ScreenInstant TimeMap::to_screen(Instant t) const {
  const Piece* piece = piece_at(t);
  if (piece == nullptr) return {};
  // Beyond what is known, time goes on as in flight.
  if (t >= piece->stretch.to) return piece->to + as_slow_as_flights(t - piece->stretch.to, pace_);
  return piece->from + scaled(t - piece->stretch.from, piece->to - piece->from,
                              piece->stretch.to - piece->stretch.from);
}

Instant TimeMap::to_virtual(ScreenInstant s) const {
  const auto after = std::ranges::upper_bound(pieces_, s, {}, &Piece::from);
  if (after == pieces_.begin()) return pieces_.empty() ? Instant{} : pieces_.front().stretch.from;
  const Piece& piece = *std::prev(after);
  if (s >= piece.to)
    return piece.stretch.to + scaled(s - piece.to, pace_.base_delay, pace_.flight_time);
  return piece.stretch.from +
         scaled(s - piece.from, piece.stretch.to - piece.stretch.from, piece.to - piece.from);
}

Instant TimeMap::advance(Instant from, Duration watched, Instant stop) const {
  return std::clamp(to_virtual(to_screen(from) + watched), from, std::max(from, stop));
}

Instant TimeMap::frame_after(Instant t) const {
  return std::max(to_virtual(to_screen(t) + frame_grain), t + Duration{1});
}

Instant TimeMap::frame_before(Instant t) const {
  const Instant start = pieces_.empty() ? t : pieces_.front().stretch.from;
  return std::max(start, std::min(to_virtual(to_screen(t) - frame_grain), t - Duration{1}));
}

std::optional<TimeMap::Wait> TimeMap::wait_at(Instant t) const {
  const Piece* piece = piece_at(t);
  if (piece == nullptr || !piece->stretch.wait() || t >= piece->stretch.to) return std::nullopt;
  return Wait{piece->stretch.from, piece->stretch.to, piece->to - piece->from};
}

ScreenInstant TimeMap::end() const { return pieces_.empty() ? ScreenInstant{} : pieces_.back().to; }

}  // namespace scene
