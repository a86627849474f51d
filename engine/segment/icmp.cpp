#include "engine/segment/icmp.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/base/bytes.hpp"
#include "engine/base/invariant.hpp"
#include "engine/segment/checksum.hpp"

namespace engine {
namespace {

constexpr std::size_t icmp_header_size = 8, quoted_octets = 8;

namespace icmp_type {
constexpr std::uint8_t unreachable = 3, source_quench = 4, time_exceeded = 11,
                       parameter_problem = 12;
}
namespace unreachable_code {
constexpr std::uint8_t protocol = 2, port = 3, fragmentation_needed = 4, net_prohibited = 9,
                       host_prohibited = 10, filtered = 13;
}

std::size_t header_bytes(std::span<const std::uint8_t> ip) { return std::size_t{4} * (ip[0] & 15); }

// The IP header of the ICMP packet itself; leaves what lies behind it.
std::expected<std::span<const std::uint8_t>, Malformed> open_ip(
    std::span<const std::uint8_t> packet) {
  using enum Malformed;
  if (packet.size() < ip_header_size) return std::unexpected(ip_truncated);
  if (packet[0] >> 4 != 4) return std::unexpected(ip_version);
  const std::size_t header = header_bytes(packet);
  if (header < ip_header_size || header > packet.size()) return std::unexpected(ip_header_length);
  const std::size_t total = ByteReader(packet.subspan(2)).u16();
  if (total < header + icmp_header_size || total > packet.size())
    return std::unexpected(ip_total_length);
  if (ones_complement_sum(packet.first(header)) != 0xFFFF) return std::unexpected(ip_checksum);
  if (packet[9] != protocol_icmp) return std::unexpected(not_tcp);
  return packet.subspan(header, total - header);
}

// The start of the packet that the error is about.
bool read_quotation(std::span<const std::uint8_t> quoted, IcmpError& error) {
  if (quoted.size() < ip_header_size || quoted[0] >> 4 != 4) return false;
  const std::size_t header = header_bytes(quoted);
  if (header < ip_header_size || quoted.size() < header + quoted_octets) return false;
  if (quoted[9] != protocol_tcp) return false;
  error.quoted_length = ByteReader(quoted.subspan(2)).u16();
  ByteReader addresses(quoted.subspan(12));
  error.quoted.local.address = {addresses.u32()};
  error.quoted.remote.address = {addresses.u32()};
  ByteReader tcp(quoted.subspan(header));
  error.quoted.local.port = tcp.u16();
  error.quoted.remote.port = tcp.u16();
  error.quoted_seq = {tcp.u32()};
  return true;
}

bool quotes_a_packet(std::uint8_t type) {
  return type == icmp_type::unreachable || type == icmp_type::source_quench ||
         type == icmp_type::time_exceeded || type == icmp_type::parameter_problem;
}

}  // namespace

// RFC 9293 3.9.2.2. Codes that came later than the RFC's list (filters, precedence) are soft: they
// may well be passing.
IcmpMeaning meaning(const IcmpError& error) {
  switch (error.type) {
    case icmp_type::source_quench:
      return IcmpMeaning::source_quench;
    case icmp_type::time_exceeded:
    case icmp_type::parameter_problem:
      return IcmpMeaning::soft;
    case icmp_type::unreachable:
      break;
    default:
      return IcmpMeaning::other;
  }
  switch (error.code) {
    case unreachable_code::protocol:
    case unreachable_code::port:
      return IcmpMeaning::refused;
    case unreachable_code::net_prohibited:
    case unreachable_code::host_prohibited:
    case unreachable_code::filtered:
      return IcmpMeaning::prohibited;
    case unreachable_code::fragmentation_needed:
      return IcmpMeaning::too_big;
    default:
      return IcmpMeaning::soft;
  }
}

std::expected<IcmpError, Malformed> decode_icmp(std::span<const std::uint8_t> packet) {
  const auto message = open_ip(packet);
  if (!message) return std::unexpected(message.error());
  if (ones_complement_sum(*message) != 0xFFFF) return std::unexpected(Malformed::icmp_checksum);
  ByteReader addresses(packet.subspan(12));
  IcmpError error;
  error.reporter = {addresses.u32()};
  error.destination = {addresses.u32()};
  error.type = (*message)[0];
  error.code = (*message)[1];
  if (!quotes_a_packet(error.type) || !read_quotation(message->subspan(icmp_header_size), error))
    return std::unexpected(Malformed::icmp_quotation);
  if (meaning(error) == IcmpMeaning::too_big)
    error.next_hop_mtu = ByteReader(message->subspan(6)).u16();
  return error;
}

std::optional<IcmpHeading> icmp_heading(std::span<const std::uint8_t> packet) {
  constexpr std::size_t protocol_at = 9;
  if (packet.size() <= protocol_at || packet[protocol_at] != protocol_icmp) return std::nullopt;
  const auto error = decode_icmp(packet);
  if (!error) return std::nullopt;
  return IcmpHeading{error->type, error->code, error->next_hop_mtu};
}

std::vector<std::uint8_t> encode_icmp(Ipv4Address reporter, std::uint8_t type, std::uint8_t code,
                                      std::uint16_t next_hop_mtu,
                                      std::span<const std::uint8_t> offending) {
  INVARIANT(offending.size() >= ip_header_size + quoted_octets);
  const std::size_t quoted = std::min(offending.size(), header_bytes(offending) + quoted_octets);
  std::vector<std::uint8_t> packet(ip_header_size + icmp_header_size + quoted);
  ByteWriter out(packet);
  out.u16(0x4500);
  out.u16(static_cast<std::uint16_t>(packet.size()));
  out.u32(0);  // identification; may be fragmented
  out.u16(64 << 8 | protocol_icmp);
  out.u16(0);
  out.u32(reporter.raw);
  out.u32(ByteReader(offending.subspan(12)).u32());  // back to where it came from
  out.u16(static_cast<std::uint16_t>(type << 8 | code));
  out.u16(0);
  out.u16(0);
  out.u16(next_hop_mtu);
  std::ranges::copy(offending.first(quoted), packet.begin() + ip_header_size + icmp_header_size);
  const auto seal_sum = [&packet](std::size_t at, std::span<const std::uint8_t> summed) {
    const auto sum = static_cast<std::uint16_t>(~ones_complement_sum(summed));
    packet[at] = static_cast<std::uint8_t>(sum >> 8);
    packet[at + 1] = static_cast<std::uint8_t>(sum & 0xFF);
  };
  const std::span<const std::uint8_t> whole(packet);
  seal_sum(10, whole.first(ip_header_size));
  seal_sum(ip_header_size + 2, whole.subspan(ip_header_size));
  return packet;
}

}  // namespace engine
