// ICMP errors about TCP segments (RFC 792, RFC 1191, RFC 5927): reading and writing the packet, and
// what each type and code means to TCP (RFC 9293 3.9.2.2). Strict, as codec.hpp is; whose
// connection it concerns, and whether it is believed, is decided elsewhere.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <vector>

#include "engine/segment/address.hpp"
#include "engine/segment/codec.hpp"
#include "engine/segment/seq_num.hpp"

namespace engine {

struct IcmpError {
  Ipv4Address reporter{};  // who sent it: a router, or the other end
  Ipv4Address destination{};
  std::uint8_t type{}, code{};
  std::uint16_t next_hop_mtu{};  // of "fragmentation needed"; 0 = an old router that does not say
  // the quoted packet, as far as RFC 792 promises it: its header and eight octets more
  SocketPair quoted{};  // local = source: as the sender of the quoted segment sees it
  SeqNum quoted_seq{};
  std::uint16_t quoted_length{};  // of the whole packet that could not go on
  friend bool operator==(const IcmpError&, const IcmpError&) = default;
};

enum class IcmpMeaning : std::uint8_t {
  source_quench,  // must be ignored (RFC 6633)
  soft,           // the route may heal: told, never fatal (MUST-56)
  too_big,        // fragmentation needed and DF set: the path MTU is smaller
  refused,        // port or protocol unreachable: the host says that nobody is there (SHLD-26)
  prohibited,     // a filter on the way does not let it through
  other,          // no error at all, or one that says nothing about a connection
};
IcmpMeaning meaning(const IcmpError& error);

// Reads one IPv4 packet with protocol 1. Refused: a wrong checksum, too few bytes, and a quotation
// that is not the start of a TCP segment.
std::expected<IcmpError, Malformed> decode_icmp(std::span<const std::uint8_t> packet);

// What a label says of an ICMP error: "ICMP 3/4". None: no error, or one that no host would read.
struct IcmpHeading {
  std::uint8_t type{}, code{};
  std::uint16_t next_hop_mtu{};
  friend bool operator==(const IcmpHeading&, const IcmpHeading&) = default;
};
std::optional<IcmpHeading> icmp_heading(std::span<const std::uint8_t> packet);

// The packet that a router or a host sends about `offending`, a packet of at least 28 bytes; it
// quotes the IP header and eight octets (RFC 792).
std::vector<std::uint8_t> encode_icmp(Ipv4Address reporter, std::uint8_t type, std::uint8_t code,
                                      std::uint16_t next_hop_mtu,
                                      std::span<const std::uint8_t> offending);

}  // namespace engine
