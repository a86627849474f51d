// A client that keeps trying: one connect() after another until it is told to stop.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/timeline/timeline.hpp"
#include "tests/support/network_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

Visit visit(std::uint32_t count, Duration every = 1s) {
  return {.host = client, .call = {.remote = server_socket()}, .every = every, .count = count};
}

std::size_t connects(const Stage& stage) {
  constexpr std::uint8_t connect = 1;  // its place in Call
  const auto calls = stage.all<CallMade>();
  return static_cast<std::size_t>(
      std::ranges::count_if(calls, [](const CallMade& c) { return c.call == connect; }));
}

}  // namespace

TEST_SUITE("a client that keeps trying") {
  TEST_CASE("it calls at once, then every so long, as often as was said") {
    Stage stage(two_hosts());
    stage.call(server, Listen{.port = 80});
    CHECK(stage.apply(visit(3)));
    stage.run_for(500ms);
    CHECK(connects(stage) == 1);
    stage.run_for(1s);
    CHECK(connects(stage) == 2);
    stage.run_for(10s);
    CHECK(connects(stage) == 3);
  }

  TEST_CASE("each try is a connection of its own") {
    Stage stage(two_hosts());
    stage.call(server, Listen{.port = 80});
    stage.apply(visit(3));
    stage.run_for(5s);
    CHECK(stage.world.host(client).connections.size() == 3);
  }

  TEST_CASE("told to stop it tries no more") {
    Stage stage(two_hosts());
    stage.apply(visit(100));
    stage.run_for(2500ms);
    CHECK(stage.apply(EndVisits{client}));
    const std::size_t before = connects(stage);
    stage.run_for(10s);
    CHECK(connects(stage) == before);
  }

  TEST_CASE("who does not try cannot be told to stop") {
    Stage stage(two_hosts());
    CHECK_FALSE(stage.apply(EndVisits{client}));
    stage.apply(visit(1));
    stage.run_for(1ms);
    CHECK_FALSE(stage.apply(EndVisits{client}));
    stage.apply(visit(5));
    CHECK_FALSE(stage.apply(EndVisits{server}));
  }

  TEST_CASE("a run that is taken up again in the middle goes on trying just the same") {
    Timeline whole(two_hosts());
    whole.act(DoCall{server, {}, Listen{.port = 80}}, world_start);
    whole.act(visit(4, 300ms), world_start);
    whole.advance_to(world_start + 450ms);
    Timeline taken_up = whole.fork(whole.size());
    for (Timeline* each : {&whole, &taken_up}) each->advance_to(world_start + 2s);
    CHECK(whole.edge() == taken_up.edge());
    CHECK(whole.edge().next_due() == whole.edge().next_due_by_walking());
  }

  TEST_CASE("how often it will still try is part of the world") {
    Stage few(two_hosts()), many(two_hosts());
    few.apply(visit(3));
    many.apply(visit(30));
    CHECK(fingerprint(few.world, few.bytes) != fingerprint(many.world, many.bytes));
  }

  TEST_CASE("a try without a pause or without a number is refused") {
    Stage stage(two_hosts());
    CHECK_FALSE(stage.apply(visit(0)));
    CHECK_FALSE(stage.apply(visit(3, 0ms)));
    CHECK(stage.world.schedule.empty());
  }
}
