// Turns the facts of each step into the lives of the packets, while recording.
#pragma once

#include <span>
#include <vector>

#include "engine/base/byte_arena.hpp"
#include "engine/base/large_pages.hpp"
#include "engine/timeline/flight.hpp"

namespace engine {

class FlightLog {
 public:
  // A fact of step `index`. Facts come in order, steps too.
  void record(StepIndex index, Instant at, const Fact& fact, const ByteArena& bytes);

  std::span<const Flight> flights() const { return flights_; }
  std::size_t memory() const { return flights_.size() * sizeof(Flight); }

 private:
  PacketId first_with_these_numbers(const Flight& again, const ByteArena& bytes) const;

  std::vector<Flight, LargePages<Flight>> flights_;  // by id, from 1
};

}  // namespace engine
