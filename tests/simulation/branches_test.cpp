// Random people scrub, act in the past, undo and redo; every branch they leave behind must be a
// history that plays again to the very same worlds.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/timeline/branches.hpp"
#include "tests/support/random_history.hpp"

using namespace engine;
using namespace engine::test;

namespace {

void act_somewhere(Random& dice, Branches& branches) {
  const Timeline& timeline = branches.timeline();
  const auto steps = static_cast<StepIndex>(dice.below(timeline.size() + 1));
  const World there = timeline.at(steps);
  const Command command = random_command(dice, timeline);
  const Instant latest = steps < timeline.size() ? timeline.step(steps).at : there.next_event_at();
  const auto room =
      static_cast<std::uint64_t>((std::min(latest, there.now + 1s) - there.now).count());
  branches.act(steps, there.now + Duration(static_cast<std::int64_t>(dice.below(room + 1))),
               command);
}

void do_something(Random& dice, Branches& branches) {
  switch (dice.below(6)) {
    case 0:
      branches.undo();
      break;
    case 1:
      branches.redo();
      break;
    case 2:
      branches.select({static_cast<std::uint32_t>(dice.below(branches.count()))});
      break;
    default:
      act_somewhere(dice, branches);
      break;
  }
  for (std::uint64_t i = dice.below(10); i > 0; --i) branches.timeline().advance();
}

void check_replay(const Timeline& timeline) {
  World world = timeline.at(0);
  ByteArena bytes;
  StepRecord record;
  for (StepIndex i = 0; i < timeline.size(); ++i) {
    const StepView step = timeline.step(i);
    if (step.command == nullptr)
      world.step(bytes, record);
    else
      world.apply(*step.command, step.at, bytes, record);
    REQUIRE(record.refused == step.refused);
    REQUIRE(std::ranges::equal(record.facts, step.facts));
    REQUIRE(std::ranges::equal(record.changes, step.changes));
    const World read = timeline.at(i + 1);
    REQUIRE(fingerprint(world, bytes) == fingerprint(read, timeline.bytes()));
  }
}

}  // namespace

TEST_SUITE("simulation") {
  TEST_CASE("every branch of random experiments plays again to the same worlds") {
    std::size_t most = 0;
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
      CAPTURE(seed);
      Branches branches(random_history(seed, {.min_spacing = 4, .share = 0}, 30));
      Random dice(seed + 1000);
      for (int i = 0; i < 20; ++i) do_something(dice, branches);
      for (std::uint32_t b = 0; b < branches.count(); ++b) check_replay(branches[{b}].timeline);
      most = std::max(most, branches.count());
    }
    CHECK(most > 5);
  }

  TEST_CASE("undoing and redoing everything comes back to the same world") {
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
      CAPTURE(seed);
      Branches branches(random_history(seed, {.min_spacing = 4, .share = 0}, 60));
      // The history ends with its last command, so that nothing after it is lost.
      const auto commands = branches.timeline().commands();
      if (commands.empty()) continue;
      const std::uint64_t wanted =
          fingerprint(branches.timeline().at(commands.back() + 1), branches.timeline().bytes());
      int undone = 0;
      while (branches.undo()) ++undone;
      int redone = 0;
      while (branches.redo()) ++redone;
      CHECK(redone == undone);
      const Timeline& end = branches.timeline();
      CHECK(fingerprint(end.edge(), end.bytes()) == wanted);
    }
  }
}
