// Whatever box stands on a bad wire, what is read is the beginning of what was written; and a box
// that only changes addresses, options or sizes keeps nothing from arriving in the end.
#include <doctest/doctest.h>

#include "engine/host/profile.hpp"
#include "tests/support/network_builder.hpp"
#include "tests/support/pattern_text.hpp"

using namespace engine;
using namespace engine::test;

namespace {

constexpr std::uint32_t all = 30'000;

// A box, a wire that loses and reorders, a source and a sink.
Stage troubled(std::uint64_t seed, BoxKind kind) {
  World world = with_box(std::move(kind));
  world.random = Random(seed);
  world.wire.defaults.loss_ppm = 50'000;
  world.wire.defaults.reorder_ppm = 50'000;
  world.wire.defaults.reorder_extra = 70ms;
  for (Host& host : world.hosts) {
    host.config = config_of(seed % 2 == 0 ? Profile::linux_like : Profile::rfc);
    host.config.data_retries = 255;
  }
  world.host(client).application.program = Source{.bytes = all};
  world.host(server).application.program = Sink{};
  Stage stage(std::move(world));
  stage.call(server, Listen{.port = 80});
  stage.call(client, Connect{.remote = server_socket()});
  return stage;
}

}  // namespace

TEST_SUITE("simulation") {
  TEST_CASE("boxes that only rewrite keep nothing from arriving on a bad wire") {
    const BoxKind kinds[] = {Translator{},
                             OptionStripper{.window_scale = true, .sack = true, .timestamps = true},
                             MssClamp{.most = 700},
                             Router{},
                             Router{.mtu = 900},
                             Firewall{}};
    for (const BoxKind& kind : kinds)
      for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        CAPTURE(kind.index());
        CAPTURE(seed);
        Stage stage = troubled(seed, kind);
        stage.run_for(120s);
        CHECK(stage.read_by(server).size() == all);
        CHECK(is_pattern(stage.read_by(server)));
        CHECK_FALSE(stage.noted(Rule::checksum_wrong));
      }
  }

  TEST_CASE("boxes that do harm never change what is read") {
    const BoxKind kinds[] = {ScaleMangler{}, ScaleMangler{.outward = true, .becomes = 3},
                             Router{.mtu = 700, .silent = true},
                             Firewall{.idle_timeout = 100ms, .resets = true},
                             Translator{.idle_timeout = 100ms}};
    for (const BoxKind& kind : kinds)
      for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        CAPTURE(kind.index());
        CAPTURE(seed);
        Stage stage = troubled(seed, kind);
        stage.run_for(20s);
        CHECK(is_pattern(stage.read_by(server)));
      }
  }
}
