// Strict reading and writing of IPv4+TCP packets (RFC 791, RFC 9293 3.1; requirements B.1, E).
// What a host accepts is decided here; what eyes may look at is in describe.hpp.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "engine/segment/ipv4.hpp"
#include "engine/segment/options.hpp"
#include "engine/segment/segment.hpp"

namespace engine {

// Why bytes are no segment; in the order in which it is checked (requirements B.1).
enum class Malformed : std::uint8_t {
  ip_truncated,      // fewer than 20 bytes
  ip_version,        // not 4
  ip_header_length,  // IHL below 5 or beyond the packet
  ip_total_length,   // below IHL*4 + 20 or beyond the bytes delivered
  ip_checksum,
  ip_fragment,        // Simplified: the wire has no fragmentation, so a fragment is refused
  not_tcp,            // protocol is not 6
  tcp_header_length,  // data offset below 5 or beyond the segment
  tcp_checksum,
  icmp_checksum,   // icmp.hpp
  icmp_quotation,  // an ICMP message that quotes no TCP segment
};
std::string_view name(Malformed why);  // stable identifier, e.g. "tcp_checksum"

struct Datagram {
  Ipv4Header ip{};
  Segment segment{};
  bool options_damaged{};  // an option length was illegal; the options before it stand (E.2)
  friend bool operator==(const Datagram&, const Datagram&) = default;
};

// The IP header alone: addresses are looked at before what they enclose (requirements B.1).
std::expected<Ipv4Header, Malformed> decode_ip(std::span<const std::uint8_t> packet);

// The rest of a packet whose IP header decode_ip() has read and found right, into an empty segment.
// `at` as below.
std::expected<OptionsHealth, Malformed> decode_rest(const Ipv4Header& ip,
                                                    std::span<const std::uint8_t> packet,
                                                    std::uint64_t at, Segment& segment);

// Decodes one packet. `at` is where these bytes lie in their arena, so that segment.text refers
// into it (0 if nobody will read the text through an arena).
std::expected<Datagram, Malformed> decode(std::span<const std::uint8_t> packet,
                                          std::uint64_t at = 0);

// Bytes that encode() will need: 20 + TCP header with options + text length.
std::size_t encoded_size(const Segment& segment);
// Length of the TCP header with its options, in bytes (20..60, a multiple of 4).
std::size_t header_size(const Segment& segment);

// Writes IPv4 header, TCP header and options into `out` (exactly encoded_size long), whose text
// part the caller has filled or will fill through text_part(); then seal() sets both checksums.
void encode_headers(const Ipv4Header& ip, const Segment& segment, std::span<std::uint8_t> out);
std::span<std::uint8_t> text_part(const Segment& segment, std::span<std::uint8_t> out);
void seal(std::span<std::uint8_t> packet);

}  // namespace engine
