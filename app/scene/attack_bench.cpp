#include "app/scene/attack_bench.hpp"

#include <algorithm>

#include "engine/world/upkeep.hpp"

namespace scene {

using namespace engine;

namespace {

constexpr std::uint64_t billion = 1'000'000'000, per_second = 1'000;
constexpr std::uint32_t endless = 10'000'000;  // as many as a script may ask for
constexpr AddressBlock nobodys{ipv4(203, 0, 113, 0), 256};

bool listens(const Host& host) {
  return std::ranges::any_of(host.connections, [](const Connection& c) {
    return c.tcb.state == State::listen && !c.parent;
  });
}

bool attacks(const World& world, HostId host) {
  return std::ranges::find(world.attackers, host, &Attacker::at) != world.attackers.end();
}

// The server, unless only another host listens.
HostId target_of(const World& world) {
  constexpr HostId server{1};
  if (world.hosts.size() <= server.value || listens(world.host(server))) return server;
  const auto found = std::ranges::find_if(world.hosts, listens);
  return found == world.hosts.end() ? server : found->id;
}

const Scheduled* visits_of(const World& world, HostId host) {
  const auto found = std::ranges::find_if(
      world.schedule, [&](const Scheduled& e) { return !e.done && is_visit(e, host); });
  return found == world.schedule.end() ? nullptr : &*found;
}

// Who tries already; else the first who stands outside; else the client.
std::optional<HostId> honest_of(const World& world, HostId target) {
  std::optional<HostId> chosen;
  for (const Host& host : world.hosts) {
    if (host.id == target || attacks(world, host.id)) continue;
    if (visits_of(world, host.id) != nullptr) return host.id;
    if (!chosen || *chosen == HostId{}) chosen = host.id;
  }
  return chosen;
}

bool is_open(const Connection& c) {
  return is_synchronized(c.tcb.state) && (c.accepted || !c.parent);
}

void add_established(const World& world, AttackBench& bench) {
  for (const Connection& c : world.host(bench.target).connections) {
    if (!is_open(c) || c.tcb.state != State::established) continue;
    ++bench.established_count;
    if (bench.established.size() == established_shown) continue;
    BenchConnection row{.connection = c.id,
                        .remote = to_string(c.tcb.sockets.remote),
                        .bytes_read = c.application.bytes_read};
    const auto peer = std::ranges::find(world.hosts, c.tcb.sockets.remote.address, &Host::address);
    row.peer_known = peer != world.hosts.end();
    if (row.peer_known) row.peer = peer->id;
    bench.established.push_back(std::move(row));
  }
}

}  // namespace

void AttemptLog::catch_up(const RunIndex& index) {
  if (&index != read_from_ || index.generation() != generation_) *this = {};
  read_from_ = &index;
  generation_ = index.generation();
  const auto states = index.states();
  for (; read_ < states.size(); ++read_) read(states[read_]);
}

void AttemptLog::read(const StateSpan& span) {
  if (span.initial) return;
  const Moment moment{span.step, span.fact};
  if (span.state == State::syn_sent) {
    Row& row = rows_[span.host];
    row.made.push_back(moment);
    row.open_still.insert(span.connection);
    return;
  }
  const auto found = rows_.find(span.host);
  if (found == rows_.end() || !found->second.open_still.contains(span.connection)) return;
  Row& row = found->second;
  if (span.state == State::established)
    row.opened.push_back(moment);
  else if (span.state == State::closed)
    row.failed.push_back(moment);
  else
    return;
  row.open_still.erase(span.connection);
}

Attempts AttemptLog::of(HostId host, const Position& playhead) const {
  const auto found = rows_.find(host);
  if (found == rows_.end()) return {};
  const auto happened = [&](const std::vector<Moment>& moments) {
    const auto end = std::ranges::partition_point(
        moments, [&](const Moment& m) { return has_happened(playhead, m.step, m.fact); });
    return static_cast<std::uint32_t>(end - moments.begin());
  };
  const Row& row = found->second;
  return {happened(row.made), happened(row.opened), happened(row.failed)};
}

Rate rate_of(const Flood& flood) {
  const auto every = static_cast<std::uint64_t>(flood.every.count());
  return (flood.burst * billion * per_second + every / 2) / every;
}

Flood flood_of(Socket target, Rate rate) {
  constexpr Rate singly = 1'000 * per_second;
  rate = std::clamp(rate, slowest_flood, fastest_flood);
  const auto burst = static_cast<std::uint32_t>((rate + singly - 1) / singly);
  return {.target = target,
          .sources = nobodys,
          .count = endless,
          .burst = burst,
          .every = Duration(
              static_cast<std::int64_t>((burst * billion * per_second + rate / 2) / rate))};
}

AttackBench attack_bench(const World& world, const AttemptLog& log, const Position& playhead) {
  AttackBench bench{.target = target_of(world)};
  if (bench.target.value >= world.hosts.size()) return bench;
  const Host& target = world.host(bench.target);
  bench.cookies = target.config.syn_cookies;
  bench.syn_ack_retries = target.config.syn_ack_retries;
  if (auto queues = listener_queues(target, playhead.at); !queues.empty())
    bench.queues = std::move(queues.front());
  bench.port = {target.address, bench.queues ? bench.queues->port : std::uint16_t{80}};
  if (!world.attackers.empty()) {
    const Attacker& attacker = world.attackers.front();
    bench.attacker = attacker.at;
    for (const Assault& assault : attacker.assaults)
      if (const auto* flood = std::get_if<Flood>(&assault.plan)) {
        bench.flood = *flood;
        bench.sent = assault.sent;
      }
  }
  bench.honest = honest_of(world, bench.target);
  if (bench.honest) {
    bench.attempts = log.of(*bench.honest, playhead);
    if (const Scheduled* visits = visits_of(world, *bench.honest)) bench.visits = visits->every;
  }
  add_established(world, bench);
  return bench;
}

}  // namespace scene
