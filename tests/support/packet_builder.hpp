// Real packets for tests of wire and hosts: IPv4 and TCP bytes with right checksums.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/segment/codec.hpp"

namespace engine::test {

inline constexpr Ipv4Address client_address = ipv4(10, 0, 0, 1);
inline constexpr Ipv4Address server_address = ipv4(10, 0, 0, 2);

inline std::vector<std::uint8_t> packet_bytes(Segment segment, std::string_view text = {},
                                              Ipv4Header ip = {.source = client_address,
                                                               .destination = server_address}) {
  segment.text.length = static_cast<std::uint32_t>(text.size());
  std::vector<std::uint8_t> packet(encoded_size(segment));
  encode_headers(ip, segment, packet);
  std::ranges::copy(text, text_part(segment, packet).begin());
  seal(packet);
  return packet;
}

}  // namespace engine::test
