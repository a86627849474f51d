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
#include "engine/host/connection_table.hpp"
#include "engine/segment/ipv4.hpp"
#include "engine/segment/segment.hpp"

namespace engine {

inline constexpr std::uint16_t first_ephemeral_port = 50'000;  // where the search begins

enum class Power : std::uint8_t { up, crashed };

// How initial sequence numbers come about.
struct IsnPolicy {
  std::optional<std::uint32_t> fixed;     // a teaching number, for every connection
  std::array<std::uint8_t, 16> secret{};  // else RFC 6528: clock + SipHash of the socket pair
  bool operator==(const IsnPolicy&) const = default;
};

// What a client keeps of a server's SYN-ACK for its next SYN (RFC 7413 4.1.3).
struct FastOpenPass {
  Ipv4Address server;
  FastOpenCookie cookie{};  // length 0: none yet
  std::uint16_t peer_mss{};
  bool operator==(const FastOpenPass&) const = default;
};

struct Host {
  HostId id;
  std::string name;  // as in the scenario: "client"
  Ipv4Address address;
  std::vector<Ipv4Address> other_addresses{};  // of a host with several (MUST-43)
  TcpConfig config;                            // defaults for new connections
  IsnPolicy isn;
  Power power = Power::up;
  std::uint16_t next_port = first_ephemeral_port;
  std::uint16_t next_ip_id = 1;
  ByteRef pattern;                   // what programs and SendBulk send; written when first needed
  Application application;           // of connections that it opens and of new listeners
  std::vector<FastOpenPass> passes;  // of servers that we have met; newest last
  ConnectionTable connections;       // listeners too, in order of creation
  std::vector<Connection> gone;      // the last few that were removed, for the screen; newest last
  bool operator==(const Host&) const = default;
};

bool is_mine(const Host& host, Ipv4Address address);
const Connection* find(const Host& host, ConnId id);
// Which record handles a segment (requirements B.2); none = a stranger.
std::optional<ConnId> demultiplex(const Host& host, const SocketPair& seen_from_here);

struct QueueCounts {
  std::uint32_t half_open{}, acceptable{};
  std::uint32_t backlog{};      // what the accept queue really holds (BacklogRule)
  std::uint32_t syn_backlog{};  // what the SYN queue holds
};
QueueCounts queues(const Host& host, ConnId listener);

void hash_append(Hasher& h, const Host& host);
// The bytes in its connections' buffers, by content.
void hash_buffers(Hasher& h, const Host& host, const ByteArena& bytes);

}  // namespace engine
