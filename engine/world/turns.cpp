#include "engine/world/turns.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"

namespace engine {
namespace {

// A fact of a host is a fact of the world; a packet is handed to the wire.
struct PassOn {
  World& world;
  ByteArena& bytes;
  StepRecord& record;

  void operator()(const PacketOut& out) const {
    const Departing departing{.bytes = out.bytes,
                              .from = record.host_turn.host,
                              .to = host_with(world, out.destination),
                              .provenance = Provenance::stack,
                              .retransmission = out.retransmission,
                              .connection = out.connection};
    depart(world.wire, departing, bytes, lend_to_wire(world, record));
    take_back_from_wire(world, record);
  }
  void operator()(const NotesSaid& said) const {
    const HostTurn& turn = record.host_turn;
    for (std::uint32_t i = said.first; i < said.first + said.count; ++i)
      record.facts.push_back(
          Noted{.host = turn.host, .connection = said.connection, .note = turn.notes[i]});
  }
  template <class Other>
  void operator()(const Other& fact) const {
    record.facts.push_back(fact);
  }
};

// A fact of the wire is one of the world; what a box decided is a note of the host it stands at.
// Where a packet is due at another time now, the agenda hears of it.
struct FromWire {
  World& world;
  StepRecord& record;

  void operator()(const PacketSent& sent) const { moved(sent); }
  void operator()(const PacketDelayed& late) const { moved(late); }
  void operator()(const PacketReleased& free) const { moved(free); }
  void operator()(const BoxNoted& noted) const {
    if (!record.keeps_notes()) return;
    record.facts.push_back(Noted{.host = noted.at, .connection = {}, .note = noted.note});
  }
  template <class Other>
  void operator()(const Other& fact) const {
    record.facts.push_back(fact);
  }
  template <class Moved>
  void moved(const Moved& fact) const {
    if (fact.arrives_at != never)
      world.agenda.add({fact.arrives_at, DueKind::arrival, fact.packet.value, {}});
    record.facts.push_back(fact);
  }
};

}  // namespace

HostTurn& lend_to_host(World& world, HostId host, StepRecord& record) {
  HostTurn& turn = record.host_turn;
  begin_turn(turn, world.now, world.cursor, world.next_connection);
  turn.host = host;
  return turn;
}

// One host acts per step, so its list of changes is the list of the step.
void take_back_from_host(World& world, ByteArena& bytes, StepRecord& record) {
  HostTurn& turn = record.host_turn;
  world.cursor = turn.cursor;
  world.next_connection = turn.next_connection;
  INVARIANT(record.changes.empty());
  std::swap(record.changes, turn.changes);
  for (const HostFact& fact : turn.facts) std::visit(PassOn{world, bytes, record}, fact);
}

WireTurn& lend_to_wire(World& world, StepRecord& record) {
  WireTurn& turn = record.wire_turn;
  turn.now = world.now;
  turn.random = world.random;
  turn.cursor = world.cursor;
  turn.next_packet = world.next_packet;
  turn.facts.clear();
  return turn;
}

void take_back_from_wire(World& world, StepRecord& record) {
  const WireTurn& turn = record.wire_turn;
  world.random = turn.random;
  world.cursor = turn.cursor;
  world.next_packet = turn.next_packet;
  for (const WireFact& fact : turn.facts) std::visit(FromWire{world, record}, fact);
}

std::optional<HostId> host_with(const World& world, Ipv4Address address) {
  const auto host = std::ranges::find(world.hosts, address, &Host::address);
  if (host == world.hosts.end()) return std::nullopt;
  return host->id;
}

}  // namespace engine
