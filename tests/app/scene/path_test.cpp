#include "app/scene/path.hpp"

#include <doctest/doctest.h>

#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;
using doctest::Approx;

namespace {

double fraction(const Recorded& run, std::uint32_t packet, engine::Duration t) {
  return path_of(run.timeline.flights(), {packet}).fraction_at(at(t));
}

}  // namespace

TEST_SUITE("app/scene/path") {
  TEST_CASE("an undisturbed packet is halfway after half its time") {
    CHECK(fraction(handshake(), 1, 25ms) == Approx(0.5));
  }

  TEST_CASE("a delayed packet rests in the middle of its way") {
    Recorded run = with_data();
    run.act(engine::OnPacket{{4}, engine::DelayIt{200ms}}, 310ms);
    run.run_to(1s);
    CHECK(fraction(run, 4, 320ms) == Approx(0.4));
    CHECK(fraction(run, 4, 400ms) == Approx(0.5));
    CHECK(fraction(run, 4, 550ms) == Approx(1.0));
  }

  TEST_CASE("a packet delayed late rests where it was") {
    Recorded run = with_data();
    run.act(engine::OnPacket{{4}, engine::DelayIt{200ms}}, 340ms);
    run.run_to(1s);
    CHECK(fraction(run, 4, 500ms) == Approx(0.8));
  }

  TEST_CASE("a held packet goes on from where it was held") {
    Recorded run = with_data();
    run.act(engine::OnPacket{{4}, engine::HoldIt{}}, 310ms);
    run.act(engine::Release{{4}}, 500ms);
    run.run_to(600ms);
    CHECK(fraction(run, 4, 450ms) == Approx(0.2));
    CHECK(fraction(run, 4, 520ms) == Approx(0.6));
    CHECK(fraction(run, 4, 540ms) == Approx(1.0));
  }

  TEST_CASE("a dropped packet ends where it was dropped") {
    Recorded run = with_data();
    run.act(engine::OnPacket{{4}, engine::DropIt{}}, 330ms);
    run.run_to(400ms);
    CHECK(fraction(run, 4, 2s) == Approx(0.6));
  }

  TEST_CASE("a duplicate begins where its original was copied") {
    Recorded run = with_data();
    run.act(engine::OnPacket{{4}, engine::DuplicateIt{20ms}}, 320ms);
    run.run_to(1s);
    CHECK(fraction(run, 5, 320ms) == Approx(0.4));
    CHECK(fraction(run, 5, 370ms) == Approx(1.0));
  }

  TEST_CASE("before the drop the packet is seen on its way to the end") {
    Recorded run = with_data();
    run.act(engine::OnPacket{{4}, engine::DropIt{}}, 330ms);
    run.run_to(400ms);
    const Path seen = path_of(run.timeline.flights(), {4}, run.position(320ms));
    CHECK(seen.ends() == at(350ms));
  }
}
