// Reading and writing network byte order (engine/base/bytes.hpp).
#include "engine/base/bytes.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace engine;

TEST_SUITE("engine/base/bytes") {
  TEST_CASE("numbers are read in network byte order") {
    const std::array<std::uint8_t, 7> bytes{0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07};
    ByteReader in(bytes);
    CHECK(in.u8() == 0x01);
    CHECK(in.u16() == 0x0203);
    CHECK(in.u32() == 0x04050607);
    CHECK(in.remaining() == 0);
    CHECK_FALSE(in.overran());
  }

  TEST_CASE("past the end there are zeros, and the reader remembers") {
    const std::array<std::uint8_t, 1> bytes{0xAB};
    ByteReader in(bytes);
    CHECK(in.u32() == 0xAB000000);
    CHECK(in.overran());
    CHECK(in.u16() == 0);
    CHECK(in.position() == 1);
  }

  TEST_CASE("a skip stops at the end") {
    const std::array<std::uint8_t, 4> bytes{};
    ByteReader in(bytes);
    in.skip(4);
    CHECK_FALSE(in.overran());
    in.skip(1);
    CHECK(in.overran());
    CHECK(in.position() == 4);
  }

  TEST_CASE("numbers are written in network byte order") {
    std::array<std::uint8_t, 9> bytes{};
    ByteWriter out(bytes);
    out.u8(0x01);
    out.u16(0x0203);
    out.u32(0x04050607);
    out.put(std::array<std::uint8_t, 2>{8, 9});
    CHECK(bytes == std::array<std::uint8_t, 9>{1, 2, 3, 4, 5, 6, 7, 8, 9});
    CHECK(out.position() == 9);
    CHECK_FALSE(out.overran());
  }

  TEST_CASE("what does not fit is remembered, not written") {
    std::array<std::uint8_t, 2> bytes{};
    ByteWriter out{std::span<std::uint8_t>(bytes).first(1)};
    out.u16(0xFFFF);
    CHECK(out.overran());
    CHECK(bytes == std::array<std::uint8_t, 2>{0xFF, 0});
  }
}
