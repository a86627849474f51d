// What the application reads is what the other one wrote: in order, once, whatever the wire does.
#include <doctest/doctest.h>

#include "engine/host/pattern.hpp"
#include "tests/support/random_history.hpp"

using namespace engine;
using namespace engine::test;

namespace {

// A source on a bad wire in both directions.
World bad_wire(std::uint64_t seed, std::uint64_t bytes) {
  Random dice(seed);
  World world = two_hosts(seed);
  const auto chance = [&dice] { return static_cast<std::uint32_t>(dice.below(150'000)); };
  for (const auto& [from, to] : {std::pair{client, server}, std::pair{server, client}})
    world.wire.links.push_back({.from = from,
                                .to = to,
                                .config = {.jitter = 20ms,
                                           .loss_ppm = chance(),
                                           .duplicate_ppm = chance(),
                                           .corrupt_ppm = chance(),
                                           .reorder_ppm = chance(),
                                           .reorder_extra = 70ms},
                                .leaving = {}});
  world.host(client).application.program = Source{.bytes = bytes};
  world.host(server).application.program = Sink{};
  world.schedule.push_back(
      {.when = WhenAt{world_start}, .command = DoCall{.host = server, .call = Listen{.port = 80}}});
  world.schedule.push_back(
      {.when = WhenAt{world_start},
       .command = DoCall{.host = client, .call = Connect{.remote = server_socket()}}});
  return world;
}

bool is_pattern(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (static_cast<std::uint8_t>(text[i]) != pattern_octet(i)) return false;
  return true;
}

}  // namespace

TEST_SUITE("simulation") {
  TEST_CASE("delivered bytes are a prefix of sent bytes at every moment of a bad wire") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      CAPTURE(seed);
      Stage stage(bad_wire(seed, 30'000));
      std::string read;
      std::size_t seen = 0;
      for (int i = 0; i < 3'000 && stage.world.next_event_at() != never; ++i) {
        stage.step();
        for (; seen < stage.facts.size(); ++seen)
          if (const auto* const data = std::get_if<DataRead>(&stage.facts[seen]))
            for (const std::uint8_t octet : stage.bytes.read(data->bytes))
              read += static_cast<char>(octet);
        REQUIRE(is_pattern(read));
      }
      CHECK(read.size() > 0);
    }
  }

  TEST_CASE("once the wire is whole again everything arrives and both ends close") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      CAPTURE(seed);
      Stage stage(bad_wire(seed, 30'000));
      stage.run_for(3s);
      stage.apply(SetLink{.from = client, .to = server, .config = {}});
      stage.apply(SetLink{.from = server, .to = client, .config = {}});
      stage.run_until_quiet(20'000);
      CHECK(stage.read_by(server).size() == 30'000);
      CHECK(is_pattern(stage.read_by(server)));
      CHECK(stage.world.host(client).connections.empty());
      CHECK(stage.world.host(server).connections.size() == 1);
    }
  }
}
