#include "engine/world/upkeep.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/host/program.hpp"
#include "engine/world/attack.hpp"

namespace engine {
namespace {

Due timer_due(const Host& host, const Connection& c, Instant at) {
  return {at, DueKind::timer, c.id.value, host.id};
}

Due program_due(const Host& host, const Connection& c, Instant at) {
  return {at, DueKind::program, c.id.value, host.id};
}

// Calls take(Due) for everything that is due, in no order.
template <class Take>
void all_dues(const World& world, Take take) {
  for (const Packet& packet : world.wire.packets)
    if (packet.arrives_at != never)
      take(Due{packet.arrives_at, DueKind::arrival, packet.id.value, {}});
  for (const Host& host : world.hosts)
    for (const Connection& c : host.connections) {
      if (const Instant at = next_deadline(c); at != never) take(timer_due(host, c, at));
      if (const Instant at = wakes_at(c); at != never) take(program_due(host, c, at));
    }
  for (std::uint32_t i = 0; i < world.schedule.size(); ++i)
    if (const Instant at = due_at(world.schedule[i]); at != never)
      take(Due{at, DueKind::schedule, i, {}});
  for (const Attacker& attacker : world.attackers)
    for (const Assault& assault : attacker.assaults)
      if (assault.due != never) take(Due{assault.due, DueKind::attack, assault.id, attacker.at});
}

bool is_current(const World& world, const Due& due) {
  switch (due.kind) {
    case DueKind::arrival: {
      const Packet* const packet = find(world.wire, PacketId{due.id});
      return packet != nullptr && packet->arrives_at == due.at;
    }
    case DueKind::timer: {
      const Connection* const c = find(world.host(due.host), ConnId{due.id});
      return c != nullptr && next_deadline(*c) == due.at;
    }
    case DueKind::schedule:
      return due_at(world.schedule[due.id]) == due.at;
    case DueKind::program: {
      const Connection* const c = find(world.host(due.host), ConnId{due.id});
      return c != nullptr && wakes_at(*c) == due.at;
    }
    case DueKind::attack: {
      const Assault* const assault = find_assault(world, due.host, due.id);
      return assault != nullptr && assault->due == due.at;
    }
  }
  unreachable("DueKind");
}

// How many entries could be current at all.
std::size_t owners(const World& world) {
  std::size_t sum = world.wire.packets.size() + world.schedule.size();
  for (const Host& host : world.hosts) sum += host.connections.size();
  for (const Attacker& attacker : world.attackers) sum += attacker.assaults.size();
  return sum;
}

// The timers of a record are due at another time, perhaps. Later than its entry says: then the
// entry will be put right when it comes to the top, since mostly the timer is stopped or moved
// again.
void keep_timers(Agenda& agenda, const Host& host, Connection& c) {
  const Instant at = next_deadline(c);
  if (at >= c.agenda_mark.at) return;
  agenda.add(timer_due(host, c, at));
  c.agenda_mark.at = at;
}

void drop_outdated_top(World& world) {
  const Due due = world.agenda.top();
  world.agenda.drop_top();
  if (due.kind != DueKind::timer) return;
  Host& host = world.host(due.host);
  if (find(host, ConnId{due.id}) == nullptr) return;
  Connection& c = host.connections.edit(ConnId{due.id});
  if (c.agenda_mark.at != due.at) return;  // there is an earlier entry
  c.agenda_mark.at = never;
  keep_timers(world.agenda, host, c);
}

}  // namespace

Instant due_at(const Scheduled& entry) {
  if (entry.done) return never;
  const auto* const fixed = std::get_if<WhenAt>(&entry.when);
  return fixed != nullptr ? fixed->at : entry.due;
}

bool is_visit(const Scheduled& entry, HostId host) {
  const auto* const call = std::get_if<DoCall>(&entry.command);
  return call != nullptr && call->host == host && entry.every != Duration{};
}

void keep_agenda(World& world, const StepRecord& record) {
  Agenda& agenda = world.agenda;
  if (!record.host_turn.touched.empty()) {
    Host& host = world.host(record.host_turn.host);
    for (const ConnId id : record.host_turn.touched) {
      if (find(host, id) == nullptr) continue;
      Connection& c = host.connections.edit(id);
      keep_timers(agenda, host, c);
      if (const Instant at = wakes_at(c); at != never) agenda.add(program_due(host, c, at));
    }
  }
  constexpr std::size_t slack = 32;
  if (agenda.size() > slack && agenda.size() > 3 * owners(world) + slack) world.reindex();
  while (!agenda.empty() && !is_current(world, agenda.top())) drop_outdated_top(world);
}

void World::reindex() {
  agenda.start();
  for (Host& host : hosts)
    for (const Connection& c : host.connections)
      host.connections.edit(c.id).agenda_mark.at = next_deadline(c);
  all_dues(*this, [this](const Due& due) { agenda.add(due); });
}

std::optional<Due> World::next_due_by_walking() const {
  std::optional<Due> first;
  all_dues(*this, [&first](const Due& due) {
    if (!first || due < *first) first = due;
  });
  return first;
}

std::optional<Due> World::next_due() const {
  if (!agenda.built()) return next_due_by_walking();
  if (agenda.empty()) return std::nullopt;
  return agenda.top();
}

}  // namespace engine
