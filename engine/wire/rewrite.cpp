#include "engine/wire/rewrite.hpp"

#include "engine/base/bytes.hpp"
#include "engine/segment/checksum.hpp"

namespace engine {
namespace {

constexpr std::size_t tcp_header = 20, icmp_header = 8, quoted_octets = 8;
constexpr std::size_t ip_checksum_at = 10, source_at = 12, destination_at = 16;
constexpr std::size_t tcp_checksum_at = 16;  // from the start of the TCP header

void write_word(Octets packet, std::size_t at, std::uint16_t value) {
  packet[at] = static_cast<std::uint8_t>(value >> 8);
  packet[at + 1] = static_cast<std::uint8_t>(value & 0xFF);
}

// RFC 1624 equation 3: HC' = ~(~HC + ~m + m').
void adjust(Octets packet, std::size_t checksum_at, std::uint16_t before, std::uint16_t after) {
  const auto inverse = [](std::uint16_t word) { return std::uint32_t{word} ^ 0xFFFF; };
  std::uint32_t sum = inverse(word_at(packet, checksum_at)) + inverse(before) + after;
  sum = (sum >> 16) + (sum & 0xFFFF);
  sum = (sum >> 16) + (sum & 0xFFFF);
  write_word(packet, checksum_at, static_cast<std::uint16_t>(~sum));
}

// An address counts in the IP checksum and, by the pseudo-header, in that of TCP.
void set_address(Octets packet, std::uint32_t tcp_at, std::size_t at, Ipv4Address address) {
  const std::uint16_t halves[] = {static_cast<std::uint16_t>(address.raw >> 16),
                                  static_cast<std::uint16_t>(address.raw & 0xFFFF)};
  for (const std::uint16_t half : halves) {
    adjust(packet, tcp_at + tcp_checksum_at, word_at(packet, at), half);
    set_ip_word(packet, at, half);
    at += 2;
  }
}

Ipv4Address address_at(ConstOctets packet, std::size_t at) {
  return {ByteReader(packet.subspan(at)).u32()};
}

}  // namespace

std::uint16_t word_at(ConstOctets packet, std::size_t at) {
  return static_cast<std::uint16_t>(packet[at] << 8 | packet[at + 1]);
}

bool is_ipv4(ConstOctets packet) {
  if (packet.size() < ip_header_size || packet[0] >> 4 != 4) return false;
  const std::size_t header = std::size_t{4} * (packet[0] & 15);
  return header >= ip_header_size && header <= packet.size();
}

std::optional<TcpGlance> glance(ConstOctets packet) {
  if (!is_ipv4(packet) || packet[9] != protocol_tcp) return std::nullopt;
  TcpGlance seen;
  seen.tcp_at = 4u * (packet[0] & 15u);
  const ConstOctets tcp = packet.subspan(seen.tcp_at);
  if (tcp.size() < tcp_header) return std::nullopt;
  const std::size_t header = std::size_t{4} * (tcp[12] >> 4);
  if (header < tcp_header || header > tcp.size()) return std::nullopt;
  ByteReader in(tcp);
  seen.source = {address_at(packet, source_at), in.u16()};
  seen.destination = {address_at(packet, destination_at), in.u16()};
  seen.seq = {in.u32()};
  seen.ack = {in.u32()};
  seen.flags = flags_from_byte(tcp[13]);
  seen.options_at = seen.tcp_at + static_cast<std::uint32_t>(tcp_header);
  seen.options_end = seen.tcp_at + static_cast<std::uint32_t>(header);
  seen.sequence_length = static_cast<std::uint32_t>(tcp.size() - header) +
                         (seen.flags.syn ? 1u : 0u) + (seen.flags.fin ? 1u : 0u);
  return seen;
}

std::optional<IcmpGlance> glance_icmp(ConstOctets packet) {
  if (!is_ipv4(packet) || packet[9] != protocol_icmp) return std::nullopt;
  IcmpGlance seen;
  seen.source = address_at(packet, source_at);
  seen.destination = address_at(packet, destination_at);
  seen.quoted_at = 4u * (packet[0] & 15u) + static_cast<std::uint32_t>(icmp_header);
  if (seen.quoted_at > packet.size()) return std::nullopt;
  const ConstOctets quoted = packet.subspan(seen.quoted_at);
  if (!is_ipv4(quoted) || quoted[9] != protocol_tcp) return std::nullopt;
  const std::size_t header = std::size_t{4} * (quoted[0] & 15);
  if (quoted.size() < header + quoted_octets) return std::nullopt;
  ByteReader ports(quoted.subspan(header));
  seen.quoted.local = {address_at(quoted, source_at), ports.u16()};
  seen.quoted.remote = {address_at(quoted, destination_at), ports.u16()};
  return seen;
}

void set_ip_word(Octets packet, std::size_t at, std::uint16_t value) {
  adjust(packet, ip_checksum_at, word_at(packet, at), value);
  write_word(packet, at, value);
}

// The checksum counts words from the start of the TCP header; an octet is half of one.
void set_tcp_octet(Octets packet, std::uint32_t tcp_at, std::size_t at, std::uint8_t value) {
  const std::size_t word = at - (at - tcp_at) % 2;
  const std::uint16_t before = word_at(packet, word);
  packet[at] = value;
  adjust(packet, tcp_at + tcp_checksum_at, before, word_at(packet, word));
}

void set_tcp_word(Octets packet, std::uint32_t tcp_at, std::size_t at, std::uint16_t value) {
  set_tcp_octet(packet, tcp_at, at, static_cast<std::uint8_t>(value >> 8));
  set_tcp_octet(packet, tcp_at, at + 1, static_cast<std::uint8_t>(value & 0xFF));
}

void set_source(Octets packet, const TcpGlance& seen, Socket source) {
  set_address(packet, seen.tcp_at, source_at, source.address);
  set_tcp_word(packet, seen.tcp_at, seen.tcp_at, source.port);
}

void set_destination(Octets packet, const TcpGlance& seen, Socket destination) {
  set_address(packet, seen.tcp_at, destination_at, destination.address);
  set_tcp_word(packet, seen.tcp_at, seen.tcp_at + 2, destination.port);
}

// RFC 5508 4.2: the destination outside, the source inside the quotation, and three checksums.
void redirect_icmp(Octets packet, const IcmpGlance& seen, Socket inside) {
  const auto high = static_cast<std::uint16_t>(inside.address.raw >> 16);
  const auto low = static_cast<std::uint16_t>(inside.address.raw & 0xFFFF);
  set_ip_word(packet, destination_at, high);
  set_ip_word(packet, destination_at + 2, low);
  const Octets quoted = packet.subspan(seen.quoted_at);
  set_ip_word(quoted, source_at, high);
  set_ip_word(quoted, source_at + 2, low);
  write_word(quoted, std::size_t{4} * (quoted[0] & 15), inside.port);
  const std::size_t checksum_at = seen.quoted_at - icmp_header + 2;
  write_word(packet, checksum_at, 0);
  const ConstOctets message = ConstOctets(packet).subspan(seen.quoted_at - icmp_header);
  write_word(packet, checksum_at, static_cast<std::uint16_t>(~ones_complement_sum(message)));
}

}  // namespace engine
