// The worlds that are measured and whose work is counted. A cycle is connect and close, seven
// segments; bulk is one direction, MSS 1460, an acknowledgment for every second segment.
#pragma once

#include "engine/timeline/timeline.hpp"

namespace engine::bench {

// Where a world lives without a history: what it did is in `record` and is overwritten.
struct Unrecorded {
  World world;
  ByteArena bytes{};
  StepRecord record{};
  std::uint64_t events{};

  void act(const Command& command);
  void step();
};

Unrecorded cycles_world();
void cycle(Unrecorded& run);
void cycle(Timeline& timeline);

World bulk_world(std::uint32_t loss_ppm = 0);
// Until so many packets have left. The arena is written in a circle: nobody reads them later.
void carry(Unrecorded& run, std::uint32_t packets);
void carry(Timeline& timeline, std::uint32_t packets);

// A listener, and SYNs from everywhere that never come back.
class Flood {
 public:
  Flood(std::uint32_t backlog, SynCookies cookies);
  void syn();  // one more, and everything that comes of it at once
  const World& world() const { return run_.world; }

 private:
  Unrecorded run_;
  std::uint32_t sent_{};
};

}  // namespace engine::bench
