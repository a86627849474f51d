// Source routes (RFC 791 3.1, RFC 1122 3.2.1.8; RFC 9293 3.9.2.1): the way that a packet is to
// take, written into its IP header. Routers put their own addresses in as they pass it on, so what
// arrives is, backwards, the way home.
//
//   NOP | kind 131 or 137 | length | pointer | address 1 | address 2 | ...
//
// A packet leaves towards the first hop; the option names the others and, last, the destination.
// Simplified: the wire here has no routers that could follow one. A host writes it, reads what
// comes complete, and turns it round.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "engine/base/hash.hpp"
#include "engine/segment/address.hpp"

namespace engine {

struct SourceRoute {
  static constexpr std::size_t most_hops = 9;  // 40 octets of IP options hold no more
  std::array<Ipv4Address, most_hops> hops{};   // in the order in which they are to be visited
  std::uint8_t count{};                        // 0 = the packet finds its own way
  bool strict{};                               // no other router between two of them
  friend bool operator==(const SourceRoute&, const SourceRoute&) = default;
};

// What it adds to the IP header, in octets: a multiple of four, 0 without hops.
std::size_t option_size(const SourceRoute& route);

// The way back that a packet brings, if its header is whole and its route was followed to the end.
std::optional<SourceRoute> return_route(std::span<const std::uint8_t> packet);

// Turns a sealed packet without IP options into one that takes this route. The packet lies at the
// end of `room`, behind option_size(route) octets that are free.
void take_route(const SourceRoute& route, std::span<std::uint8_t> room);

void hash_append(Hasher& h, const SourceRoute& route);

}  // namespace engine
