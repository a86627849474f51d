// Where a packet was on its way, at every instant: 0 at the sender, 1 at the receiver. One answer
// for the wire and for the ladder. The engine only says when a packet leaves, turns and ends;
// between these the picture interpolates:
//   - undisturbed: evenly from departure to arrival;
//   - delayed by d: as planned up to the middle of the way (or to where it was delayed, if later),
//     rests there for d, then goes on;
//   - held: rests where it was held until it is released, then goes on evenly;
//   - dropped: ends where it was at that instant.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "app/scene/position.hpp"
#include "engine/timeline/flight.hpp"

namespace scene {

// Of the way: so far an arrow is drawn at least of what was dropped at departure, to be seen.
inline constexpr double dropped_stub = 0.18;

struct PathPoint {
  engine::Instant at{};
  double fraction{};
  bool operator==(const PathPoint&) const = default;
};

struct Path {
  static constexpr std::size_t capacity = 16;
  std::array<PathPoint, capacity> points{};
  std::uint8_t count{};
  bool held{};     // rests at the last point, and nobody knows until when
  bool delayed{};  // rests or rested on the way
  std::span<const PathPoint> corners() const { return {points.data(), count}; }
  void add(PathPoint p);
  double fraction_at(engine::Instant t) const;
  engine::Instant begins() const { return points[0].at; }
  engine::Instant ends() const { return points[count - 1u].at; }
};

// As recorded to the end, and as it looked at a position (later turns and ends not yet known).
// A duplicate begins where its original was when it was copied, hence all flights of the run.
Path path_of(std::span<const engine::Flight> flights, engine::PacketId packet);
Path path_of(std::span<const engine::Flight> flights, engine::PacketId packet,
             const Position& seen_from);

}  // namespace scene
