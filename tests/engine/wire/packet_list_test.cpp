#include <doctest/doctest.h>

#include "engine/base/random.hpp"
#include "engine/wire/packet_list.hpp"

using namespace engine;

TEST_SUITE("engine/wire/packet_list") {
  TEST_CASE("it is a vector whatever is put in and taken out where") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      CAPTURE(seed);
      Random dice(seed);
      PacketList list;
      std::vector<Packet> plain;
      for (std::uint32_t id = 1; id <= 2'000; ++id) {
        if (dice.below(20) < 11 || plain.empty()) {
          Packet packet;
          packet.id = {id};
          list.push_back(packet);
          plain.push_back(packet);
        } else {
          const std::size_t most = dice.below(4) == 0 ? plain.size() : 1 + plain.size() / 8;
          const auto at = static_cast<std::ptrdiff_t>(dice.below(most));
          list.erase(list.begin() + at);
          plain.erase(plain.begin() + at);
        }
        REQUIRE(std::ranges::equal(list, plain));
      }
      const PacketList copy = list;
      CHECK(copy == list);
      PacketList moved = std::move(list);
      CHECK(moved == copy);
      CHECK(list.empty());
    }
  }
}
