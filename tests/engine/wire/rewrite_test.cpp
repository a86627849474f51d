// Boxes change packets and keep their checksums as right, or as wrong, as they were.
#include <doctest/doctest.h>

#include "engine/base/random.hpp"
#include "engine/segment/describe.hpp"
#include "engine/segment/icmp.hpp"
#include "engine/wire/rewrite.hpp"
#include "tests/support/packet_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

std::vector<std::uint8_t> random_segment(Random& dice) {
  Segment segment{.source_port = static_cast<std::uint16_t>(dice.next()),
                  .dest_port = static_cast<std::uint16_t>(dice.next()),
                  .seq = {static_cast<std::uint32_t>(dice.next())},
                  .ack = {static_cast<std::uint32_t>(dice.next())},
                  .flags = {.ack = true},
                  .window = static_cast<std::uint16_t>(dice.next())};
  segment.options.timestamps = Timestamps{static_cast<std::uint32_t>(dice.next()), 7};
  return packet_bytes(segment, std::string(dice.below(30), 'x'));
}

bool right(const std::vector<std::uint8_t>& packet) {
  const Description seen = describe(packet);
  return seen.ip_checksum_right && seen.tcp_checksum_right;
}

// Everything that boxes do to a segment, once.
void rewrite(Random& dice, std::vector<std::uint8_t>& packet) {
  const TcpGlance seen = *glance(packet);
  set_source(packet, seen, {{static_cast<std::uint32_t>(dice.next())}, 20'000});
  set_destination(packet, seen, {{static_cast<std::uint32_t>(dice.next())}, 443});
  set_tcp_octet(packet, seen.tcp_at, seen.options_at + dice.below(12),
                static_cast<std::uint8_t>(dice.next()));
  set_tcp_word(packet, seen.tcp_at, seen.options_at + dice.below(11),
               static_cast<std::uint16_t>(dice.next()));
  set_ip_word(packet, 8, static_cast<std::uint16_t>(dice.below(256) << 8 | 6));
}

}  // namespace

TEST_SUITE("engine/wire/rewrite") {
  TEST_CASE("right checksums stay right") {
    Random dice(1);
    for (int i = 0; i < 2'000; ++i) {
      auto packet = random_segment(dice);
      rewrite(dice, packet);
      REQUIRE(right(packet));
    }
  }

  TEST_CASE("a damaged segment stays damaged") {
    Random dice(2);
    for (int i = 0; i < 2'000; ++i) {
      auto packet = random_segment(dice);
      packet[24 + dice.below(8)] ^= 0x10;  // one bit of a number
      rewrite(dice, packet);
      REQUIRE_FALSE(describe(packet).tcp_checksum_right);
    }
  }

  TEST_CASE("what a box reads is what stands there") {
    const auto packet = packet_bytes({.source_port = 1037,
                                      .dest_port = 80,
                                      .seq = {7},
                                      .ack = {9},
                                      .flags = {.ack = true, .fin = true}},
                                     "abc");
    const TcpGlance seen = *glance(packet);
    CHECK(seen.source == Socket{client_address, 1037});
    CHECK(seen.destination == Socket{server_address, 80});
    CHECK(seen.seq == SeqNum{7});
    CHECK(seen.ack == SeqNum{9});
    CHECK(seen.sequence_length == 4);
  }

  TEST_CASE("no prefix of a packet is read beyond its end") {
    const auto packet = packet_bytes({.source_port = 1, .dest_port = 2, .flags = {.syn = true}});
    for (std::size_t length = 0; length < packet.size(); ++length)
      CHECK_FALSE(glance(std::span(packet).first(length)));
  }

  TEST_CASE("an ICMP error goes inside with its quotation translated") {
    const auto offending = packet_bytes({.source_port = 20'000, .dest_port = 80}, "text");
    auto packet = encode_icmp(ipv4(10, 9, 9, 9), 3, 4, 1'000, offending);
    redirect_icmp(packet, *glance_icmp(packet), {ipv4(192, 168, 0, 2), 50'000});
    const auto read = decode_icmp(packet);
    REQUIRE(read);
    CHECK(read->destination == ipv4(192, 168, 0, 2));
    CHECK(read->quoted.local == Socket{ipv4(192, 168, 0, 2), 50'000});
    CHECK(read->quoted.remote == Socket{server_address, 80});
    CHECK(read->next_hop_mtu == 1'000);
  }
}
