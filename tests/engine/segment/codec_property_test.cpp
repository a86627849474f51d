// Properties of the codec and of describe() over segments drawn from a seed.
#include <doctest/doctest.h>

#include "engine/segment/describe.hpp"
#include "tests/engine/segment/packets.hpp"

using namespace engine;
using packets::Bytes;

namespace {

constexpr int segment_count = 1000;

// No gaps, no overlaps, nothing beyond the packet.
bool tiles(const Description& d, std::size_t bytes) {
  std::uint64_t at = 0;
  for (const FieldBits& field : d.fields) {
    if (field.first_bit != at || field.bit_count == 0) return false;
    at += field.bit_count;
  }
  return at == bytes * 8;
}

template <class Check>
void for_random_packets(std::uint64_t seed, Check check) {
  INFO("seed ", seed);
  Random dice(seed);
  for (int i = 0; i < segment_count; ++i) {
    const packets::Sample sample = packets::random_sample(dice);
    INFO("segment ", i);
    check(sample, packets::encode(sample.ip, sample.segment, sample.text));
  }
}

// Decoded or refused, and described without gaps; a memory error would stop the sanitizer build.
// A copy of the exact size lets it notice a read of one byte too many.
void check_survives(std::span<const std::uint8_t> bytes) {
  const Bytes exact(bytes.begin(), bytes.end());
  const auto datagram = decode(exact);
  const Description d = describe(exact);
  REQUIRE(tiles(d, exact.size()));
  REQUIRE(datagram.has_value() <= (d.ip_checksum_right && d.tcp_checksum_right));
  if (datagram) REQUIRE(d.segment == datagram->segment);
}

}  // namespace

TEST_SUITE("engine/segment") {
  TEST_CASE("decoding what was encoded gives the same segment") {
    for_random_packets(1, [](const packets::Sample& sample, const Bytes& packet) {
      const auto datagram = decode(packet);
      REQUIRE(datagram);
      REQUIRE(datagram->ip == sample.ip);
      REQUIRE(datagram->segment == sample.segment);
      REQUIRE_FALSE(datagram->options_damaged);
    });
  }

  TEST_CASE("a description agrees with the codec on every sound packet") {
    for_random_packets(2, [](const packets::Sample& sample, const Bytes& packet) {
      const Description d = describe(packet);
      REQUIRE(tiles(d, packet.size()));
      REQUIRE(d.segment == sample.segment);
      REQUIRE(d.source == sample.ip.source);
      REQUIRE(d.destination == sample.ip.destination);
      REQUIRE(d.ip_checksum_right);
      REQUIRE(d.tcp_checksum_right);
      REQUIRE(d.text_bytes == sample.text.size());
    });
  }

  TEST_CASE("every truncation of a segment is refused") {
    for_random_packets(3, [](const packets::Sample&, const Bytes& packet) {
      for (std::size_t length = 0; length < packet.size(); ++length) {
        const auto part = std::span(packet).first(length);
        check_survives(part);
        REQUIRE_FALSE(decode(part));
      }
    });
  }

  // The total length of one packet may shrink to another that is whole, so "refused" is not a law
  // for every bit; but the checksums let no single flipped bit through.
  TEST_CASE("every single flipped bit of a segment is noticed") {
    for_random_packets(4, [](const packets::Sample&, Bytes packet) {
      for (std::size_t bit = 0; bit < packet.size() * 8; ++bit) {
        packet[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
        check_survives(packet);
        REQUIRE_FALSE(decode(packet));
        packet[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
      }
    });
  }

  TEST_CASE("a flipped bit behind right checksums is decoded or refused") {
    for_random_packets(5, [](const packets::Sample&, const Bytes& packet) {
      for (std::size_t bit = 0; bit < packet.size() * 8; ++bit) {
        Bytes forged = packet;
        forged[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
        if ((forged[0] & 0xF) >= 5 && (forged[0] & 0xF) * 4u + 20 <= forged.size()) seal(forged);
        check_survives(forged);
      }
    });
  }

  TEST_CASE("bytes without any meaning are described to the last bit") {
    Random dice(6);
    for (int i = 0; i < segment_count; ++i) {
      Bytes noise(dice.below(120));
      for (auto& byte : noise) byte = packets::any8(dice);
      if (!noise.empty() && packets::coin(dice)) noise[0] = 0x45;
      check_survives(noise);
    }
  }
}
