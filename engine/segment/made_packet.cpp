#include "engine/segment/made_packet.hpp"

#include <algorithm>
#include <string>

#include "engine/base/invariant.hpp"
#include "engine/segment/codec.hpp"

namespace engine {
namespace {

constexpr std::size_t tcp_checksum_at = 20 + 16;  // behind an IP header without options

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
  const auto read = decode(packet);
  if (!read) return std::nullopt;
  return Socket{read->ip.source, read->segment.source_port};
}

std::vector<std::uint8_t> with_source(std::span<const std::uint8_t> packet, Socket source) {
  auto read = decode(packet);
  INVARIANT(read.has_value());
  read->ip.source = source.address;
  read->segment.source_port = source.port;
  const auto text = packet.last(read->segment.text.length);
  return made_packet(read->ip, read->segment, std::string(text.begin(), text.end()));
}

}  // namespace engine
