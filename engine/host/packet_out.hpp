// From segments to packets: IPv4 and TCP headers, the text gathered from the arena, checksums.
#pragma once

#include "engine/host/turn.hpp"
#include "engine/segment/source_route.hpp"

namespace engine {

struct PacketSource {
  std::optional<ConnId> connection;
  SocketPair sockets;
  std::uint8_t ttl = 64;
  std::uint8_t tos{};
  bool dont_fragment = true;  // as long as the path MTU is to be found out (RFC 1191 3)
  SourceRoute route{};
};

// Makes a packet of every segment in turn.fx and says so. Each is read back at once: what the other
// end will decode is what TCP meant (architecture decision 6).
void send_packets(Host& host, const PacketSource& source, ByteArena& bytes, HostTurn& turn);

}  // namespace engine
