// What is selected and what the pointer rests on, as ids: panels meet here and in Intent only, and
// nobody keeps a reference into a World. The selection survives stepping and branches.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <variant>

#include "engine/base/ids.hpp"
#include "engine/segment/describe.hpp"
#include "engine/tcp/timers.hpp"

namespace app {

struct ConnectionRef {
  engine::HostId host;
  engine::ConnId connection;
  friend constexpr auto operator<=>(const ConnectionRef&, const ConnectionRef&) = default;
};
struct FieldRef {  // a header field of a packet: grid, hex and meaning light up together
  engine::PacketId packet;
  engine::Field field{};
  friend constexpr auto operator<=>(const FieldRef&, const FieldRef&) = default;
};
struct EventRef {  // a line of the event list
  engine::StepIndex step{};
  std::uint32_t fact{};
  friend constexpr auto operator<=>(const EventRef&, const EventRef&) = default;
};
struct TimerRef {
  ConnectionRef of;
  engine::Timer timer{};
  friend constexpr auto operator<=>(const TimerRef&, const TimerRef&) = default;
};

// Anything that can be pointed at.
using Target =
    std::variant<engine::HostId, ConnectionRef, engine::PacketId, FieldRef, EventRef, TimerRef>;

struct Selection {
  engine::HostId endpoint;  // whose state changes are bookmarks and stops
  std::map<engine::HostId, engine::ConnId> connections;  // which one each endpoint panel shows
  std::optional<engine::PacketId> packet;
  std::optional<engine::Field> field;  // of that packet
  std::optional<EventRef> event;
  bool operator==(const Selection&) const = default;

  std::optional<engine::ConnId> connection(engine::HostId host) const {
    const auto it = connections.find(host);
    return it == connections.end() ? std::nullopt : std::optional(it->second);
  }
};

// Selects one thing and leaves what is not in its way: a packet does not deselect a connection.
inline void select(Selection& selection, const Target& target) {
  struct Visit {
    Selection& s;
    void operator()(engine::HostId host) const { s.endpoint = host; }
    void operator()(const ConnectionRef& ref) const {
      s.endpoint = ref.host;
      s.connections[ref.host] = ref.connection;
    }
    void operator()(engine::PacketId packet) const {
      if (s.packet != packet) s.event.reset();
      s.packet = packet;  // the field stays, so that two headers can be compared
    }
    void operator()(const FieldRef& ref) const {
      (*this)(ref.packet);
      s.field = ref.field;
    }
    void operator()(const EventRef& ref) const { s.event = ref; }
    void operator()(const TimerRef& ref) const { (*this)(ref.of); }
  };
  std::visit(Visit{selection}, target);
}

}  // namespace app
