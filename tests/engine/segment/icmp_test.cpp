// ICMP errors about TCP segments: written, read back, refused.
#include "engine/segment/icmp.hpp"

#include <doctest/doctest.h>

#include "tests/engine/segment/packets.hpp"
#include "tests/support/packet_builder.hpp"

using namespace engine;
using engine::test::packet_bytes;

namespace {

constexpr Ipv4Address router = ipv4(192, 0, 2, 254);

std::vector<std::uint8_t> refused_packet() {
  return packet_bytes({.source_port = 1037,
                       .dest_port = 80,
                       .seq = {0xFFFF'FFFE},
                       .flags = {.ack = true},
                       .window = 100},
                      "lost");
}

std::vector<std::uint8_t> about(std::uint8_t type, std::uint8_t code, std::uint16_t mtu = 0) {
  return encode_icmp(router, type, code, mtu, refused_packet());
}

}  // namespace

TEST_SUITE("engine/segment/icmp") {
  TEST_CASE("what is written is read back") {
    const auto error = decode_icmp(about(3, 4, 576));
    REQUIRE(error.has_value());
    CHECK(error->reporter == router);
    CHECK(error->destination == engine::test::client_address);
    CHECK(error->quoted == SocketPair{.local = {engine::test::client_address, 1037},
                                      .remote = {engine::test::server_address, 80}});
    CHECK(error->quoted_seq == SeqNum{0xFFFF'FFFE});
    CHECK(error->quoted_length == 44);
    CHECK(error->next_hop_mtu == 576);
  }

  TEST_CASE("the quotation is the header and eight octets") {
    CHECK(about(3, 3).size() == 20 + 8 + 20 + 8);
  }

  TEST_CASE("a router that names no MTU leaves zero") {
    CHECK(decode_icmp(about(3, 4))->next_hop_mtu == 0);
    CHECK(decode_icmp(about(3, 1, 576))->next_hop_mtu == 0);  // those octets are unused there
  }

  TEST_CASE("what each type and code means (RFC 9293 3.9.2.2)") {
    using enum IcmpMeaning;
    const std::tuple<std::uint8_t, std::uint8_t, IcmpMeaning> rows[] = {
        {3, 0, soft},  {3, 1, soft},  {3, 2, refused},      {3, 3, refused},     {3, 4, too_big},
        {3, 5, soft},  {3, 12, soft}, {3, 9, prohibited},   {3, 13, prohibited}, {11, 0, soft},
        {11, 1, soft}, {12, 0, soft}, {4, 0, source_quench}};
    for (const auto& [type, code, what] : rows) {
      const auto error = decode_icmp(about(type, code));
      REQUIRE(error.has_value());
      CHECK(meaning(*error) == what);
    }
  }

  TEST_CASE("what is no error about a TCP segment is refused") {
    CHECK(decode_icmp(about(0, 0)).error() == Malformed::icmp_quotation);  // an echo reply
    std::vector<std::uint8_t> udp = refused_packet();
    udp[9] = 17;
    CHECK(decode_icmp(encode_icmp(router, 3, 3, 0, udp)).error() == Malformed::icmp_quotation);
    CHECK(decode_icmp(refused_packet()).error() == Malformed::not_tcp);
  }

  TEST_CASE("no bit may flip, and no octet be missing") {
    const std::vector<std::uint8_t> whole = about(3, 4, 576);
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
      std::vector<std::uint8_t> flipped = whole;
      flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
      CHECK_FALSE(decode_icmp(flipped).has_value());
    }
    for (std::size_t length = 0; length < whole.size(); ++length)
      CHECK_FALSE(decode_icmp(std::span(whole).first(length)).has_value());
  }
}
