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
};
enum class TimerMove : std::uint8_t { started, restarted, stopped, expired };
struct TimerMoved {
  HostId host{};
  ConnId connection{};
  Timer timer{};
  TimerMove move{};
  Instant expires_at{};
  std::uint8_t attempt{};
};
struct CallMade {
  HostId host{};
  std::optional<ConnId> connection{};
  std::uint8_t call{} /* index in Call */;
  CallResult result{};
  std::uint32_t bytes{};
};
struct Notified {
  HostId host{};
  ConnId connection{};
  Signal signal{};
};
struct DataRead {
  HostId host{};
  ConnId connection{};
  ByteRef bytes{};
};
struct ConnectionCreated {
  HostId host{};
  ConnId connection{};
  std::optional<ConnId> parent{};
};
struct ConnectionRemoved {
  HostId host{};
  ConnId connection{};
};
struct QueueChanged {
  HostId host{};
  ConnId listener{};
  std::uint32_t half_open{}, acceptable{}, backlog{};
};

using HostFact = std::variant<PacketOut, NotesSaid, StateChanged, TimerMoved, CallMade, Notified,
                              DataRead, ConnectionCreated, ConnectionRemoved, QueueChanged>;

}  // namespace engine
