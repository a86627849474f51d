// RFC 6298 and RFC 5681 as arithmetic.
#include <doctest/doctest.h>

#include "engine/control/congestion.hpp"
#include "engine/control/rtt.hpp"

using namespace engine;

TEST_SUITE("RFC 6298 2") {
  TEST_CASE("the first sample, then RTTVAR before SRTT") {
    RttEstimator rtt;
    const RtoBounds free{.least = 1ms};
    rtt.sample(100ms, free);
    CHECK(rtt.srtt == 100ms);
    CHECK(rtt.rttvar == 50ms);
    CHECK(rtt.rto == 300ms);
    rtt.sample(140ms, free);
    CHECK(rtt.rttvar == 47'500us);
    CHECK(rtt.srtt == 105ms);
    CHECK(rtt.rto == 295ms);
  }

  TEST_CASE("the timeout stays within its bounds") {
    RttEstimator rtt;
    rtt.sample(10ms, {});
    CHECK(rtt.rto == 1s);
    for (int i = 0; i < 10; ++i) rtt.back_off({});
    CHECK(rtt.rto == 120s);
    rtt.sample(10ms, {});
    CHECK(rtt.rto == 1s);
  }

  TEST_CASE("the Linux floor lies under the variance, not under the timeout") {
    RttEstimator rtt;
    for (int i = 0; i < 100; ++i) rtt.sample(500ms, {.least = 200ms, .least_on_variance = true});
    CHECK(rtt.rto >= 700ms);
    RttEstimator plain;
    for (int i = 0; i < 100; ++i) plain.sample(500ms, {.least = 200ms});
    CHECK(plain.rto < 510ms);
    CHECK(plain.rto > 500ms);
  }

  TEST_CASE("one segment is timed at a time, until it is acknowledged") {
    RttEstimator rtt;
    rtt.begin({0xFFFF'FFFF}, world_start);
    rtt.begin({500}, world_start + 1s);
    CHECK(!rtt.finish({0xFFFF'FFFE}, world_start + 2s));
    CHECK(rtt.finish({3}, world_start + 2s) == 2s);
    CHECK(!rtt.finish({600}, world_start + 3s));
  }

  TEST_CASE("what has left twice is timed only by the echo of a timestamp") {
    RttEstimator plain;
    plain.begin({500}, world_start);
    plain.repeated({500}, world_start + 1s, false);
    CHECK(!plain.timed);
    RttEstimator stamped;
    stamped.begin({900}, world_start);
    stamped.repeated({500}, world_start + 1s, true);
    REQUIRE(stamped.timed);
    CHECK(stamped.timed->by_echo);
    CHECK(stamped.timed->acknowledged_by == SeqNum{500});  // whatever is acknowledged next
    stamped.repeated({700}, world_start + 2s, true);
    CHECK(stamped.timed->acknowledged_by == SeqNum{500});
  }
}

TEST_SUITE("RFC 5681 3.1") {
  TEST_CASE("the initial window of RFC 6928") {
    CHECK(initial_window(10, 1460) == 14'600);
    CHECK(initial_window(10, 536) == 5360);
    CHECK(initial_window(10, 8960) == 17'920);
    CHECK(initial_window(1, 1460) == 1460);
  }

  TEST_CASE("the initial window of RFC 5681") {
    CHECK(initial_window(0, 2191) == 2 * 2191);
    CHECK(initial_window(0, 2190) == 3 * 2190);
    CHECK(initial_window(0, 1460) == 3 * 1460);
    CHECK(initial_window(0, 1095) == 4 * 1095);
    CHECK(initial_window(0, 536) == 4 * 536);
  }

  TEST_CASE("slow start grows by what was acknowledged, at most one segment") {
    Congestion c{.cwnd = 10'000};
    CHECK(c.on_ack({.acknowledged = 300, .flight = 10'000, .smss = 1000}));
    CHECK(c.cwnd == 10'300);
    c.on_ack({.acknowledged = 5000, .flight = 10'000, .smss = 1000});
    CHECK(c.cwnd == 11'300);
  }

  TEST_CASE("congestion avoidance grows by one segment for a whole window") {
    Congestion c{.cwnd = 10'000, .ssthresh = 5000};
    for (int i = 0; i < 9; ++i)
      CHECK(!c.on_ack({.acknowledged = 1000, .flight = 10'000, .smss = 1000}));
    CHECK(c.on_ack({.acknowledged = 1000, .flight = 10'000, .smss = 1000}));
    CHECK(c.cwnd == 11'000);
  }

  TEST_CASE("a window that is not used does not grow") {
    Congestion c{.cwnd = 10'000};
    CHECK(!c.on_ack({.acknowledged = 1000, .flight = 2000, .smss = 1000}));
  }

  TEST_CASE("a timeout halves what was in flight, the next one of the same segment does not") {
    Congestion c{.cwnd = 20'000};
    c.on_timeout(8000, 1000, true);
    CHECK(c.cwnd == 1000);
    CHECK(c.ssthresh == 4000);
    c.on_timeout(1000, 1000, false);
    CHECK(c.ssthresh == 4000);
    c.on_timeout(1000, 1000, true);
    CHECK(c.ssthresh == 2000);  // never below two segments
  }

  TEST_CASE("after idleness the window starts again, but never grows by it") {
    Congestion c{.cwnd = 20'000};
    c.restart(10'000);
    CHECK(c.cwnd == 10'000);
    c.restart(15'000);
    CHECK(c.cwnd == 10'000);
  }
}
