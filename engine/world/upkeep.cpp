#include "engine/world/upkeep.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/host/program.hpp"
#include "engine/world/attack.hpp"

namespace engine {
namespace {

// Calls take(Due) for everything a connection waits for.
template <class Take>
void dues_of(const Host& host, const Connection& c, Take take) {
  const Instant deadline = next_deadline(c);
  if (deadline != never) take(Due{deadline, DueKind::timer, c.id.value, host.id});
  const Instant wakes = wakes_at(c);
  if (wakes != never) take(Due{wakes, DueKind::program, c.id.value, host.id});
}

template <class Take>
void all_dues(const World& world, Take take) {
  for (const Packet& packet : world.wire.packets)
    if (packet.arrives_at != never)
      take(Due{packet.arrives_at, DueKind::arrival, packet.id.value, {}});
  for (const Host& host : world.hosts)
    for (const Connection& c : host.connections) dues_of(host, c, take);
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

// When a packet of this fact is due now; the other facts move no packet.
std::optional<Due> moved_packet(const Fact& fact) {
  if (std::holds_alternative<Noted>(fact)) return std::nullopt;  // most of them
  const auto due = [](PacketId id, Instant at) {
    return at == never ? std::nullopt : std::optional<Due>({at, DueKind::arrival, id.value, {}});
  };
  if (const auto* sent = std::get_if<PacketSent>(&fact)) return due(sent->packet, sent->arrives_at);
  if (const auto* late = std::get_if<PacketDelayed>(&fact))
    return due(late->packet, late->arrives_at);
  if (const auto* free = std::get_if<PacketReleased>(&fact))
    return due(free->packet, free->arrives_at);
  return std::nullopt;
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
  for (const Fact& fact : record.facts)
    if (const std::optional<Due> due = moved_packet(fact)) agenda.add(*due);
  const auto add = [&agenda](const Due& due) { agenda.add(due); };
  if (!record.host_turn.touched.empty()) {
    const Host& host = world.host(record.host_turn.host);
    for (const ConnId id : record.host_turn.touched)
      if (const Connection* const c = find(host, id)) dues_of(host, *c, add);
  }
  constexpr std::size_t slack = 32;
  if (agenda.size() > slack && agenda.size() > 3 * owners(world) + slack) world.reindex();
  while (!agenda.empty() && !is_current(world, agenda.top())) agenda.drop_top();
}

void World::reindex() {
  agenda.start();
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
