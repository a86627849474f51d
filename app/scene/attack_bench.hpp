// The attack bench (RFC 4987 2, 3): who floods whom and how fast, what the target sets against it,
// and how an honest client fares meanwhile. Counted from what the run has recorded, up to the
// playhead. It knows no words and no controls.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/scene/queues.hpp"
#include "app/scene/run_index.hpp"
#include "engine/world/world.hpp"

namespace scene {

// The connect() calls of one host and what has become of them.
struct Attempts {
  std::uint32_t made{}, opened{}, failed{};
  std::uint32_t pending() const { return made - opened - failed; }
  bool operator==(const Attempts&) const = default;
};

// Reads each state of the run once. One per branch, or catch_up notices that it is another one.
class AttemptLog {
 public:
  void catch_up(const RunIndex& index);
  Attempts of(engine::HostId host, const Position& playhead) const;

 private:
  struct Moment {
    engine::StepIndex step{};
    std::uint32_t fact{};
  };
  struct Row {
    std::vector<Moment> made, opened, failed;  // in order
    std::set<engine::ConnId> open_still;       // neither of both yet
  };
  void read(const StateSpan& span);

  const RunIndex* read_from_{};  // only to be compared
  std::uint32_t generation_{};
  std::size_t read_{};
  std::map<engine::HostId, Row> rows_;
};

// How fast a flood is, in SYNs per thousand seconds: 2,000 are two a second.
using Rate = std::uint64_t;
inline constexpr Rate slowest_flood = 1, fastest_flood = 1'000'000'000;
Rate rate_of(const engine::Flood& flood);
// From a block of addresses where nobody lives, at the target; it goes on until it is stopped.
// Above a thousand a second the SYNs come in bursts, one every millisecond.
engine::Flood flood_of(engine::Socket target, Rate rate);

struct BenchConnection {  // one that the program has: it goes on whatever the queues do
  engine::ConnId connection{};
  std::string remote{};
  engine::HostId peer{};  // who has that address
  bool peer_known{};
  std::uint64_t bytes_read{};
};

struct AttackBench {
  engine::HostId target{};
  std::optional<engine::HostId> attacker{}, honest{};
  std::optional<engine::Flood> flood{};  // under way
  std::uint64_t sent{};                  // by it
  std::optional<ListenerQueues> queues{};
  engine::Socket port{};  // of the listener; what the honest client calls
  engine::SynCookies cookies{};
  std::uint8_t syn_ack_retries{};
  std::optional<engine::Duration> visits{};    // the honest client tries every so long
  Attempts attempts{};                         // of the honest client
  std::vector<BenchConnection> established{};  // the first few
  std::uint32_t established_count{};
};

inline constexpr std::size_t established_shown = 3;
AttackBench attack_bench(const engine::World& world, const AttemptLog& log,
                         const Position& playhead);

}  // namespace scene
