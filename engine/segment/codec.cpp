#include "engine/segment/codec.hpp"

#include <cstddef>
#include <optional>

#include "engine/base/bytes.hpp"
#include "engine/base/invariant.hpp"
#include "engine/segment/checksum.hpp"
#include "engine/segment/options.hpp"

namespace engine {
namespace {

constexpr std::size_t tcp_fixed_size = 20;

// Places in the fixed headers, where decode() may look because their length has been checked.
namespace ip_at {
constexpr std::size_t tos = 1, total_length = 2, identification = 4, fragment = 6, ttl = 8,
                      protocol = 9, checksum = 10, source = 12, destination = 16;
}
namespace tcp_at {
constexpr std::size_t source_port = 0, dest_port = 2, seq = 4, ack = 8, data_offset = 12,
                      flags = 13, window = 14, checksum = 16, urgent_pointer = 18;
}

constexpr std::uint16_t dont_fragment = 0x4000, more_fragments = 0x2000, fragment_offset = 0x1FFF;

constexpr void put_u16(std::span<std::uint8_t> bytes, std::size_t at, std::uint16_t value) {
  bytes[at] = static_cast<std::uint8_t>(value >> 8);
  bytes[at + 1] = static_cast<std::uint8_t>(value & 0xFF);
}

constexpr void put_u32(std::span<std::uint8_t> bytes, std::size_t at, std::uint32_t value) {
  put_u16(bytes, at, static_cast<std::uint16_t>(value >> 16));
  put_u16(bytes, at + 2, static_cast<std::uint16_t>(value & 0xFFFF));
}

constexpr std::size_t ip_header_bytes(std::span<const std::uint8_t> packet) {
  return std::size_t{4} * (packet[0] & 0xF);
}

// Requirements B.1, check 1; none = the header is right.
std::optional<Malformed> wrong_with_ip(std::span<const std::uint8_t> packet) {
  using enum Malformed;
  if (packet.size() < ip_header_size) return ip_truncated;
  if (packet[0] >> 4 != 4) return ip_version;
  const std::size_t header = ip_header_bytes(packet);
  if (header < ip_header_size || header > packet.size()) return ip_header_length;
  const std::size_t total = u16_at(packet, ip_at::total_length);
  if (total < header + tcp_fixed_size || total > packet.size()) return ip_total_length;
  if (ones_complement_sum(packet.first(header)) != 0xFFFF) return ip_checksum;
  if ((u16_at(packet, ip_at::fragment) & (more_fragments | fragment_offset)) != 0)
    return ip_fragment;
  if (packet[ip_at::protocol] != protocol_tcp) return not_tcp;
  return std::nullopt;
}

Ipv4Header read_ip(std::span<const std::uint8_t> ip) {
  return {
      .source = {u32_at(ip, ip_at::source)},
      .destination = {u32_at(ip, ip_at::destination)},
      .ttl = ip[ip_at::ttl],
      .tos = static_cast<std::uint8_t>(ip[ip_at::tos] & 0xFC),
      .ecn = static_cast<Ecn>(ip[ip_at::tos] & 3),
      .identification = u16_at(ip, ip_at::identification),
      .dont_fragment = (u16_at(ip, ip_at::fragment) & dont_fragment) != 0,
  };
}

void read_tcp_fixed(std::span<const std::uint8_t> tcp, Segment& segment) {
  segment.source_port = u16_at(tcp, tcp_at::source_port);
  segment.dest_port = u16_at(tcp, tcp_at::dest_port);
  segment.seq = {u32_at(tcp, tcp_at::seq)};
  segment.ack = {u32_at(tcp, tcp_at::ack)};
  segment.flags = flags_from_byte(tcp[tcp_at::flags]);
  segment.window = u16_at(tcp, tcp_at::window);
  segment.urgent_pointer = u16_at(tcp, tcp_at::urgent_pointer);
}

// Both leave the checksum zero: seal() sets it. The caller has measured the bytes.
void write_ip(const Ipv4Header& ip, std::span<std::uint8_t> out) {
  out[0] = 0x45;  // version 4, five words
  out[ip_at::tos] = static_cast<std::uint8_t>((ip.tos & 0xFC) | static_cast<unsigned>(ip.ecn));
  put_u16(out, ip_at::total_length, static_cast<std::uint16_t>(out.size()));
  put_u16(out, ip_at::identification, ip.identification);
  put_u16(out, ip_at::fragment, ip.dont_fragment ? dont_fragment : std::uint16_t{0});
  out[ip_at::ttl] = ip.ttl;
  out[ip_at::protocol] = protocol_tcp;
  put_u16(out, ip_at::checksum, 0);
  put_u32(out, ip_at::source, ip.source.raw);
  put_u32(out, ip_at::destination, ip.destination.raw);
}

void write_tcp_fixed(const Segment& segment, std::span<std::uint8_t> header) {
  put_u16(header, tcp_at::source_port, segment.source_port);
  put_u16(header, tcp_at::dest_port, segment.dest_port);
  put_u32(header, tcp_at::seq, segment.seq.raw);
  put_u32(header, tcp_at::ack, segment.ack.raw);
  header[tcp_at::data_offset] = static_cast<std::uint8_t>(header.size() / 4 << 4);
  header[tcp_at::flags] = to_byte(segment.flags);
  put_u16(header, tcp_at::window, segment.window);
  put_u16(header, tcp_at::checksum, 0);
  put_u16(header, tcp_at::urgent_pointer, segment.urgent_pointer);
}

}  // namespace

std::expected<Ipv4Header, Malformed> decode_ip(std::span<const std::uint8_t> packet) {
  if (const auto wrong = wrong_with_ip(packet)) return std::unexpected(*wrong);
  return read_ip(packet);
}

std::expected<Datagram, Malformed> decode(std::span<const std::uint8_t> packet, std::uint64_t at) {
  std::expected<Datagram, Malformed> result;  // filled in its place
  if (const auto wrong = wrong_with_ip(packet)) {
    result = std::unexpected(*wrong);
    return result;
  }
  result->ip = read_ip(packet);
  const auto health = decode_rest(result->ip, packet, at, result->segment);
  if (health)
    result->options_damaged = *health == OptionsHealth::damaged;
  else
    result = std::unexpected(health.error());
  return result;
}

std::expected<OptionsHealth, Malformed> decode_rest(const Ipv4Header& ip,
                                                    std::span<const std::uint8_t> packet,
                                                    std::uint64_t at, Segment& segment) {
  const std::size_t ip_header = ip_header_bytes(packet);
  const auto tcp = packet.first(u16_at(packet, ip_at::total_length)).subspan(ip_header);
  const std::size_t header = std::size_t{4} * (tcp[tcp_at::data_offset] >> 4);
  if (header < tcp_fixed_size || header > tcp.size())
    return std::unexpected(Malformed::tcp_header_length);
  // There is no "0 means none" as in UDP: a checksum of zero is wrong unless it is right.
  if (engine::tcp_checksum(ip.source, ip.destination, tcp) != 0)
    return std::unexpected(Malformed::tcp_checksum);

  read_tcp_fixed(tcp, segment);
  if (header < tcp.size())
    segment.text = {at + ip_header + header, static_cast<std::uint32_t>(tcp.size() - header)};
  if (header == tcp_fixed_size) return OptionsHealth::sound;
  const auto list = tcp.subspan(tcp_fixed_size, header - tcp_fixed_size);
  return read_options(list, segment.flags.syn, segment.options);
}

std::size_t header_size(const Segment& segment) {
  return tcp_fixed_size + options_size(segment.options);
}

std::size_t encoded_size(const Segment& segment) {
  return ip_header_size + header_size(segment) + segment.text.length;
}

void encode_headers(const Ipv4Header& ip, const Segment& segment, std::span<std::uint8_t> out) {
  const std::size_t header = header_size(segment);
  INVARIANT(out.size() == ip_header_size + header + segment.text.length);
  INVARIANT(out.size() <= 0xFFFF);
  write_ip(ip, out);
  const auto tcp = out.subspan(ip_header_size, header);
  write_tcp_fixed(segment, tcp);
  write_options(segment.options, tcp.subspan(tcp_fixed_size));
}

std::span<std::uint8_t> text_part(const Segment& segment, std::span<std::uint8_t> out) {
  return out.subspan(ip_header_size + header_size(segment));
}

void seal(std::span<std::uint8_t> packet) {
  INVARIANT(packet.size() >= ip_header_size + tcp_fixed_size);
  const std::size_t header = ip_header_bytes(packet);
  INVARIANT(header >= ip_header_size && header + tcp_fixed_size <= packet.size());
  const auto ip = packet.first(header);
  put_u16(ip, ip_at::checksum, 0);
  put_u16(ip, ip_at::checksum, static_cast<std::uint16_t>(~ones_complement_sum(ip)));
  const auto tcp = packet.subspan(header);
  put_u16(tcp, tcp_at::checksum, 0);
  put_u16(tcp, tcp_at::checksum,
          engine::tcp_checksum({u32_at(ip, ip_at::source)}, {u32_at(ip, ip_at::destination)}, tcp));
}

std::string_view name(Malformed why) {
  using enum Malformed;
  switch (why) {
    case ip_truncated:
      return "ip_truncated";
    case ip_version:
      return "ip_version";
    case ip_header_length:
      return "ip_header_length";
    case ip_total_length:
      return "ip_total_length";
    case ip_checksum:
      return "ip_checksum";
    case ip_fragment:
      return "ip_fragment";
    case not_tcp:
      return "not_tcp";
    case tcp_header_length:
      return "tcp_header_length";
    case tcp_checksum:
      return "tcp_checksum";
    case icmp_checksum:
      return "icmp_checksum";
    case icmp_quotation:
      return "icmp_quotation";
  }
  unreachable("Malformed");
}

}  // namespace engine
