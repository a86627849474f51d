// The attack bench: what is counted is what the run has recorded, up to the playhead.
#include <doctest/doctest.h>

#include "app/scene/attack_bench.hpp"
#include "tests/app/scene/recorded.hpp"
#include "tests/support/network_builder.hpp"

using namespace scene;
using namespace scene::test;
using engine::test::third;

namespace {

const engine::Socket service = engine::test::server_socket();

// Hosts: client, server, third, which attacks; the client tries every second and gives up after
// half of one.
Recorded bench_run(std::uint32_t places = 4) {
  engine::World world = engine::test::with_attacker(engine::Sight::blind);
  world.host(server).config.syn_backlog = places;
  world.host(client).config.connect_timeout = 500ms;
  Recorded run(std::move(world));
  run.call(server, engine::Listen{.port = 80}, 0ns);
  run.act(engine::Visit{client, {.remote = service}, 1s, 100}, 0ns);
  return run;
}

AttackBench bench_at(const Recorded& run, engine::Duration t) {
  AttemptLog log;
  log.catch_up(run.index);
  const Position p = run.position(t);
  return attack_bench(run.world(p), log, p);
}

}  // namespace

TEST_SUITE("app/scene/attack_bench") {
  TEST_CASE("without a flood every try gets in") {
    Recorded run = bench_run();
    run.run_to(3500ms);
    CHECK(bench_at(run, 3500ms).attempts == Attempts{.made = 4, .opened = 4});
  }

  TEST_CASE("tries and successes are those before the playhead") {
    Recorded run = bench_run();
    run.run_to(3500ms);
    CHECK(bench_at(run, 1050ms).attempts == Attempts{.made = 2, .opened = 1});
    CHECK(bench_at(run, 1050ms).attempts.pending() == 1);
    CHECK(bench_at(run, 1100ms).attempts == Attempts{.made = 2, .opened = 2});
  }

  TEST_CASE("with a full queue tries fail once the client gives up") {
    Recorded run = bench_run();
    run.act(engine::Attack{third, flood_of(service, 100'000)}, 500ms);
    run.run_to(3800ms);
    const AttackBench bench = bench_at(run, 3800ms);
    REQUIRE(bench.queues);
    CHECK(bench.queues->half_open.full());
    CHECK(bench.attempts == Attempts{.made = 4, .opened = 1, .failed = 3});
  }

  TEST_CASE("the flood that is under way is told with what it has sent") {
    Recorded run = bench_run();
    run.act(engine::Attack{third, flood_of(service, 2'000)}, 500ms);
    run.act(engine::CeaseFire{third}, 5s);
    run.run_to(6s);
    const AttackBench during = bench_at(run, 2750ms);
    REQUIRE(during.flood);
    CHECK(rate_of(*during.flood) == 2'000);
    CHECK(during.sent == 5);
    CHECK(during.attacker == third);
    CHECK_FALSE(bench_at(run, 5500ms).flood);
  }

  TEST_CASE("who keeps trying is the honest client, as long as it does") {
    Recorded run = bench_run();
    run.act(engine::EndVisits{client}, 2s);
    run.run_to(3s);
    CHECK(bench_at(run, 1s).honest == client);
    CHECK(bench_at(run, 1s).visits == engine::Duration{1s});
    CHECK_FALSE(bench_at(run, 2500ms).visits);
  }

  TEST_CASE("connections that the program has are listed with what it has read") {
    Recorded run = bench_run();
    run.call(client, engine::SendText{"hello"}, 300ms);
    run.run_to(500ms);
    const AttackBench bench = bench_at(run, 500ms);
    REQUIRE(bench.established.size() == 1);
    CHECK(bench.established[0].peer == client);
    CHECK(bench.established_count == 1);
  }

  TEST_CASE("another run is read from its beginning") {
    AttemptLog log;
    Recorded first = bench_run();
    first.run_to(5s);
    log.catch_up(first.index);
    Recorded second = bench_run();
    second.run_to(500ms);
    log.catch_up(second.index);
    CHECK(log.of(client, second.position(500ms)) == Attempts{.made = 1, .opened = 1});
  }

  TEST_CASE("a rate read back from its flood is the same") {
    for (const Rate rate : {Rate{1}, Rate{127}, Rate{2'000}, Rate{999'000}, Rate{1'000'000},
                            Rate{12'000'000}, fastest_flood})
      CHECK(rate_of(flood_of(service, rate)) == rate);
  }

  TEST_CASE("a fast flood comes in bursts of a millisecond") {
    const engine::Flood flood = flood_of(service, 100'000'000);
    CHECK(flood.burst == 100);
    CHECK(flood.every == 1ms);
    CHECK(flood_of(service, 2'000).burst == 1);
    CHECK(flood_of(service, 2'000).every == 500ms);
  }
}
