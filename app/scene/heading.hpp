// The few header fields that a short label needs, read from any bytes without an allocation and
// without a verdict (RFC 791 3.1, RFC 9293 3.1). Zeros where the bytes end early.
// The field-by-field picture is in segment_bits; what a host accepts is the codec's business.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "engine/segment/address.hpp"
#include "engine/segment/icmp.hpp"
#include "engine/segment/segment.hpp"

namespace scene {

struct Heading {
  engine::Socket source{}, destination{};
  engine::SeqNum seq{}, ack{};
  engine::Flags flags{};
  std::uint16_t window{};
  std::uint32_t text_bytes{};
  bool readable{};                            // a whole TCP header was there
  std::optional<engine::IcmpHeading> icmp{};  // then it is no segment, and the above is empty
  friend bool operator==(const Heading&, const Heading&) = default;
};

Heading heading(std::span<const std::uint8_t> packet);

// What colours and glyphs go by: the dominant flag, RST > SYN > FIN > data > ACK (ux 9.1).
enum class Dominant : std::uint8_t { rst, syn, fin, data, ack, none };
Dominant dominant(const Heading& h);

// As every label, list and sentence writes the flags of a segment: "SYN ACK".
std::string flag_words(engine::Flags flags);

// The label of a packet: flags bold, numbers beside them. `numbers` is made of protocol tokens and
// digits only ("seq 1000 ack 5001 len 5") and is the same in every language.
struct PacketLabel {
  std::string flags{};    // "SYN ACK"; "no flags" is an empty string
  std::string numbers{};  // relative or raw, as asked
  Dominant dominant = Dominant::none;
  engine::Flags bits{};
  bool operator==(const PacketLabel&) const = default;
};

}  // namespace scene
