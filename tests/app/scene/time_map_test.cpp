#include "app/scene/time_map.hpp"

#include <doctest/doctest.h>

#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;
using engine::Duration;

namespace {

TimeMap map_of(const Recorded& run, const Pace& pace = {}) {
  TimeMap map;
  map.catch_up(run.index, run.next_event_at(), pace);
  return map;
}

Duration watched(const TimeMap& map, Duration from, Duration to) {
  return map.to_screen(at(to)) - map.to_screen(at(from));
}

bool about(Duration a, Duration b) { return std::chrono::abs(a - b) < 1ms; }

}  // namespace

TEST_SUITE("app/scene/time_map") {
  TEST_CASE("compressed waits follow the table of the specification") {
    const struct {
      Duration wait, screen;
    } rows[] = {{1s, 800ms},   {2s, 1200ms}, {4s, 1600ms}, {8s, 2s},   {16s, 2400ms},
                {32s, 2800ms}, {60s, 3s},    {240s, 3s},   {7200s, 3s}};
    for (const auto& row : rows) {
      CAPTURE(row.wait.count());
      CHECK(about(screen_length_of_wait(row.wait, {}), row.screen));
    }
  }

  TEST_CASE("a short wait passes as slowly as flights do") {
    CHECK(screen_length_of_wait(10ms, {.flight_time = 500ms, .base_delay = 50ms}) == 100ms);
  }

  TEST_CASE("a skipped wait takes three tenths of a second at most") {
    CHECK(screen_length_of_wait(7200s, {.waits = Waits::skip}) == 300ms);
  }

  TEST_CASE("in real proportion a wait is as slow as flights") {
    CHECK(screen_length_of_wait(1s, {.waits = Waits::real_proportion}) == 40s);
  }

  TEST_CASE("a crossing of the base delay takes the flight time") {
    const Recorded run = handshake();
    for (const Duration flight_time : flight_times)
      CHECK(watched(map_of(run, {.flight_time = flight_time}), 0ns, 50ms) == flight_time);
  }

  TEST_CASE("a wire of another delay is clamped to half a second and six on the screen") {
    CHECK(screen_length_of_flight(1ms, 1ms, {}) == 500ms);
    CHECK(screen_length_of_flight(1s, 1s, {}) == 6s);
    CHECK(screen_length_of_flight(100ms, 100ms, {}) == 4s);
  }

  TEST_CASE("the six waits of the 63 s backoff take ten to twelve seconds together") {
    Recorded run = lost_third_ack(130s);
    const TimeMap map = map_of(run, {.flight_time = 500ms});
    std::vector<Duration> waits;
    for (const Stretch& stretch : run.index.stretches())
      if (stretch.wait() && stretch.to - stretch.from > 500ms)
        waits.push_back(
            watched(map, stretch.from.time_since_epoch(), stretch.to.time_since_epoch()));
    REQUIRE(waits.size() >= 6);
    Duration together{};
    for (std::size_t i = 0; i < 6; ++i) {
      CAPTURE(i);
      if (i > 0) CHECK(waits[i] > waits[i - 1]);
      together += waits[i];
    }
    CHECK(together >= 10s);
    CHECK(together <= 12s);
  }

  TEST_CASE("screen time leads back to where it came from") {
    const Recorded run = lost_third_ack();
    const TimeMap map = map_of(run);
    for (Duration t = 0ns; t < 70s; t += 13ms) {
      const Duration back = map.to_virtual(map.to_screen(at(t))).time_since_epoch();
      CHECK(std::chrono::abs(back - t) < 100ns);
    }
  }

  TEST_CASE("growing step by step gives the same map as reading the whole run") {
    const Recorded whole = lost_third_ack(20s);
    Recorded grown;
    TimeMap map;
    Recorded source = lost_third_ack(0ns);
    grown.timeline = std::move(source.timeline);
    while (grown.timeline.edge().next_event_at() <= at(20s)) {
      grown.timeline.advance();
      grown.index.catch_up(grown.timeline);
      map.catch_up(grown.index, grown.next_event_at(), {});
    }
    const TimeMap expected = map_of(whole);
    for (Duration t = 0ns; t < 20s; t += 37ms)
      REQUIRE(map.to_screen(at(t)) == expected.to_screen(at(t)));
  }

  TEST_CASE("watching never carries the playhead past the stop") {
    const TimeMap map = map_of(handshake());
    CHECK(map.advance(at(10ms), 60s, at(50ms)) == at(50ms));
  }

  TEST_CASE("a frame forwards is a thirtieth of a second on the screen") {
    const TimeMap map = map_of(handshake());
    const Duration frame = map.frame_after(at(10ms)) - at(10ms);
    CHECK(std::chrono::abs(frame - frame_grain / 40) < 1us);
    CHECK(std::chrono::abs(map.frame_before(map.frame_after(at(10ms))) - at(10ms)) < 1us);
  }

  TEST_CASE("the wait before a retransmission is known while it is being watched") {
    const Recorded run = lost_third_ack(500ms);
    const auto wait = map_of(run).wait_at(at(600ms));
    REQUIRE(wait.has_value());
    CHECK(wait->to == run.next_event_at());
  }

  TEST_CASE("nothing is a wait while a segment is in flight") {
    CHECK_FALSE(map_of(handshake()).wait_at(at(20ms)).has_value());
  }

  TEST_CASE("a held segment does not keep a wait from being one") {
    Recorded run = handshake();
    run.call(client, engine::SendText{.text = "x", .urgent = false}, 300ms);
    run.act(engine::OnPacket{{4}, engine::HoldIt{}}, 310ms);
    run.run_to(900ms);
    CHECK(map_of(run).wait_at(at(800ms)).has_value());
  }

  TEST_CASE("a delayed segment is in flight only while it moves") {
    Recorded run = handshake();
    run.call(client, engine::SendText{.text = "x", .urgent = false}, 300ms);
    run.act(engine::OnPacket{{4}, engine::DelayIt{400ms}}, 310ms);
    run.run_to(400ms);
    const TimeMap map = map_of(run);
    CHECK_FALSE(map.wait_at(at(320ms)).has_value());
    CHECK(map.wait_at(at(500ms)).has_value());  // it rests from 325 to 725 ms
    CHECK_FALSE(map.wait_at(at(740ms)).has_value());
  }
}
