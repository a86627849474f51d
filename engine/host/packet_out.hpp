// From segments to packets: IPv4 and TCP headers, the text gathered from the arena, checksums.
#pragma once

#include "engine/host/turn.hpp"

namespace engine {

struct PacketSource {
  std::optional<ConnId> connection;
  SocketPair sockets;
  std::uint8_t ttl = 64;
  std::uint8_t tos{};
};

// Makes a packet of every segment in turn.fx and says so. Each is read back at once: what the other
// end will decode is what TCP meant (architecture decision 6).
void send_packets(Host& host, const PacketSource& source, ByteArena& bytes, HostTurn& turn);

}  // namespace engine
