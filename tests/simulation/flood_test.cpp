// The SYN flood of RFC 4987 at a smaller scale: who gets in, who goes on, and that nothing grows
// without bound. The full scale is tests/bench/flood_bench.cpp.
#include <doctest/doctest.h>

#include "engine/host/flood.hpp"
#include "engine/host/profile.hpp"
#include "tests/support/flood_stage.hpp"

using namespace engine;
using namespace engine::test;

namespace {

FloodPlan plan_with(auto change) {
  FloodPlan plan;
  plan.server_config = config_of(Profile::teaching);
  change(plan);
  return plan;
}

}  // namespace

TEST_SUITE("F.4 SYN flood") {
  TEST_CASE("without cookies nobody gets in, but who is connected goes on") {
    const FloodOutcome outcome = flood(plan_with([](FloodPlan&) {}));
    CHECK(outcome.attempts == 19);
    CHECK(outcome.successes == 0);
    CHECK(outcome.most_half_open == 64);
    CHECK(outcome.read_by_server == 19);
  }

  TEST_CASE("with cookies everybody gets in") {
    const FloodOutcome outcome =
        flood(plan_with([](FloodPlan& plan) { plan.server_config.syn_cookies = SynCookies::on; }));
    CHECK(outcome.successes == outcome.attempts);
    CHECK(outcome.attempts == 19);
    CHECK(outcome.most_half_open == 64);
    CHECK(outcome.read_by_server == 19);
  }

  TEST_CASE("memory does not grow with the number of packets") {
    const auto lasting = [](Duration time) {
      return flood(plan_with([time](FloodPlan& plan) {
        plan.server_config.syn_cookies = SynCookies::on;
        plan.rate = 5'000;
        plan.lasts = time;
      }));
    };
    // The shorter one already goes once round the room that is kept free before recycling.
    const FloodOutcome brief = lasting(8s), lengthy = lasting(24s);
    CHECK(lengthy.flood_packets == 120'000);
    CHECK(lengthy.arena_bytes <= brief.arena_bytes + ByteArena::chunk_size);
  }

  TEST_CASE("the trickle that keeps the slots full is what the arithmetic says") {
    const TcpConfig config = config_of(Profile::teaching);
    CHECK(half_open_lifetime(config) == 63s);
    CHECK(interval_that_keeps_full(64, config) == Duration(63s) / 64);
    const auto successes_at = [&config](Duration every) {
      FloodPlan plan{.server_config = config, .backlog = 4, .lasts = 200s, .tries_every = 1s};
      plan.server_config.syn_ack_retries = 1;  // 3 s
      plan.rate = static_cast<std::uint32_t>(Duration(1s) / every);
      return flood(plan);
    };
    TcpConfig brief = config;
    brief.syn_ack_retries = 1;
    CHECK(half_open_lifetime(brief) == 3s);
    CHECK(interval_that_keeps_full(3, brief) == 1s);
    // Four slots of 3 s: ten SYNs in a second leave hardly a gap, one always leaves a place free.
    const FloodOutcome full = successes_at(100ms), gaps = successes_at(1s);
    CHECK(full.successes < full.attempts / 4);
    CHECK(gaps.successes == gaps.attempts);
  }

  TEST_CASE("recycling the oldest entry helps while the table outlives a round trip") {
    const auto at_rate = [](std::uint32_t rate) {
      return flood(plan_with([rate](FloodPlan& plan) {
        plan.server_config.recycle_oldest_request = true;
        plan.rate = rate;
      }));
    };
    CHECK(interval_that_outruns_recycling(64, 20ms) == 312'500ns);  // 3,200 in a second
    const FloodOutcome slow = at_rate(1'000), fast = at_rate(10'000);
    CHECK(slow.successes == slow.attempts);
    CHECK(fast.successes == 0);
    CHECK(fast.most_half_open == 64);
  }

  TEST_CASE("shorter patience with requests frees places sooner") {
    TcpConfig config = config_of(Profile::teaching);
    config.syn_ack_retries = 0;
    CHECK(half_open_lifetime(config) == 1s);
    config.syn_ack_retries = 3;
    CHECK(half_open_lifetime(config) == 15s);
  }
}
