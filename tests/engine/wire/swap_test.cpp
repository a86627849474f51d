// Two packets that trade places: by a rule, by hand, and when there is no second one.
#include "engine/wire/touch.hpp"

#include <doctest/doctest.h>

#include "tests/engine/wire/bench.hpp"
#include "tests/support/packet_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

struct SwapBench : Bench {
  PacketId send(Duration at, HostId from = here) {
    turn.now = world_start + at;
    return put(packet_bytes({.source_port = 1, .dest_port = 2, .flags = {.ack = true}}), from,
               from == here ? there : here);
  }
  void arm(std::uint32_t times) {
    Impairment rule{.id = {1}, .action = SwapIt{}, .left = times};
    rule.match.from = here;
    wire.impairments.push_back(rule);
  }
  Instant due(PacketId id) const { return find(wire, id)->arrives_at; }
};

}  // namespace

TEST_SUITE("wire: swap with the next") {
  TEST_CASE("the first arrives just behind the second") {
    SwapBench b;
    b.arm(1);
    const PacketId first = b.send(0ms);
    CHECK(b.due(first) == never);
    const PacketId second = b.send(20ms);
    CHECK(b.due(second) == world_start + 70ms);
    CHECK(b.due(first) == world_start + 70ms + swap_distance);
  }

  TEST_CASE("a packet of the other direction is not the next") {
    SwapBench b;
    b.arm(1);
    const PacketId first = b.send(0ms);
    b.send(10ms, there);
    CHECK(b.due(first) == never);
  }

  TEST_CASE("a rule that always swaps makes pairs: 2 1, 4 3") {
    SwapBench b;
    b.arm(10);
    std::vector<PacketId> ids;
    for (int i = 0; i < 4; ++i) ids.push_back(b.send(std::chrono::milliseconds(10 * i)));
    CHECK(b.due(ids[1]) < b.due(ids[0]));
    CHECK(b.due(ids[0]) < b.due(ids[3]));
    CHECK(b.due(ids[3]) < b.due(ids[2]));
  }

  TEST_CASE("when the next one is lost, the first goes on alone") {
    SwapBench b;
    b.arm(1);
    const PacketId first = b.send(0ms);
    link_between(b.wire, here, there).config.up = false;
    b.send(20ms);
    CHECK(b.due(first) == world_start + 70ms);
  }

  TEST_CASE("by hand, a packet under way waits for the next as well") {
    SwapBench b;
    const PacketId first = b.send(0ms);
    REQUIRE(touch(b.wire, first, SwapIt{}, b.bytes, b.turn));
    const PacketId second = b.send(20ms);
    CHECK(b.due(first) == b.due(second) + swap_distance);
  }

  TEST_CASE("one that waits can be released like any held one") {
    SwapBench b;
    b.arm(1);
    const PacketId first = b.send(0ms);
    REQUIRE(release(b.wire, first, b.turn));
    b.send(20ms);
    CHECK(b.due(first) == world_start + 50ms);
  }
}
