// What one step did, as facts in the order in which they happened. Facts are what pictures, event
// list, lessons and exports are made of; nothing is shown that is not here.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/rules/note.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/state.hpp"
#include "engine/tcp/timers.hpp"
#include "engine/wire/packet.hpp"
#include "engine/world/command.hpp"

namespace engine {

// ---- why the step happened
struct ByArrival {
  PacketId packet;
  std::optional<HostId> at;
};
struct ByTimer {
  HostId host;
  ConnId connection;
  Timer timer{};
};
struct BySchedule {
  std::uint32_t entry{};
};  // position in World::schedule
struct ByProgram {
  HostId host;
  ConnId connection;
};                    // a slow reader's next read
struct ByCommand {};  // a person; the command is in the timeline
using StepCause = std::variant<ByArrival, ByTimer, BySchedule, ByProgram, ByCommand>;

// ---- facts
enum class DropReason : std::uint8_t {
  user,
  rule,
  loss,
  queue_full,
  no_such_host,
  too_big,
  link_down,
  host_down
};

struct PacketSent {
  PacketId packet;
  HostId from;
  std::optional<HostId> to;
  ByteRef bytes;
  Instant arrives_at{};
  Provenance provenance{};
  PacketId copy_of;
  bool retransmission{};
  std::optional<ConnId> connection;
};
struct PacketArrived {
  PacketId packet;
  HostId at;
  std::optional<ConnId> connection;
};
struct PacketDropped {
  PacketId packet;
  DropReason reason{};
  std::optional<ImpairmentId> rule;
};
struct PacketDelayed {
  PacketId packet;
  Instant arrives_at{};
  std::optional<ImpairmentId> rule;
};
struct PacketHeld {
  PacketId packet;
  std::optional<ImpairmentId> rule;
};
struct PacketReleased {
  PacketId packet;
  Instant arrives_at{};
};
struct PacketEdited {
  PacketId packet;
  ByteRef bytes;
  std::optional<ImpairmentId> rule;
};  // new bytes; the id stays
struct Noted {
  HostId host;
  std::optional<ConnId> connection;
  Note note;
};
struct StateChanged {
  HostId host;
  ConnId connection;
  State from{}, to{};
};
enum class TimerMove : std::uint8_t { started, restarted, stopped, expired };
struct TimerMoved {
  HostId host;
  ConnId connection;
  Timer timer{};
  TimerMove move{};
  Instant expires_at{};
  std::uint8_t attempt{};
};
struct CallMade {
  HostId host;
  std::optional<ConnId> connection;
  std::uint8_t call{} /* index in Call */;
  CallResult result{};
  std::uint32_t bytes{};
};
struct Notified {
  HostId host;
  ConnId connection;
  Signal signal{};
};
struct DataRead {
  HostId host;
  ConnId connection;
  ByteRef bytes;
};
struct ConnectionCreated {
  HostId host;
  ConnId connection;
  std::optional<ConnId> parent;
};
struct ConnectionRemoved {
  HostId host;
  ConnId connection;
};
struct QueueChanged {
  HostId host;
  ConnId listener;
  std::uint32_t half_open{}, acceptable{}, backlog{};
};
struct RuleChanged {
  ImpairmentId rule;
  bool armed{};
  std::uint32_t left{};
};
struct LinkChanged {
  HostId from, to;
};
struct HostChanged {
  HostId host;
  bool up{};
};

using Fact = std::variant<PacketSent, PacketArrived, PacketDropped, PacketDelayed, PacketHeld,
                          PacketReleased, PacketEdited, Noted, StateChanged, TimerMoved, CallMade,
                          Notified, DataRead, ConnectionCreated, ConnectionRemoved, QueueChanged,
                          RuleChanged, LinkChanged, HostChanged>;

struct StepRecord {
  Instant at{};
  StepCause cause;
  bool refused{};  // a command that could not be carried out; nothing changed
  std::vector<Fact> facts;
  std::vector<Change> changes;  // of the notes: Note::first_change indexes here

  void clear();
};

}  // namespace engine
