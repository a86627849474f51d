#include "engine/world/world.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/host/stack.hpp"
#include "engine/wire/touch.hpp"
#include "engine/world/attack.hpp"
#include "engine/world/carry_out.hpp"
#include "engine/world/turns.hpp"
#include "engine/world/upkeep.hpp"

namespace engine {
namespace {

void drop(StepRecord& record, PacketId packet, DropReason reason) {
  record.facts.push_back(PacketDropped{.packet = packet, .reason = reason, .rule = {}, .box = {}});
}

void arrive(World& world, PacketId id, ByteArena& bytes, StepRecord& record) {
  const Packet packet = take(world.wire, id);
  if (!packet.to) return drop(record, id, DropReason::no_such_host);
  Host& host = world.host(*packet.to);
  if (host.power == Power::crashed) return drop(record, id, DropReason::host_down);
  const std::size_t said_at = record.facts.size();  // the arrival comes before what it causes
  record.facts.push_back(PacketArrived{.packet = id, .at = host.id, .connection = {}});
  HostTurn& turn = lend_to_host(world, host.id, record);
  const std::optional<ConnId> connection = receive(host, packet.bytes, bytes, turn);
  std::get<PacketArrived>(record.facts[said_at]).connection = connection;
  take_back_from_host(world, bytes, record);
  if (!world.attackers.empty()) hear_arrival(world, host.id, packet.bytes, bytes, record);
}

bool waits_for_its_condition(const Scheduled& entry) {
  return !entry.done && entry.due == never && !std::holds_alternative<WhenAt>(entry.when);
}

// Scheduled entries whose condition has come true in this step.
struct MeetConditions {
  World& world;

  template <class Matches>
  void meet(Matches matches) const {
    for (std::uint32_t i = 0; i < world.schedule.size(); ++i) {
      Scheduled& entry = world.schedule[i];
      if (entry.done || entry.due != never) continue;
      const std::optional<Duration> after = matches(entry.when);
      if (!after) continue;
      entry.due = world.now + *after;
      world.agenda.add({entry.due, DueKind::schedule, i, {}});
    }
  }
  void look_at(const Fact& fact) const {
    if (const auto* const changed = std::get_if<StateChanged>(&fact)) look_at(*changed);
    if (const auto* const notified = std::get_if<Notified>(&fact)) look_at(*notified);
  }
  void look_at(const StateChanged& fact) const {
    meet([&fact](const When& when) -> std::optional<Duration> {
      const auto* const wanted = std::get_if<WhenState>(&when);
      const bool met = wanted != nullptr && wanted->host == fact.host && wanted->state == fact.to;
      return met ? std::optional(wanted->after) : std::nullopt;
    });
  }
  void look_at(const Notified& fact) const {
    meet([&fact](const When& when) -> std::optional<Duration> {
      const auto* const wanted = std::get_if<WhenSignal>(&when);
      const bool met =
          wanted != nullptr && wanted->host == fact.host && wanted->signal == fact.signal;
      return met ? std::optional(wanted->after) : std::nullopt;
    });
  }
};

// The last act of every step and every command.
void conclude(World& world, ByteArena& bytes, StepRecord& record) {
  if (!world.attackers.empty()) watch(world, bytes, record);
  if (std::ranges::any_of(world.schedule, waits_for_its_condition))
    for (const Fact& fact : record.facts) MeetConditions{world}.look_at(fact);
  keep_agenda(world, record);
}

// Built in its place (base/variant_list.hpp).
void tell_cause(const World& world, const Due& due, StepCause& cause) {
  switch (due.kind) {
    case DueKind::arrival: {
      const PacketId id{due.id};
      cause.emplace<ByArrival>(id, find(world.wire, id)->to);
      return;
    }
    case DueKind::timer: {
      const Connection& c = *find(world.host(due.host), ConnId{due.id});
      cause.emplace<ByTimer>(due.host, c.id, earliest(c.tcb.timers)->timer);
      return;
    }
    case DueKind::schedule:
      cause.emplace<BySchedule>(due.id);
      return;
    case DueKind::program:
      cause.emplace<ByProgram>(due.host, ConnId{due.id});
      return;
    case DueKind::attack:
      cause.emplace<ByAttack>(due.host, due.id);
      return;
  }
  unreachable("DueKind");
}

struct TakePlace {
  World& world;
  ByteArena& bytes;
  StepRecord& record;

  void operator()(const ByArrival& by) const { arrive(world, by.packet, bytes, record); }
  void operator()(const ByTimer& by) const {
    HostTurn& turn = lend_to_host(world, by.host, record);
    fire_timer(world.host(by.host), by.connection, by.timer, bytes, turn);
    take_back_from_host(world, bytes, record);
  }
  void operator()(const BySchedule& by) const {
    Scheduled& entry = world.schedule[by.entry];
    const Command command = entry.command;
    entry.done = entry.left == 0;
    if (!entry.done) {
      --entry.left;
      entry.when = WhenAt{world.now + entry.every};
      world.agenda.add({due_at(entry), DueKind::schedule, by.entry, {}});
    }
    record.refused = !carry_out(world, command, bytes, record);
  }
  void operator()(const ByProgram& by) const {
    HostTurn& turn = lend_to_host(world, by.host, record);
    program_wakes(world.host(by.host), by.connection, bytes, turn);
    take_back_from_host(world, bytes, record);
  }
  void operator()(const ByAttack& by) const {
    act_by_plan(world, by.attacker, by.assault, bytes, record);
  }
  void operator()(const ByCommand&) const { unreachable("a command is no event"); }
};

}  // namespace

Instant World::next_event_at() const {
  const std::optional<Due> due = next_due();
  return due ? std::max(due->at, now) : never;
}

std::optional<StepCause> World::next_cause() const {
  const std::optional<Due> due = next_due();
  if (!due) return std::nullopt;
  StepCause cause;
  tell_cause(*this, *due, cause);
  return cause;
}

void World::step(ByteArena& bytes, StepRecord& record) {
  if (!agenda.built()) reindex();
  INVARIANT(!agenda.empty());
  const Due& due = agenda.top();
  now = std::max(now, due.at);
  record.clear();
  record.at = now;
  tell_cause(*this, due, record.cause);
  std::visit(TakePlace{*this, bytes, record}, record.cause);
  conclude(*this, bytes, record);
}

void World::apply(const Command& command, Instant at, ByteArena& bytes, StepRecord& record) {
  if (!agenda.built()) reindex();
  INVARIANT(now <= at && at <= next_event_at());
  now = at;
  record.clear();
  record.at = now;
  record.cause = ByCommand{};
  record.refused = !carry_out(*this, command, bytes, record);
  conclude(*this, bytes, record);
}

void StepRecord::clear() {
  at = {};
  cause = ByCommand{};
  refused = false;
  facts.clear();
  changes.clear();
  host_turn.touched.clear();
}

}  // namespace engine
