// Sequence numbers, flags, addresses (engine/segment/{seq_num,segment,address}.hpp).
#include <doctest/doctest.h>

#include "engine/segment/address.hpp"
#include "engine/segment/segment.hpp"

using namespace engine;

TEST_SUITE("RFC 9293 3.4") {
  TEST_CASE("order survives every slide across the wrap") {
    for (const std::uint32_t base :
         {0u, 1u, 0x7FFF'FFFFu, 0x8000'0000u, 0xFFFF'FFFEu, 0xFFFF'FFFFu})
      for (const std::uint32_t step : {1u, 2u, 65535u, 0x7FFF'FFFFu}) {
        const SeqNum from{base}, to = from + step;
        CHECK(precedes(from, to));
        CHECK_FALSE(precedes(to, from));
        CHECK(distance(from, to) == step);
        CHECK(to - step == from);
        CHECK(later(from, to) == to);
        CHECK(earlier(from, to) == from);
      }
  }

  TEST_CASE("a number does not precede itself") {
    CHECK_FALSE(precedes({7}, {7}));
    CHECK(precedes_or_equals({7}, {7}));
  }

  TEST_CASE("SYN and FIN each take one number beside the text") {
    Segment segment{.seq = {0xFFFF'FFFF}, .flags = {.syn = true, .fin = true}, .text = {0, 3}};
    CHECK(sequence_length(segment) == 5);
    CHECK(end_of(segment) == SeqNum{4});
  }
}

TEST_SUITE("engine/segment/segment") {
  TEST_CASE("flags are a byte and back") {
    for (unsigned byte = 0; byte < 256; ++byte)
      CHECK(to_byte(flags_from_byte(static_cast<std::uint8_t>(byte))) == byte);
  }

  TEST_CASE("each flag has the bit of RFC 9293 3.1") {
    CHECK(to_byte({.fin = true}) == 1);
    CHECK(to_byte({.syn = true}) == 2);
    CHECK(to_byte({.rst = true}) == 4);
    CHECK(to_byte({.psh = true}) == 8);
    CHECK(to_byte({.ack = true}) == 16);
    CHECK(to_byte({.urg = true}) == 32);
    CHECK(to_byte({.ece = true}) == 64);
    CHECK(to_byte({.cwr = true}) == 128);
  }

  TEST_CASE("flags are spelled in a fixed order") {
    CHECK(to_string(Flags{}).empty());
    CHECK(to_string(Flags{.ack = true, .syn = true}) == "SYN,ACK");
    CHECK(to_string(flags_from_byte(255)) == "SYN,FIN,RST,PSH,ACK,URG,ECE,CWR");
  }
}

TEST_SUITE("engine/segment/address") {
  TEST_CASE("addresses are written as four decimal parts") {
    CHECK(to_string(ipv4(10, 0, 0, 1)) == "10.0.0.1");
    CHECK(to_string(Ipv4Address{}) == "0.0.0.0");
    CHECK(to_string(Socket{ipv4(255, 254, 253, 252), 65535}) == "255.254.253.252:65535");
  }

  TEST_CASE("what is written is read back") {
    for (const auto address : {ipv4(0, 0, 0, 0), ipv4(10, 0, 0, 1), ipv4(255, 255, 255, 255)})
      CHECK(parse_ipv4(to_string(address)) == address);
  }

  TEST_CASE("anything else is no address") {
    for (const auto* text :
         {"", "10", "10.0.0", "10.0.0.1.", "10.0.0.1.2", "256.0.0.1", "10..0.1", " 10.0.0.1",
          "10.0.0.1 ", "10.0.0.01", "-1.0.0.1", "a.b.c.d", "1.2.3."})
      CHECK_MESSAGE(!parse_ipv4(text), text);
  }

  TEST_CASE("kinds of addresses are told apart") {
    CHECK(is_multicast(ipv4(224, 0, 0, 1)));
    CHECK(is_multicast(ipv4(239, 255, 255, 255)));
    CHECK_FALSE(is_multicast(ipv4(240, 0, 0, 0)));
    CHECK(is_broadcast(ipv4(255, 255, 255, 255)));
    CHECK(is_unspecified({}));
    CHECK_FALSE(is_unspecified(ipv4(0, 0, 0, 1)));
  }
}
