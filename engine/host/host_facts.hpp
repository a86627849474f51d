// What happens inside a host, as facts. The world passes them on in its step record; two become
// something else there: PacketOut a departure on the wire, NotesSaid one Noted for each note.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "engine/base/byte_arena.hpp"
#include "engine/base/ids.hpp"
#include "engine/rules/note.hpp"
#include "engine/segment/address.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/state.hpp"
#include "engine/tcp/timers.hpp"

namespace engine {

struct PacketOut {
  ByteRef bytes{};
  Ipv4Address destination{};
  std::optional<ConnId> connection{};
  bool retransmission{};
};
struct Noted {
  HostId host{};
  std::optional<ConnId> connection{};
  Note note{};
  bool operator==(const Noted&) const = default;
};
// Notes in a row about one record: a range of HostTurn::notes. Notes are most of what a host has
// to say, so they are handed over in bulk.
struct NotesSaid {
  std::optional<ConnId> connection{};
  std::uint32_t first{}, count{};
};
struct StateChanged {
  HostId host{};
  ConnId connection{};
  State from{}, to{};
  bool operator==(const StateChanged&) const = default;
};
enum class TimerMove : std::uint8_t { started, restarted, stopped, expired };
struct TimerMoved {
  HostId host{};
  ConnId connection{};
  Instant expires_at{};
  Timer timer{};
  TimerMove move{};
  std::uint8_t attempt{};
  bool operator==(const TimerMoved&) const = default;
};
struct CallMade {
  HostId host{};
  std::optional<ConnId> connection{};
  std::uint8_t call{} /* index in Call */;
  CallResult result{};
  std::uint32_t bytes{};
  bool operator==(const CallMade&) const = default;
};
struct Notified {
  HostId host{};
  ConnId connection{};
  Signal signal{};
  bool operator==(const Notified&) const = default;
};
struct DataRead {
  HostId host{};
  ConnId connection{};
  ByteRef bytes{};
  bool operator==(const DataRead&) const = default;
};
struct ConnectionCreated {
  HostId host{};
  ConnId connection{};
  std::optional<ConnId> parent{};
  bool operator==(const ConnectionCreated&) const = default;
};
struct ConnectionRemoved {
  HostId host{};
  ConnId connection{};
  bool operator==(const ConnectionRemoved&) const = default;
};
struct QueueChanged {
  HostId host{};
  ConnId listener{};
  std::uint32_t half_open{}, acceptable{}, backlog{};
  bool operator==(const QueueChanged&) const = default;
};

using HostFact = std::variant<PacketOut, NotesSaid, StateChanged, TimerMoved, CallMade, Notified,
                              DataRead, ConnectionCreated, ConnectionRemoved, QueueChanged>;

}  // namespace engine
