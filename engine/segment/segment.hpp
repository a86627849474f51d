// One TCP segment as a value (RFC 9293 3.1), with every option of the requirements' table E.
// The text (payload) is not here but in an arena: a segment says where.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/byte_arena.hpp"
#include "engine/segment/address.hpp"
#include "engine/segment/seq_num.hpp"

namespace engine {

// The eight control bits (RFC 9293 3.1; CWR and ECE from RFC 3168).
struct Flags {
  bool cwr{}, ece{}, urg{}, ack{}, psh{}, rst{}, syn{}, fin{};
  friend constexpr bool operator==(Flags a, Flags b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  }
};
static_assert(sizeof(Flags) == 8 && sizeof(bool) == 1);

constexpr std::uint8_t to_byte(Flags f) {
  return static_cast<std::uint8_t>(f.cwr << 7 | f.ece << 6 | f.urg << 5 | f.ack << 4 | f.psh << 3 |
                                   f.rst << 2 | f.syn << 1 | f.fin << 0);
}
// One copy of the byte every nine bits puts another of its bits to the front of each octet.
constexpr Flags flags_from_byte(std::uint8_t b) {
  if constexpr (std::endian::native == std::endian::little)
    return std::bit_cast<Flags>(b * 0x8040'2010'0804'0201u >> 7 & 0x0101'0101'0101'0101u);
  return {(b & 128) != 0, (b & 64) != 0, (b & 32) != 0, (b & 16) != 0,
          (b & 8) != 0,   (b & 4) != 0,  (b & 2) != 0,  (b & 1) != 0};
}
static_assert(flags_from_byte(0x12) == Flags{.ack = true, .syn = true});
std::string to_string(Flags flags);  // "SYN,ACK"; in the order SYN FIN RST PSH ACK URG ECE CWR

struct Timestamps {
  std::uint32_t value{};  // TSval
  std::uint32_t echo{};   // TSecr
  friend constexpr bool operator==(Timestamps, Timestamps) = default;
};

struct SackBlock {
  SeqNum left{}, right{};  // [left, right)
  friend constexpr bool operator==(SackBlock, SackBlock) = default;
};

struct SackBlocks {
  std::array<SackBlock, 4> blocks{};
  std::uint8_t count{};  // so many of them are meant
  friend constexpr bool operator==(const SackBlocks& a, const SackBlocks& b) {
    return a.count == b.count &&
           std::equal(a.blocks.begin(), a.blocks.begin() + a.count, b.blocks.begin());
  }
};

struct UserTimeoutOption {  // RFC 5482
  bool in_minutes{};
  std::uint16_t value{};  // 15 bits, 0 is reserved
  friend constexpr bool operator==(UserTimeoutOption, UserTimeoutOption) = default;
};

struct FastOpenCookie {  // RFC 7413; length 0 asks for a cookie
  std::array<std::uint8_t, 16> bytes{};
  std::uint8_t length{};
  friend constexpr bool operator==(const FastOpenCookie&, const FastOpenCookie&) = default;
};

struct Options {
  std::optional<std::uint16_t> mss{};
  std::optional<std::uint8_t> window_scale{};  // shift, as received (0..255) or sent (0..14)
  bool sack_permitted{};
  std::optional<Timestamps> timestamps{};
  SackBlocks sack{};
  std::optional<UserTimeoutOption> user_timeout{};
  std::optional<FastOpenCookie> fast_open{};
  friend constexpr bool operator==(const Options&, const Options&) = default;
};

struct Segment {
  std::uint16_t source_port{}, dest_port{};
  SeqNum seq{}, ack{};
  Flags flags{};
  std::uint16_t window{};  // the raw field; scaling is the receiver's business
  std::uint16_t urgent_pointer{};
  Options options{};
  ByteRef text{};  // where the payload lies; the length counts in SEG.LEN
  friend constexpr bool operator==(const Segment&, const Segment&) = default;
};

// SEG.LEN: data, plus one for SYN, plus one for FIN (RFC 9293 3.3.1).
constexpr std::uint32_t sequence_length(const Segment& s) {
  return s.text.length + (s.flags.syn ? 1u : 0u) + (s.flags.fin ? 1u : 0u);
}
// The number just after the segment: SEG.SEQ + SEG.LEN.
constexpr SeqNum end_of(const Segment& s) { return s.seq + sequence_length(s); }

}  // namespace engine
