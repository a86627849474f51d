// A whole packet from its parts, for whoever makes one that no connection sends: a forger, a test
// bench. Hosts write theirs into the arena (host/packet_out.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/segment/ipv4.hpp"
#include "engine/segment/segment.hpp"

namespace engine {

enum class ChecksumKind : std::uint8_t { right, wrong };

// The text is copied in; segment.text is not looked at. Precondition: it all fits into 65,535
// bytes.
std::vector<std::uint8_t> made_packet(const Ipv4Header& ip, Segment segment, std::string_view text,
                                      ChecksumKind checksum = ChecksumKind::right);

// Who a packet says it comes from; none: the bytes hold no whole headers.
std::optional<Socket> source_of(std::span<const std::uint8_t> packet);
// The same packet in another name, its checksums as right or wrong as before. Precondition:
// source_of() knows one.
std::vector<std::uint8_t> with_source(std::span<const std::uint8_t> packet, Socket source);

}  // namespace engine
