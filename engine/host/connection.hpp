// One record of a host: a listener or a connection, with the program that owns it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/host/application.hpp"
#include "engine/segment/source_route.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// The earliest entry of the world's agenda for the timers of a record; never = there is none. It is
// derived, like the agenda: two of them always compare equal.
struct AgendaMark {
  Instant at = never;
  friend bool operator==(AgendaMark, AgendaMark) { return true; }
};

struct Connection {
  ConnId id;
  Tcb tcb;
  std::optional<ConnId> parent;  // the listener that created it
  bool accepted{};               // by the application (or opened by it)
  Application application;
  std::uint32_t backlog{};  // of a listener: as its call named it (requirements F.1)
  Instant created_at{};
  Instant state_since{};
  Instant started_at{};                  // of the Tcb's first SYN or SYN-ACK, for queue ages
  Instant completed_at = never;          // when the handshake was done: the accept queue's order
  Instant linger_until = never;          // a close() that waits gives up waiting
  SourceRoute route{};                   // of its packets (RFC 9293 3.9.2.1)
  bool route_given{};                    // by the application: what arrives changes nothing
  std::vector<Instant> early_resets{};   // of a listener: until when each counts (Fast Open)
  std::optional<Instant> last_cookie{};  // of a listener: when it last answered with one
  CallResult last_result = CallResult::ok;
  std::optional<std::uint8_t> last_call;  // index in Call
  AgendaMark agenda_mark{};
  bool operator==(const Connection&) const = default;
};

// Its packets take this route from now on; the option takes room from their text (MUST-16).
void follow_route(Connection& connection, const SourceRoute& route);

// Where a record counts in its listener's queues (requirements F.1).
enum class QueuePlace : std::uint8_t { none, half_open, acceptable };
QueuePlace queue_place(const Connection& connection);

// When its next timer is due; never = none runs.
Instant next_deadline(const Connection& connection);

void hash_append(Hasher& h, const Application& application);
void hash_append(Hasher& h, const Connection& connection);

}  // namespace engine
