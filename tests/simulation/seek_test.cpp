// The proof behind the scrubber: whatever people do to whatever world, reading the history at any
// step gives exactly the world that a straight run passes through there.
#include <doctest/doctest.h>

#include <array>
#include <set>

#include "tests/support/random_history.hpp"

using namespace engine;
using namespace engine::test;

namespace {

constexpr std::uint64_t seeds = 200;
constexpr StepIndex run_steps = 120;

// A straight run through the same events and commands, with bytes of its own.
struct LinearRun {
  explicit LinearRun(const Timeline& timeline) {
    World world = timeline.at(0);
    keep(world);
    StepRecord record;
    for (StepIndex i = 0; i < timeline.size(); ++i) {
      const StepView step = timeline.step(i);
      if (step.command == nullptr)
        world.step(bytes, record);
      else
        world.apply(*step.command, step.at, bytes, record);
      keep(world);
    }
  }
  void keep(const World& world) {
    worlds.push_back(world);
    digests.push_back(fingerprint(world, bytes));
  }

  ByteArena bytes;
  std::vector<World> worlds;
  std::vector<std::uint64_t> digests;
};

bool same(const Timeline& timeline, const LinearRun& linear, StepIndex k) {
  const World world = timeline.at(k);
  return world == linear.worlds[k] && fingerprint(world, timeline.bytes()) == linear.digests[k];
}

struct Expected {
  std::size_t least, most;
};

void check_every_seek(std::uint64_t seed, KeyframeBudget budget, Expected keyframes) {
  const Timeline timeline = random_history(seed, budget, run_steps);
  const LinearRun linear(timeline);
  CAPTURE(seed);
  REQUIRE(timeline.keyframe_count() >= keyframes.least);
  REQUIRE(timeline.keyframe_count() <= keyframes.most);
  for (StepIndex k = 0; k <= timeline.size(); ++k) REQUIRE(same(timeline, linear, k));
  for (StepIndex k = timeline.size() + 1; k-- > 0;) REQUIRE(same(timeline, linear, k));
  Random dice(seed);
  for (int i = 0; i < 20; ++i)
    REQUIRE(same(timeline, linear, static_cast<StepIndex>(dice.below(run_steps + 1))));
}

}  // namespace

TEST_SUITE("simulation") {
  TEST_CASE("every seek equals the linear run, with room for many keyframes") {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed)
      check_every_seek(seed, {.bytes = std::size_t{64} << 20, .min_spacing = 4, .share = 0},
                       {.least = 31, .most = 31});
  }

  TEST_CASE("every seek equals the linear run, with room for hardly any keyframe") {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed)
      check_every_seek(seed, {.bytes = std::size_t{40} << 10, .min_spacing = 4, .share = 0},
                       {.least = 1, .most = 16});
  }

  TEST_CASE("the random experiments carry out every kind of command") {
    std::set<std::size_t> carried_out;
    std::set<DropReason> reasons;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const Timeline timeline = random_history(seed, {}, run_steps);
      for (const StepIndex at : timeline.commands())
        if (!timeline.step(at).refused) carried_out.insert(timeline.step(at).command->index());
      for (const Flight& flight : timeline.flights())
        if (flight.drop_reason) reasons.insert(*flight.drop_reason);
    }
    CHECK(carried_out.size() == std::variant_size_v<Command>);
    CHECK(reasons.size() == 10);
  }

  TEST_CASE("after every step the derived indexes agree with a fresh count") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      CAPTURE(seed);
      Timeline timeline(random_world(seed));
      Random dice(seed * 31 + 7);
      while (timeline.size() < run_steps) {
        random_step(dice, timeline);
        const World& edge = timeline.edge();
        REQUIRE(edge.next_due() == edge.next_due_by_walking());
        for (const Host& host : edge.hosts) REQUIRE(host.connections.consistent());
      }
    }
  }
}
