// The Internet checksum (RFC 1071) and TCP's use of it over header, text and pseudo-header
// (RFC 9293 3.1).
#pragma once

#include <cstdint>
#include <span>

#include "engine/segment/address.hpp"

namespace engine {

// One's-complement sum of the bytes as big-endian 16-bit words, folded to 16 bits but not
// inverted; an odd last byte is padded with zero. `start` continues an earlier sum (whose bytes
// were even in number).
std::uint16_t ones_complement_sum(std::span<const std::uint8_t> bytes, std::uint32_t start = 0);

// The value that belongs into the checksum field of this TCP segment (header and text, with the
// field itself as found: pass zeros there to compute, the received bytes to verify: 0 = correct).
std::uint16_t tcp_checksum(Ipv4Address source, Ipv4Address destination,
                           std::span<const std::uint8_t> segment);

}  // namespace engine
