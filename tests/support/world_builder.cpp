#include "tests/support/world_builder.hpp"

#include "engine/host/profile.hpp"
#include "tests/support/rule_witness.hpp"

namespace engine::test {
namespace {

Host host_of(HostId id, const char* name, Ipv4Address address, std::uint32_t isn) {
  Host host;
  host.id = id;
  host.name = name;
  host.address = address;
  host.config = config_of(Profile::teaching);
  host.isn.fixed = isn;
  return host;
}

}  // namespace

World two_hosts(std::uint64_t seed) {
  World world;
  world.random = Random(seed);
  world.hosts.push_back(host_of(client, "client", ipv4(10, 0, 0, 1), 1000));
  world.hosts.push_back(host_of(server, "server", ipv4(10, 0, 0, 2), 5000));
  return world;
}

const Connection* newest_connection(const Host& host) {
  for (auto c = host.connections.rbegin(); c != host.connections.rend(); ++c)
    if (c->tcb.state != State::listen) return &*c;
  return nullptr;
}

bool belong_together(const Tcb& a, const Tcb& b) {
  return is_synchronized(a.state) && is_synchronized(b.state) && !a.former && !b.former &&
         a.sockets.local == b.sockets.remote && a.sockets.remote == b.sockets.local &&
         a.rcv.irs == b.snd.iss && b.rcv.irs == a.snd.iss;
}

bool Stage::apply(const Command& command, Duration wait) {
  world.apply(command, world.now + wait, bytes, record);
  keep();
  return !record.refused;
}

bool Stage::call(HostId host, const Call& call) {
  return apply(DoCall{.host = host, .connection = {}, .call = call});
}

void Stage::step() {
  world.step(bytes, record);
  keep();
}

void Stage::run_for(Duration time) {
  const Instant until = world.now + time;
  while (world.next_event_at() <= until) step();
}

void Stage::run_until_quiet(int limit) {
  for (int i = 0; i < limit && world.next_event_at() != never; ++i) step();
}

void Stage::connect() { call(client, Connect{.remote = server_socket()}); }

void Stage::establish() {
  call(server, Listen{.port = 80});
  connect();
  run_for(150ms);
}

void Stage::lose_next(HostId from, Flags flags) {
  Impairment rule;
  rule.match = {.from = from, .flag_match = FlagMatch::exactly, .flags = flags};
  rule.left = 1;
  apply(ArmImpairment{rule});
}

const Connection& Stage::newest(HostId host) const { return *newest_connection(world.host(host)); }

CallResult Stage::last_result() const { return all<CallMade>().back().result; }

State Stage::state(HostId host) const {
  const Connection* const c = newest_connection(world.host(host));
  return c == nullptr ? State::closed : c->tcb.state;
}

int Stage::times_noted(Rule rule) const {
  int count = 0;
  for (const Noted& noted : all<Noted>()) count += noted.note.rule == rule ? 1 : 0;
  return count;
}

std::string Stage::read_by(HostId host) const {
  std::string text;
  for (const DataRead& read : all<DataRead>()) {
    if (read.host != host) continue;
    for (const std::uint8_t octet : bytes.read(read.bytes)) text += static_cast<char>(octet);
  }
  return text;
}

void Stage::keep() {
  support::witness(record.facts);
  facts.insert(facts.end(), record.facts.begin(), record.facts.end());
}

}  // namespace engine::test
