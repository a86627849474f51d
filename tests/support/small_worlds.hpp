// A bounded model checker. A situation is a scenario; from its start every way is tried in which
// the wire can spoil up to k packets: each loss, each copy, each overtaking, each delay beyond the
// retransmission, in every combination. A World is a value, so trying a way is copying a world.
// After every step the invariants are asked; a violation becomes a scenario file that replays it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/lesson/runner.hpp"

namespace engine::test {

// What the wire may do to one packet at its departure.
enum class Spoil : std::uint8_t {
  drop,
  copy,        // arrives twice, 10 ms apart
  overtaken,   // 75 ms later: what departs next arrives first
  delay,       // 1.5 s later: after its own retransmission
  late_copy,   // again after 2.5 s: an old duplicate
  long_delay,  // 20 s later: within the maximum segment lifetime, after everything else
};
inline constexpr std::size_t spoil_count = 6;

struct Spoilt {
  Instant at{};
  PacketId packet;
  Spoil spoil{};
};

struct Situation {
  std::string name;
  std::string script;                   // of a scenario, without expectations
  std::optional<std::string> texts[2];  // what each host's programs may read, in order; none = any
  std::string end;                      // where it comes to rest, each way: "CLOSED LISTEN"
};

struct Bounds {
  int faults = 3;
  std::size_t spoils = spoil_count;       // only so many kinds of Spoil, from the first
  std::size_t steps = 600;                // of one way; more is a storm
  Duration time = std::chrono::hours(1);  // by then the world must be at rest
};

// Asked after every step, beside the invariants that always hold; a sentence = violated.
using Invariant = std::function<std::optional<std::string>(const World&)>;

struct Violation {
  std::string what;
  std::string scenario;  // a file that replays it; its expectations are the states at that moment
};

struct Explored {
  std::size_t ways = 0;    // histories played to their end
  std::size_t worlds = 0;  // different worlds in which a choice was made
  std::size_t steps = 0;
  std::set<std::string> pairs;         // states of the two hosts that occurred together
  std::set<std::string> rests;         // ... when nothing happened any more
  std::optional<Violation> violation;  // the first; exploring ends there
};

Explored explore(const Situation& situation, const Bounds& bounds = {},
                 const Invariant& invariant = {});

// "ESTABLISHED SYN_RCVD" of the first two hosts: their newest connections, else LISTEN or CLOSED.
std::string state_pair(const World& world);

}  // namespace engine::test
