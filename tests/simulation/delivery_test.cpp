// What the application reads is what the other one wrote: in order, once, whatever the wire does.
#include <doctest/doctest.h>

#include "engine/host/profile.hpp"
#include "tests/support/pattern_text.hpp"
#include "tests/support/random_history.hpp"

using namespace engine;
using namespace engine::test;

namespace {

// Every way of recovering from a loss, and none.
void choose_recovery(Random& dice, TcpConfig& config) {
  config.sack = dice.below(3) != 0;
  config.dsack = dice.below(2) == 0;
  config.rack_tlp = dice.below(2) == 0;
  config.limited_transmit = dice.below(2) == 0;
  config.timestamps = dice.below(2) == 0;
  config.congestion = static_cast<CongestionAlgorithm>(dice.below(3));
  config.ecn = static_cast<EcnUse>(dice.below(3));
  config.delayed_ack = dice.below(2) == 0 ? 0ms : 40ms;
}

// A source on a bad wire in both directions: up to two packets in five are lost.
World bad_wire(std::uint64_t seed, std::uint64_t bytes) {
  Random dice(seed);
  World world = two_hosts(seed);
  for (Host& host : world.hosts) {
    choose_recovery(dice, host.config);
    host.config.data_retries = 255;  // nobody gives up: the wire will be mended
    host.config.syn_retries = host.config.syn_ack_retries = 255;
  }
  const auto most = static_cast<std::uint32_t>(50'000 + dice.below(350'000));
  const auto chance = [&dice, most] { return static_cast<std::uint32_t>(dice.below(most)); };
  for (const auto& [from, to] : {std::pair{client, server}, std::pair{server, client}})
    world.wire.links.push_back({.from = from,
                                .to = to,
                                .config = {.jitter = 20ms,
                                           .loss_ppm = chance(),
                                           .duplicate_ppm = chance(),
                                           .corrupt_ppm = chance() / 4,
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

// A source of two megabytes with timestamps and SACK; each way a fifth is lost, and much else.
World heavy_loss(std::uint64_t seed, std::uint32_t bytes) {
  World world = two_hosts(seed);
  for (Host& host : world.hosts) {
    host.config = config_of(Profile::rfc);
    host.config.sack = host.config.timestamps = true;
    host.config.window_scale = 7;
    host.config.receive_buffer = host.config.send_buffer = 1 << 20;
    host.config.rto_min = 200ms;
  }
  world.wire.defaults = {.latency = 500us,
                         .loss_ppm = 200'000,
                         .duplicate_ppm = 100'000,
                         .reorder_ppm = 200'000,
                         .reorder_extra = 5ms};
  world.host(client).application.program = Source{.bytes = bytes};
  world.host(server).application.program = Sink{};
  return world;
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

  TEST_CASE("a fifth lost each way does not drive the timeout up until the connection dies") {
    constexpr std::uint32_t bytes = 2 << 20;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      CAPTURE(seed);
      World world = heavy_loss(seed, bytes);
      ByteArena arena;
      StepRecord record;
      std::uint64_t read = 0;
      Instant last{};
      world.apply(DoCall{.host = server, .call = Listen{.port = 80}}, world.now, arena, record);
      world.apply(DoCall{.host = client, .call = Connect{.remote = server_socket()}}, world.now,
                  arena, record);
      while (read < bytes && world.next_event_at() < world_start + 1h) {
        world.step(arena, record);
        for (const Fact& fact : record.facts)
          if (const auto* const some = std::get_if<DataRead>(&fact)) read += some->bytes.length;
        last = world.now;
      }
      CHECK(read == bytes);
      CHECK(last < world_start + 300s);
    }
  }
}
