// IPv4 addresses, sockets (address and port) and the pair of sockets that names a connection
// (RFC 9293 3.3.1, 4).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/hash.hpp"

namespace engine {

struct Ipv4Address {
  std::uint32_t raw{};  // host byte order: 10.0.0.1 is 0x0A000001
  friend constexpr auto operator<=>(Ipv4Address, Ipv4Address) = default;
};

constexpr Ipv4Address ipv4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return {a << 24 | b << 16 | c << 8 | d};
}
constexpr bool is_unspecified(Ipv4Address a) { return a.raw == 0; }
constexpr bool is_multicast(Ipv4Address a) { return a.raw >> 28 == 0xE; }
constexpr bool is_broadcast(Ipv4Address a) { return a.raw == 0xFFFF'FFFFu; }

struct Socket {
  Ipv4Address address{};
  std::uint16_t port{};  // 0 = unspecified
  friend constexpr auto operator<=>(Socket, Socket) = default;
};

struct SocketPair {
  Socket local{};
  Socket remote{};
  friend constexpr auto operator<=>(const SocketPair&, const SocketPair&) = default;
};

std::string to_string(Ipv4Address address);
std::string to_string(Socket socket);  // "10.0.0.1:80"
std::optional<Ipv4Address> parse_ipv4(std::string_view text);

constexpr void hash_append(Hasher& h, Ipv4Address a) { h.add(a.raw); }
constexpr void hash_append(Hasher& h, Socket s) {
  h.add(std::uint64_t{s.address.raw} << 16 | s.port);
}
constexpr void hash_append(Hasher& h, const SocketPair& p) {
  hash_append(h, p.local);
  hash_append(h, p.remote);
}

}  // namespace engine
