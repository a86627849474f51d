// A flood on a listener, with a client that keeps trying and one that was connected before; the
// numbers of RFC 4987 at any scale. Nothing is recorded: memory is bounded however long it takes.
#pragma once

#include <cstdint>

#include "tests/support/network_builder.hpp"

namespace engine::test {

struct FloodPlan {
  TcpConfig server_config{};  // cookies, recycling, retries ...
  std::uint32_t backlog = 64;
  std::uint32_t rate = 1'000;  // SYNs in a second
  Duration lasts = 10s;
  Duration tries_every = 500ms;  // the honest client
  Duration latency = 10ms;
};

struct FloodOutcome {
  std::uint32_t attempts{}, successes{};
  std::uint32_t most_half_open{};
  std::uint32_t read_by_server{};  // octets of the connection that was there before
  std::uint32_t flood_packets{};
  std::uint64_t arena_bytes{}, steps{};
};

FloodOutcome flood(const FloodPlan& plan);

}  // namespace engine::test
