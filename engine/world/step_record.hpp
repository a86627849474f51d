// What one step did, as facts in the order in which they happened. Facts are what pictures, event
// list, lessons and exports are made of; nothing is shown that is not here.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/variant_list.hpp"
#include "engine/host/host_facts.hpp"
#include "engine/host/turn.hpp"
#include "engine/rules/note.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/state.hpp"
#include "engine/tcp/timers.hpp"
#include "engine/wire/departure.hpp"
#include "engine/wire/packet.hpp"
#include "engine/wire/wire_facts.hpp"
#include "engine/world/command.hpp"

namespace engine {

// ---- why the step happened
struct ByArrival {
  PacketId packet{};
  std::optional<HostId> at{};
};
struct ByTimer {
  HostId host{};
  ConnId connection{};
  Timer timer{};
};
struct BySchedule {
  std::uint32_t entry{};
};  // position in World::schedule
struct ByProgram {
  HostId host{};
  ConnId connection{};
};  // a slow reader's next read
struct ByAttack {
  HostId attacker{};
  std::uint32_t assault{};
};  // a plan of an attacker goes on
struct ByCommand {};  // a person; the command is in the timeline
using StepCause = std::variant<ByArrival, ByTimer, BySchedule, ByProgram, ByAttack, ByCommand>;

// ---- facts: those of the wire and of the hosts (their own headers), and these of the world
struct PacketArrived {
  PacketId packet{};
  HostId at{};
  std::optional<ConnId> connection{};
  bool operator==(const PacketArrived&) const = default;
};
struct LinkChanged {
  HostId from{}, to{};
  bool operator==(const LinkChanged&) const = default;
};
struct HostChanged {
  HostId host{};
  bool up{};
  bool operator==(const HostChanged&) const = default;
};

using Fact = std::variant<PacketSent, PacketArrived, PacketDropped, PacketDelayed, PacketHeld,
                          PacketReleased, PacketEdited, Noted, StateChanged, TimerMoved, CallMade,
                          Notified, DataRead, ConnectionCreated, ConnectionRemoved, QueueChanged,
                          RuleChanged, LinkChanged, HostChanged>;

struct StepRecord {
  Instant at{};
  StepCause cause{};
  bool refused{};  // a command that could not be carried out; nothing changed
  VariantList<Fact> facts{};
  std::vector<Change> changes{};  // of the notes: Note::first_change indexes here

  // Working space, kept from step to step so that a step allocates nothing; no result.
  HostTurn host_turn;
  WireTurn wire_turn;

  // For steps whose reasons nobody will look at: the world becomes the same and the other facts are
  // told, but not one note.
  void drop_notes() { host_turn.fx.keeps_notes = false; }
  // For steps that nobody will look at, as on the way to a moment in the past: the world becomes
  // the same, and what is told is only what that takes.
  void only_change_the_world() {
    drop_notes();
    host_turn.tells = false;
  }
  bool keeps_notes() const { return host_turn.fx.keeps_notes; }

  void clear();
};

}  // namespace engine
