#include "tests/support/flood_stage.hpp"

#include <algorithm>

#include "engine/world/recycle.hpp"

namespace engine::test {
namespace {

constexpr HostId honest{3};
constexpr Duration warm_up = 1s, patience = 400ms;

World flooded_world(const FloodPlan& plan) {
  World world = with_attacker(Sight::blind);
  Host host = world.host(client);
  host.id = honest;
  host.name = "bob";
  host.address = ipv4(10, 0, 0, 3);
  host.config.syn_retries = 0;  // one try is one SYN
  host.config.rto_initial = patience;
  world.hosts.push_back(std::move(host));
  world.wire.defaults.latency = plan.latency;
  world.host(server).config = plan.server_config;
  world.host(server).application.program = Sink{.close_at_end = false};
  const auto at = [&world](Duration when, const Command& command) {
    world.schedule.push_back({.when = WhenAt{world_start + when}, .command = command});
  };
  at(0s, DoCall{server, {}, Listen{.port = 80, .backlog = plan.backlog}});
  at(0s, DoCall{client, {}, Connect{.remote = server_socket()}});
  constexpr std::uint32_t bursts = 1'000;  // in a second, or as many as there are SYNs
  const std::uint32_t ticks = std::min(bursts, plan.rate);
  const auto seconds = static_cast<std::uint32_t>(plan.lasts / 1s);
  at(warm_up, Attack{third, Flood{.target = server_socket(),
                                  .sources = {ipv4(203, 0, 0, 0), 1u << 16},
                                  .count = plan.rate * seconds,
                                  .burst = plan.rate / ticks,
                                  .every = Duration(1s) / ticks}});
  for (Duration when = warm_up + 700ms; when < warm_up + plan.lasts; when += plan.tries_every) {
    at(when, DoCall{honest, {}, Connect{.remote = server_socket()}});
    at(when, DoCall{client, {}, SendText{"."}});
  }
  return world;
}

struct Count {
  FloodOutcome& outcome;
  void operator()(const CallMade& made) const {
    const bool connects = made.host == honest && made.call == Call(Connect{}).index();
    outcome.attempts += connects ? 1 : 0;
  }
  // At the server: a client whose request was thrown away believes too early.
  void operator()(const StateChanged& changed) const {
    const bool done = changed.host == server && changed.to == State::established;
    outcome.successes += done ? 1 : 0;
  }
  void operator()(const QueueChanged& queue) const {
    outcome.most_half_open = std::max(outcome.most_half_open, queue.half_open);
  }
  void operator()(const DataRead& read) const {
    outcome.read_by_server += read.host == server ? read.bytes.length : 0;
  }
  void operator()(const PacketSent& sent) const {
    outcome.flood_packets += sent.provenance == Provenance::forged ? 1 : 0;
  }
  void operator()(const auto&) const {}
};

}  // namespace

FloodOutcome flood(const FloodPlan& plan) {
  World world = flooded_world(plan);
  ByteArena bytes;
  StepRecord record;
  Recycler recycler;
  FloodOutcome outcome;
  const Instant end = world_start + warm_up + plan.lasts + patience;
  while (world.next_event_at() <= end) {
    world.step(bytes, record);
    for (const Fact& fact : record.facts) std::visit(Count{outcome}, fact);
    recycler.recycle(world);
    ++outcome.steps;
  }
  --outcome.successes;  // the connection that was there before
  outcome.arena_bytes = bytes.capacity();
  return outcome;
}

}  // namespace engine::test
