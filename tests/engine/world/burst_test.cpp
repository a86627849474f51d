// Many forged segments as one command.
#include <doctest/doctest.h>

#include "engine/segment/codec.hpp"
#include "engine/segment/made_packet.hpp"
#include "engine/timeline/branches.hpp"
#include "engine/world/upkeep.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

std::vector<std::uint8_t> syn() {
  const Segment segment{
      .source_port = 4000, .dest_port = 80, .seq = {7000}, .flags = {.syn = true}};
  return made_packet({.source = ipv4(203, 0, 113, 7), .destination = ipv4(10, 0, 0, 2)}, segment,
                     "");
}

ForgeBurst burst(std::uint32_t count, Duration spacing = 2ms, std::uint32_t addresses = 4) {
  return {.from = client,
          .to = server,
          .packet = syn(),
          .count = count,
          .spacing = spacing,
          .addresses = addresses};
}

}  // namespace

TEST_SUITE("world: a burst of forged segments") {
  TEST_CASE("each departs at its own moment, in its own name") {
    Stage stage;
    stage.apply(burst(6));
    stage.run_for(40ms);
    const auto sent = stage.all<PacketSent>();
    REQUIRE(sent.size() == 6);
    for (std::uint32_t i = 0; i < 6; ++i) {
      const auto source = source_of(stage.bytes.read(sent[i].bytes));
      REQUIRE(source);
      CHECK(source->address.raw == ipv4(203, 0, 113, 7).raw + i % 4);
      CHECK(source->port == 4000 + i / 4);
      CHECK(sent[i].provenance == Provenance::forged);
      CHECK(sent[i].arrives_at == world_start + 50ms + 2ms * i);
    }
  }

  TEST_CASE("a wrong checksum stays wrong in every name") {
    Stage stage;
    ForgeBurst wrong = burst(6);
    wrong.packet[36] ^= 0xFF;  // of the TCP header
    REQUIRE(stage.apply(wrong));
    stage.run_for(40ms);
    const auto sent = stage.all<PacketSent>();
    REQUIRE(sent.size() == 6);
    for (const PacketSent& one : sent)
      CHECK(decode(stage.bytes.read(one.bytes)).error() == Malformed::tcp_checksum);
  }

  TEST_CASE("the last of the slowest burst has a date") {
    Stage stage;
    REQUIRE(stage.apply(burst(ForgeBurst::most, ForgeBurst::longest_spacing)));
    CHECK(due_at(stage.world.schedule.back()) ==
          world_start + ForgeBurst::longest_spacing * (ForgeBurst::most - 1));
  }

  TEST_CASE("it fills the queue of a listener") {
    Stage stage;
    stage.call(server, Listen{.port = 80, .backlog = 4});
    stage.apply(burst(50, 1ms, 50));
    stage.run_for(200ms);
    const auto created = stage.all<ConnectionCreated>();
    CHECK(created.size() > 4);
    CHECK(created.size() < 51);
  }

  TEST_CASE("one undo takes all of it back") {
    Branches branches{Timeline(two_hosts())};
    branches.act(0, world_start, burst(100));
    branches.timeline().advance_to(world_start + 1s);
    CHECK(branches.timeline().flights().size() >= 100);
    REQUIRE(branches.undo());
    CHECK(branches.timeline().flights().empty());
    CHECK(branches.timeline().edge().next_event_at() == never);
  }

  TEST_CASE("what cannot be sent is refused and changes nothing") {
    for (const ForgeBurst& bad :
         {ForgeBurst{.from = client, .to = server, .packet = {1, 2}, .count = 3},
          ForgeBurst{.from = client, .to = {7}, .packet = syn(), .count = 3}, burst(0),
          burst(ForgeBurst::most + 1), burst(3, -1ms), burst(3, 1ms, 0),
          burst(3, ForgeBurst::longest_spacing + 1ns)}) {
      Stage stage;
      CHECK_FALSE(stage.apply(bad));
      CHECK(stage.world.schedule.empty());
    }
  }
}
