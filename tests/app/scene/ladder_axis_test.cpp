#include "app/scene/ladder_axis.hpp"

#include <doctest/doctest.h>

#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;
using doctest::Approx;

namespace {

LadderAxis axis_of(const Recorded& run, const AxisScale& scale = {}) {
  LadderAxis axis;
  axis.catch_up(run.index, run.next_event_at(), scale);
  return axis;
}

}  // namespace

TEST_SUITE("app/scene/ladder_axis") {
  TEST_CASE("a break is 40 px and 8 more for every doubling beyond a second") {
    CHECK(break_height(500ms) == Approx(40));
    CHECK(break_height(1s) == Approx(40));
    CHECK(break_height(2s) == Approx(48));
    CHECK(break_height(8s) == Approx(64));
    CHECK(break_height(64s) == Approx(88));
    CHECK(break_height(7200s) == Approx(88));
  }

  TEST_CASE("a base delay reaches as far down as the zoom says") {
    const LadderAxis axis = axis_of(handshake(), {.pixels_per_delay = 60});
    CHECK(axis.y(at(100ms)) - axis.y(at(0ns)) == Approx(120));
  }

  TEST_CASE("a wait up to three round trips is no break") {
    Recorded run = handshake();
    run.call(client, engine::SendText{.text = "x", .urgent = false}, 440ms);
    run.run_to(500ms);
    CHECK(axis_of(run).breaks().empty());
  }

  TEST_CASE("every wait of the backoff is a break, higher than the one before") {
    const LadderAxis axis = axis_of(lost_third_ack());
    REQUIRE(axis.breaks().size() >= 6);
    for (std::size_t i = 1; i < 6; ++i)
      CHECK(axis.breaks()[i].height > axis.breaks()[i - 1].height);
  }

  TEST_CASE("a break knows how much longer it is than the one before") {
    const LadderAxis axis = axis_of(lost_third_ack());
    CHECK_FALSE(axis.breaks()[0].of_previous.has_value());
    CHECK(*axis.breaks()[2].of_previous == Approx(2.0).epsilon(0.1));
  }

  TEST_CASE("in true scale there are no breaks") {
    const LadderAxis axis = axis_of(lost_third_ack(), {.true_scale = true});
    CHECK(axis.breaks().empty());
    CHECK(axis.y(at(1s)) - axis.y(at(0ns)) == Approx(880));
  }

  TEST_CASE("an instant is found again by its height") {
    const LadderAxis axis = axis_of(lost_third_ack());
    for (engine::Duration t = 0ns; t < 70s; t += 97ms)
      REQUIRE(std::chrono::abs(axis.instant(axis.y(at(t))) - at(t)) < 1us);
  }

  TEST_CASE("what is later is never higher up") {
    const LadderAxis axis = axis_of(lost_third_ack());
    double before = -1;
    for (engine::Duration t = 0ns; t < 80s; t += 50ms) {
      REQUIRE(axis.y(at(t)) > before);
      before = axis.y(at(t));
    }
  }

  TEST_CASE("the wait that is being watched is a break already") {
    const LadderAxis axis = axis_of(lost_third_ack(500ms));
    REQUIRE(axis.breaks().size() == 1);
    CHECK(axis.breaks()[0].to > at(1s));
  }

  TEST_CASE("growing step by step gives the same axis as reading the whole run") {
    Recorded run = lost_third_ack(0ns);
    LadderAxis axis;
    while (run.next_event_at() <= at(20s)) {
      run.timeline.advance();
      run.index.catch_up(run.timeline);
      axis.catch_up(run.index, run.next_event_at(), {});
    }
    const LadderAxis expected = axis_of(lost_third_ack(20s));
    for (engine::Duration t = 0ns; t < 20s; t += 41ms)
      REQUIRE(axis.y(at(t)) == Approx(expected.y(at(t))));
  }

  TEST_CASE("following keeps the playhead at seventy per cent of the height") {
    const LadderAxis axis = axis_of(lost_third_ack());
    const double scroll = follow_scroll(axis, at(30s), 300);
    CHECK(axis.y(at(30s)) - scroll == Approx(210));
    CHECK(follow_scroll(axis, at(0ns), 300) == 0);
  }

  TEST_CASE("zooming leaves the instant under the pointer where it is") {
    const Recorded run = lost_third_ack();
    const LadderAxis axis = axis_of(run);
    for (const double pointer : {20.0, 120.0, 250.0}) {
      CAPTURE(pointer);
      const engine::Instant under = axis.instant(200 + pointer);
      const Zoomed zoomed = zoom_around(axis, 200, pointer, 2);
      const LadderAxis after = axis_of(run, {.pixels_per_delay = zoomed.pixels_per_delay});
      CHECK(after.y(under) - zoomed.scroll == Approx(pointer));
    }
  }
}
