// Speed is not tested, because it is not the same twice; the work behind it is, and is counted here
// so that it cannot grow unseen.
#include <doctest/doctest.h>

#include "tests/bench/allocations.hpp"
#include "tests/bench/scenes.hpp"

namespace engine::bench {
namespace {

// What a run does after its buffers have grown to their size.
template <class Act>
std::uint64_t allocations_of(Act act) {
  const std::uint64_t before = allocations();
  act();
  return allocations() - before;
}

TEST_SUITE("counted work") {
  TEST_CASE("a cycle of connect and close is seven segments") {
    Unrecorded run = cycles_world();
    cycle(run);
    CHECK(run.world.next_packet - 1 == 7);
  }

  TEST_CASE("a cycle takes ten events: seven arrivals, two calls and the end of TIME-WAIT") {
    Unrecorded run = cycles_world();
    const std::uint64_t before = run.events;
    cycle(run);
    CHECK(run.events - before == 10);
  }

  TEST_CASE("a cycle allocates nothing") {
    Unrecorded run = cycles_world();
    for (int i = 0; i < 100; ++i) cycle(run);
    CHECK(allocations_of([&run] {
            for (int i = 0; i < 100; ++i) {
              cycle(run);
              run.world.cursor = 0;
            }
          }) == 0);
  }

  TEST_CASE("a cycle is 126 facts, of which 72 are notes, and 101 changes of variables") {
    Unrecorded start = cycles_world();
    Timeline timeline(std::move(start.world), std::move(start.bytes));
    cycle(timeline);
    std::size_t facts = 0, notes = 0, changes = 0;
    for (StepIndex i = 0; i < timeline.size(); ++i) {
      const StepView step = timeline.step(i);
      facts += step.facts.size();
      changes += step.changes.size();
      for (const Fact& fact : step.facts) notes += std::holds_alternative<Noted>(fact) ? 1 : 0;
    }
    CHECK(facts == 126);
    CHECK(notes == 72);
    CHECK(changes == 101);
  }

  TEST_CASE("what is recorded of a cycle takes less than 6,500 bytes") {
    Unrecorded start = cycles_world();
    Timeline timeline(std::move(start.world), std::move(start.bytes));
    for (int i = 0; i < 2'000; ++i) cycle(timeline);
    CHECK(timeline.memory() < 2'000 * 6'500);
  }

  TEST_CASE("a bulk segment allocates nothing") {
    Unrecorded run{.world = bulk_world()};
    carry(run, 5'000);
    CHECK(allocations_of([&run] { carry(run, 10'000); }) == 0);
  }

  TEST_CASE("a bulk segment among losses allocates nothing") {
    Unrecorded run{.world = bulk_world(10'000)};
    carry(run, 50'000);
    CHECK(allocations_of([&run] { carry(run, 60'000); }) == 0);
  }

  TEST_CASE(
      "recording allocates less than once in twenty-five steps, copies of the world included") {
    Timeline timeline(bulk_world());
    carry(timeline, 5'000);
    const StepIndex before = timeline.size();
    const std::uint64_t count = allocations_of([&timeline] { carry(timeline, 25'000); });
    CHECK(count * 25 < timeline.size() - before);
  }

  TEST_CASE("a history copies its world once in three hundred steps at most") {
    Timeline timeline(bulk_world());
    carry(timeline, 20'000);
    CHECK(timeline.keyframe_count() * 300 < timeline.size());
  }

  TEST_CASE("a seek plays less than a hundredth of a long history again") {
    Timeline timeline(bulk_world());
    carry(timeline, 100'000);
    CHECK(timeline.keyframe_count() > 100);
  }
}

}  // namespace
}  // namespace engine::bench
