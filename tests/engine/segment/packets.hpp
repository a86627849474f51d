// Packets for the tests of segment/: bytes from hex, whole packets from values, random segments
// from a seed. The hex vectors were built by other means than this engine and agree with tshark.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/segment/codec.hpp"

namespace packets {

using Bytes = std::vector<std::uint8_t>;

inline Bytes from_hex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += text[i] == ' ' ? 1 : 2)
    if (text[i] != ' ')
      bytes.push_back(static_cast<std::uint8_t>(digit(text[i]) * 16 + digit(text[i + 1])));
  return bytes;
}

inline Bytes encode(const engine::Ipv4Header& ip, const engine::Segment& segment,
                    std::span<const std::uint8_t> text) {
  Bytes packet(engine::encoded_size(segment));
  engine::encode_headers(ip, segment, packet);
  const auto place = engine::text_part(segment, packet);
  for (std::size_t i = 0; i < place.size(); ++i) place[i] = text[i];
  engine::seal(packet);
  return packet;
}

// The 192.168.1.20:49152 opens 10.0.0.80:80, asks, is answered with a close.
inline const Bytes syn = from_hex(
    "45 00 00 3c 1c 46 40 00 40 06 52 6a c0 a8 01 14 0a 00 00 50 c0 00 00 50 54 5f 4c 01 "
    "00 00 00 00 a0 02 fa f0 3e 10 00 00 02 04 05 b4 04 02 08 0a 00 01 e2 40 00 00 00 00 "
    "01 03 03 07");
inline const Bytes syn_ack = from_hex(
    "45 00 00 3c 00 00 40 00 40 06 6e b0 0a 00 00 50 c0 a8 01 14 00 50 c0 00 6c aa 0c 01 "
    "54 5f 4c 02 a0 12 fe 88 bd d3 00 00 02 04 05 b4 04 02 08 0a 00 00 03 e8 00 01 e2 40 "
    "01 03 03 07");
inline const Bytes request = from_hex(
    "45 00 00 47 1c 47 40 00 40 06 52 5e c0 a8 01 14 0a 00 00 50 c0 00 00 50 54 5f 4c 02 "
    "6c aa 0c 02 80 18 01 f6 e9 13 00 00 01 01 08 0a 00 01 e2 a4 00 00 03 e8 47 45 54 20 "
    "2f 20 48 54 54 50 2f 31 2e 30 0d 0a 0d 0a 21");
inline const Bytes fin = from_hex(
    "45 00 00 28 00 02 40 00 3f 06 6f c2 0a 00 00 50 c0 a8 01 14 00 50 c0 00 6c aa 0c 02 "
    "54 5f 4c 15 50 11 01 fd 08 59 00 00");
inline const Bytes rst_with_text = from_hex(
    "45 00 00 2f 00 03 00 00 40 06 ae ba 0a 00 00 50 c0 a8 01 14 00 50 c0 00 6c aa 0c 03 "
    "00 00 00 00 50 04 00 00 32 9d 00 00 67 6f 20 61 77 61 79");
inline const Bytes three_sack_blocks = from_hex(
    "45 00 00 50 00 04 40 00 40 06 6e 98 0a 00 00 50 c0 a8 01 14 00 50 c0 00 6c aa 0c 02 "
    "54 5f 4c 15 f0 10 01 fd e2 6a 00 00 01 01 08 0a 00 00 03 e9 00 01 e2 a4 01 01 05 1a "
    "00 00 10 00 00 00 20 00 00 00 30 00 00 00 40 00 ff ff f0 00 00 00 00 10");
// An ECN-setup SYN with the last sequence number; two NOPs, MSS 536, end of list and padding.
inline const Bytes ecn_syn = from_hex(
    "45 ba 00 30 00 05 40 00 40 06 6d fd c0 a8 01 14 0a 00 00 50 04 0d 00 09 ff ff ff ff "
    "00 00 00 00 70 c2 10 00 a9 db 00 00 01 01 02 04 02 18 00 00");

struct Sample {
  engine::Ipv4Header ip;
  engine::Segment segment;
  Bytes text;
};

inline std::uint32_t any32(engine::Random& dice) { return static_cast<std::uint32_t>(dice.next()); }
inline std::uint16_t any16(engine::Random& dice) { return static_cast<std::uint16_t>(dice.next()); }
inline std::uint8_t any8(engine::Random& dice) { return static_cast<std::uint8_t>(dice.next()); }
inline bool coin(engine::Random& dice) { return dice.below(2) == 1; }

// Any options that fit and that survive a decode (SYN-only ones only on a SYN).
inline engine::Options random_options(engine::Random& dice, bool on_syn) {
  engine::Options options;
  if (on_syn && coin(dice)) options.mss = any16(dice);
  if (on_syn && coin(dice)) options.window_scale = any8(dice);
  if (on_syn && coin(dice)) options.sack_permitted = true;
  if (coin(dice)) options.timestamps = engine::Timestamps{any32(dice), any32(dice)};
  if (!on_syn && coin(dice)) {
    options.sack.count = static_cast<std::uint8_t>(dice.below(options.timestamps ? 4 : 5));
    for (std::size_t i = 0; i < options.sack.count; ++i)
      options.sack.blocks[i] = {{any32(dice)}, {any32(dice)}};
  }
  const bool room = options.sack.count < 3;
  if (room && coin(dice))
    options.user_timeout =
        engine::UserTimeoutOption{coin(dice), static_cast<std::uint16_t>(1 + dice.below(0x7FFF))};
  if (on_syn && coin(dice)) {
    engine::FastOpenCookie cookie;
    const std::size_t lengths[] = {0, 4, 6, 8, 10};
    cookie.length = static_cast<std::uint8_t>(lengths[dice.below(5)]);
    for (std::size_t i = 0; i < cookie.length; ++i) cookie.bytes[i] = any8(dice);
    options.fast_open = cookie;
  }
  return options;
}

inline Sample random_sample(engine::Random& dice) {
  Sample sample;
  sample.ip = {.source = {any32(dice)},
               .destination = {any32(dice)},
               .ttl = any8(dice),
               .tos = static_cast<std::uint8_t>(any8(dice) & 0xFC),
               .ecn = static_cast<engine::Ecn>(dice.below(4)),
               .identification = any16(dice),
               .dont_fragment = coin(dice)};
  engine::Segment& segment = sample.segment;
  segment.source_port = any16(dice);
  segment.dest_port = any16(dice);
  segment.seq = {any32(dice)};
  segment.ack = {any32(dice)};
  segment.flags = engine::flags_from_byte(any8(dice));
  segment.window = any16(dice);
  segment.urgent_pointer = any16(dice);
  segment.options = random_options(dice, segment.flags.syn);
  if (coin(dice)) sample.text.resize(dice.below(64));
  for (auto& byte : sample.text) byte = any8(dice);
  if (!sample.text.empty())
    segment.text = {20 + engine::header_size(segment),
                    static_cast<std::uint32_t>(sample.text.size())};
  return sample;
}

}  // namespace packets
