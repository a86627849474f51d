// The IPv4 header fields that TCP cares about (RFC 791, RFC 3168 for ECN).
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/segment/address.hpp"

namespace engine {

inline constexpr std::size_t ip_header_size = 20;  // as we write it; others may carry options
inline constexpr std::uint8_t protocol_icmp = 1, protocol_tcp = 6;

enum class Ecn : std::uint8_t { not_capable = 0, capable_1 = 1, capable_0 = 2, congestion = 3 };

struct Ipv4Header {
  Ipv4Address source{}, destination{};
  std::uint8_t ttl = 64;
  std::uint8_t tos{};  // Diffserv in the high six bits; the low two are `ecn`
  Ecn ecn = Ecn::not_capable;
  std::uint16_t identification{};
  bool dont_fragment = true;
  friend constexpr bool operator==(const Ipv4Header&, const Ipv4Header&) = default;
};

}  // namespace engine
