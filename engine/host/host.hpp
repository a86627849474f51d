// One host: its addresses, its connections and listeners, the demultiplexer, RST for strangers.
// Queues are derived: half-open = children in SYN-RECEIVED, the accept queue = established children
// that nobody has accepted (requirements F). It knows no wire: packets come in and go out as data.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/host/application.hpp"
#include "engine/segment/ipv4.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

struct Connection {
  ConnId id;
  Tcb tcb;
  std::optional<ConnId> parent;  // the listener that created it
  bool accepted{};               // by the application (or opened by it)
  Application application;
  std::uint32_t backlog{};  // of a listener: half-open and accept queue, each
  Instant created_at{};
  Instant state_since{};
  Instant started_at{};  // of the Tcb's first SYN or SYN-ACK, for queue ages
  CallResult last_result = CallResult::ok;
  std::optional<std::uint8_t> last_call;  // index in Call
  bool operator==(const Connection&) const = default;
};

enum class Power : std::uint8_t { up, crashed };

// How initial sequence numbers come about.
struct IsnPolicy {
  std::optional<std::uint32_t> fixed;     // a teaching number, for every connection
  std::array<std::uint8_t, 16> secret{};  // else RFC 6528: clock + SipHash of the socket pair
  bool operator==(const IsnPolicy&) const = default;
};

struct Host {
  HostId id;
  std::string name;  // as in the scenario: "client"
  Ipv4Address address;
  TcpConfig config;  // defaults for new connections
  IsnPolicy isn;
  Power power = Power::up;
  std::uint16_t next_port = 50'000;  // ephemeral
  std::uint16_t next_ip_id = 1;
  std::vector<Connection> connections;  // listeners too, in order of creation
  std::vector<Connection> gone;  // the last few that were removed, for the screen; newest last
  bool operator==(const Host&) const = default;
};

const Connection* find(const Host& host, ConnId id);
// Which record handles a segment (requirements B.2); none = a stranger.
std::optional<ConnId> demultiplex(const Host& host, const SocketPair& seen_from_here);

struct QueueCounts {
  std::uint32_t half_open{}, acceptable{}, backlog{};
};
QueueCounts queues(const Host& host, ConnId listener);

void hash_append(Hasher& h, const Host& host);

}  // namespace engine
