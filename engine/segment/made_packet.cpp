#include "engine/segment/made_packet.hpp"

#include <algorithm>

#include "engine/base/bytes.hpp"
#include "engine/base/invariant.hpp"
#include "engine/segment/codec.hpp"

namespace engine {
namespace {

constexpr std::size_t tcp_checksum_in_tcp = 16, fixed_tcp_bytes = 20;
constexpr std::size_t tcp_checksum_at = ip_header_size + tcp_checksum_in_tcp;  // no IP options
constexpr std::size_t ip_total_length_at = 2, ip_protocol_at = 9, ip_checksum_at = 10,
                      ip_source_at = 12;

std::size_t ip_header_bytes_of(std::span<const std::uint8_t> packet) {
  return std::size_t{4} * (packet[0] & 0xF);
}

// Both fixed headers are there, and as long as they say.
bool has_headers(std::span<const std::uint8_t> packet) {
  if (packet.size() < ip_header_size + fixed_tcp_bytes || packet[0] >> 4 != 4) return false;
  if (packet[ip_protocol_at] != protocol_tcp) return false;
  const std::size_t header = ip_header_bytes_of(packet);
  const std::size_t length = u16_at(packet, ip_total_length_at);
  return header >= ip_header_size && header + fixed_tcp_bytes <= length && length <= packet.size();
}

}  // namespace

std::vector<std::uint8_t> made_packet(const Ipv4Header& ip, Segment segment, std::string_view text,
                                      ChecksumKind checksum) {
  segment.text = {.offset = 0, .length = static_cast<std::uint32_t>(text.size())};
  std::vector<std::uint8_t> packet(encoded_size(segment));
  encode_headers(ip, segment, packet);
  std::ranges::copy(text, text_part(segment, packet).begin());
  seal(packet);
  if (checksum == ChecksumKind::wrong) packet[tcp_checksum_at] ^= 0xFF;
  return packet;
}

std::optional<Socket> source_of(std::span<const std::uint8_t> packet) {
  if (!has_headers(packet)) return std::nullopt;
  return Socket{{u32_at(packet, ip_source_at)}, u16_at(packet, ip_header_bytes_of(packet))};
}

// What was wrong with a checksum stays as wrong as it was.
std::vector<std::uint8_t> with_source(std::span<const std::uint8_t> packet, Socket source) {
  INVARIANT(has_headers(packet));
  const std::size_t tcp_at = ip_header_bytes_of(packet);
  const std::size_t length = u16_at(packet, ip_total_length_at);  // more may lie behind it
  std::vector<std::uint8_t> right(packet.begin(), packet.end());
  seal(std::span(right).first(length));
  std::vector<std::uint8_t> renamed = right;
  for (std::size_t i = 0; i < 4; ++i)
    renamed[ip_source_at + i] = static_cast<std::uint8_t>(source.address.raw >> (24 - 8 * i));
  renamed[tcp_at] = static_cast<std::uint8_t>(source.port >> 8);
  renamed[tcp_at + 1] = static_cast<std::uint8_t>(source.port & 0xFF);
  seal(std::span(renamed).first(length));
  for (const std::size_t sum : {ip_checksum_at, tcp_at + tcp_checksum_in_tcp})
    for (std::size_t i = sum; i < sum + 2; ++i)
      renamed[i] = static_cast<std::uint8_t>(renamed[i] ^ right[i] ^ packet[i]);
  return renamed;
}

}  // namespace engine
