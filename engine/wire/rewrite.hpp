// Changing a few octets of a packet the way boxes on the wire do: the length stays, and checksums
// are not made anew but adjusted by the difference (RFC 1624), so that what was damaged before
// stays damaged. Reading is light and tolerant: addresses, ports, numbers, where the options lie.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "engine/segment/segment.hpp"

namespace engine {

using Octets = std::span<std::uint8_t>;
using ConstOctets = std::span<const std::uint8_t>;

bool is_ipv4(ConstOctets packet);  // with a whole header

// An IPv4 packet with a TCP header, as far as a box cares.
struct TcpGlance {
  std::uint32_t tcp_at{};  // where the TCP header begins
  std::uint32_t options_at{}, options_end{};
  Socket source, destination;
  SeqNum seq, ack;
  Flags flags;
  std::uint32_t sequence_length{};  // SEG.LEN
};
std::optional<TcpGlance> glance(ConstOctets packet);  // none: no TCP that can be read

// An ICMP error, and where the packet that it quotes begins.
struct IcmpGlance {
  Ipv4Address source, destination;
  std::uint32_t quoted_at{};
  SocketPair quoted;  // local = its source
};
std::optional<IcmpGlance> glance_icmp(ConstOctets packet);

std::uint16_t word_at(ConstOctets packet, std::size_t at);

// Sets a 16-bit word of the IP header (at an even place).
void set_ip_word(Octets packet, std::size_t at, std::uint16_t value);
// Sets an octet behind the IP header; `tcp_at` as in the glance.
void set_tcp_octet(Octets packet, std::uint32_t tcp_at, std::size_t at, std::uint8_t value);
void set_tcp_word(Octets packet, std::uint32_t tcp_at, std::size_t at, std::uint16_t value);

// The address and port of one end, with both checksums.
void set_source(Octets packet, const TcpGlance& seen, Socket source);
void set_destination(Octets packet, const TcpGlance& seen, Socket destination);
// An ICMP error goes to another address and quotes another source.
void redirect_icmp(Octets packet, const IcmpGlance& seen, Socket inside);

}  // namespace engine
