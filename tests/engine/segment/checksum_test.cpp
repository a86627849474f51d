// The Internet checksum against the definition of RFC 1071, one 16-bit word after the other.
#include "engine/segment/checksum.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "engine/base/random.hpp"

using namespace engine;

namespace {

std::uint16_t by_definition(std::span<const std::uint8_t> bytes, std::uint32_t start = 0) {
  std::uint64_t sum = start;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    sum += std::uint64_t{bytes[i]} << (i % 2 == 0 ? 8 : 0);
  while (sum > 0xFFFF) sum = (sum >> 16) + (sum & 0xFFFF);
  return static_cast<std::uint16_t>(sum);
}

}  // namespace

TEST_SUITE("RFC 1071") {
  TEST_CASE("the example of RFC 1071 3 sums to ddf2") {
    const std::uint8_t bytes[] = {0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
    CHECK(ones_complement_sum(bytes) == 0xddf2);
  }

  TEST_CASE("nothing sums to the start value") {
    CHECK(ones_complement_sum({}) == 0);
    CHECK(ones_complement_sum({}, 0x1234) == 0x1234);
    CHECK(ones_complement_sum({}, 0x1'FFFF) == 1);
  }

  TEST_CASE("every length at every alignment agrees with the definition") {
    Random dice(1071);
    std::vector<std::uint8_t> bytes(1600);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(dice.next());
    for (std::size_t from = 0; from < 9; ++from)
      for (std::size_t length = 0; from + length <= bytes.size(); length += 1 + length / 40) {
        const auto part = std::span<const std::uint8_t>(bytes).subspan(from, length);
        REQUIRE(ones_complement_sum(part) == by_definition(part));
        REQUIRE(ones_complement_sum(part, 0xABCDE) == by_definition(part, 0xABCDE));
      }
  }

  TEST_CASE("a full packet of ones loses no carry") {
    const std::vector<std::uint8_t> ones(65535, 0xFF);
    CHECK(ones_complement_sum(ones, 0xFFFF'FFFF) == by_definition(ones, 0xFFFF'FFFF));
  }

  TEST_CASE("a header of ones loses no carry, whatever its length") {
    for (std::size_t length = 0; length < 200; ++length) {
      const std::vector<std::uint8_t> ones(length, 0xFF);
      REQUIRE(ones_complement_sum(ones, 0xFFFF) == by_definition(ones, 0xFFFF));
    }
  }

  TEST_CASE("a sum may be continued after an even number of bytes") {
    const std::uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7};
    const auto all = std::span<const std::uint8_t>(bytes);
    CHECK(ones_complement_sum(all.subspan(2), ones_complement_sum(all.first(2))) ==
          ones_complement_sum(all));
  }
}

TEST_SUITE("RFC 9293 3.1") {
  TEST_CASE("the checksum covers both addresses, the protocol and the length") {
    const std::vector<std::uint8_t> zeros(20);
    // 0a00 + 0001 + 0a00 + 0002 + 0006 + 0014 = 141d
    CHECK(tcp_checksum(ipv4(10, 0, 0, 1), ipv4(10, 0, 0, 2), zeros) == 0xFFFF - 0x141d);
  }
}
