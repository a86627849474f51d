#include "app/scene/path.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"

namespace scene {

using engine::Duration;
using engine::Flight;
using engine::Instant;

namespace {

double share_of(Instant from, Instant to, Instant t) {
  const auto whole = static_cast<double>((to - from).count());
  return whole <= 0 ? 1.0 : std::clamp(static_cast<double>((t - from).count()) / whole, 0.0, 1.0);
}

// When a path reaches a fraction that lies ahead of `from` on it.
Instant when_at(const Path& path, double fraction, Instant from) {
  for (std::size_t i = 1; i < path.count; ++i) {
    const PathPoint &a = path.points[i - 1], &b = path.points[i];
    if (b.fraction < fraction || b.fraction == a.fraction) continue;
    const double part = (fraction - a.fraction) / (b.fraction - a.fraction);
    const auto ns = static_cast<double>((b.at - a.at).count()) * part;
    return std::max(from, a.at + Duration{static_cast<std::int64_t>(ns)});
  }
  return from;
}

// Forgets what was planned after t; the path now ends at t.
void cut(Path& path, Instant t) {
  const double fraction = path.fraction_at(t);
  while (path.count > 1 && path.points[path.count - 1u].at >= t) --path.count;
  if (path.points[path.count - 1u] != PathPoint{t, fraction}) path.add({t, fraction});
}

void turn(Path& path, const engine::FlightTurn& turn) {
  const bool rested = path.held;
  const Path planned = path;
  cut(path, turn.at);
  path.held = turn.due == engine::never;
  if (path.held) return;
  const Duration extra = turn.due - planned.ends();
  if (!rested && extra.count() > 0) {
    path.delayed = true;
    const double middle = std::max(0.5, path.points[path.count - 1u].fraction);
    const Instant from = when_at(planned, middle, turn.at);
    path.add({from, middle});
    path.add({from + extra, middle});
  }
  path.add({turn.due, 1.0});
}

Path path_with(const Flight& flight, double begin, std::size_t turns, bool ended) {
  Path path;
  path.add({flight.sent_at, begin});
  path.held = flight.due == engine::never;
  if (!path.held) path.add({flight.due, 1.0});
  for (std::size_t i = 0; i < turns; ++i) turn(path, flight.turns[i]);
  if (!ended) return path;
  cut(path, flight.ended_at);
  path.held = false;
  if (flight.fate == engine::Fate::delivered) path.points[path.count - 1u] = {flight.ended_at, 1.0};
  return path;
}

}  // namespace

void Path::add(PathPoint p) {
  if (count > 0 && points[count - 1u] == p) return;
  if (count < capacity) ++count;
  points[count - 1u] = p;
}

double Path::fraction_at(Instant t) const {
  INVARIANT(count > 0);
  if (t <= points[0].at && count > 1 && points[1].at > points[0].at) return points[0].fraction;
  for (std::size_t i = 1; i < count; ++i) {
    const PathPoint &a = points[i - 1], &b = points[i];
    if (t < b.at) return a.fraction + (b.fraction - a.fraction) * share_of(a.at, b.at, t);
  }
  return points[count - 1u].fraction;
}

namespace {

double begin_of(std::span<const Flight> flights, const Flight& flight) {
  if (flight.provenance != engine::Provenance::duplicate || flight.copy_of.value == 0) return 0;
  const Flight& original = flights[flight.copy_of.value - 1];
  if (original.sent_at >= flight.sent_at) return 0;
  return std::min(path_of(flights, original.id).fraction_at(flight.sent_at), 0.95);
}

}  // namespace

Path path_of(std::span<const Flight> flights, engine::PacketId packet) {
  const Flight& flight = flights[packet.value - 1];
  return path_with(flight, begin_of(flights, flight), flight.turns.size(),
                   flight.ended_at != engine::never);
}

Path path_of(std::span<const Flight> flights, engine::PacketId packet, const Position& seen_from) {
  const Flight& flight = flights[packet.value - 1];
  const auto seen = [&](engine::StepIndex step) { return has_happened(seen_from, step, 0); };
  const auto turns = std::ranges::count_if(
      flight.turns, [&](const engine::FlightTurn& t) { return seen(t.step); });
  const bool ended = flight.ended_at != engine::never && seen(flight.end_step);
  return path_with(flight, begin_of(flights, flight), static_cast<std::size_t>(turns), ended);
}

}  // namespace scene
