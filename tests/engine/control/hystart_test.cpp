// HyStart++ (RFC 9406): when slow start becomes careful, and when it ends without a loss.
#include "engine/control/hystart.hpp"

#include <doctest/doctest.h>

#include "engine/control/congestion.hpp"

using namespace engine;

namespace {

// Slow start, a round at a time; every segment of 1000 octets is acknowledged by itself.
struct Rounds {
  Congestion c{.cwnd = 10'000, .hystart = HyStart{}};
  SeqNum una{}, next{10'000};

  // One round trip in which every sample is this long. How much cwnd has grown.
  std::uint32_t round(Duration round_trip) {
    const std::uint32_t before = c.cwnd;
    for (std::uint32_t acks = distance(una, next) / 1000; acks > 0; --acks) {
      una += 1000;
      const std::uint32_t flight = c.cwnd;
      c.on_ack({.acknowledged = 1000,
                .flight = flight,
                .smss = 1000,
                .now = {},
                .srtt = round_trip,
                .round_trip = round_trip,
                .una = una,
                .next = una + flight});
    }
    next = una + c.cwnd;
    return c.cwnd - before;
  }
  bool careful() const { return c.hystart && c.hystart->conservative; }
};

}  // namespace

TEST_SUITE("RFC 9406") {
  TEST_CASE("longer round trips make slow start careful, and five rounds later end it") {
    Rounds r;
    CHECK(r.round(100ms) == 10'000);
    CHECK(r.round(100ms) == 20'000);
    CHECK(!r.careful());
    r.round(113ms);
    CHECK(r.careful());
    int rounds = 0;
    for (; r.c.ssthresh == Congestion::unlimited && rounds < 20; ++rounds) r.round(113ms);
    CHECK(rounds == 5);
    CHECK(r.c.ssthresh <= r.c.cwnd);
  }

  TEST_CASE("a careful round grows cwnd by a quarter of itself") {
    Rounds r;
    r.round(100ms);
    r.round(150ms);
    REQUIRE(r.careful());
    const std::uint32_t before = r.c.cwnd;
    const std::uint32_t grown = r.round(150ms);
    CHECK(grown <= before / 4);
    CHECK(grown >= before / 8);
  }

  TEST_CASE("less than an eighth more is no queue") {
    Rounds r;
    for (int i = 0; i < 4; ++i) r.round(100ms + i * 11ms);
    CHECK(!r.careful());
  }

  TEST_CASE("round trips that fall back take the care away") {
    Rounds r;
    r.round(100ms);
    r.round(150ms);
    REQUIRE(r.careful());
    r.round(100ms);
    CHECK(!r.careful());
    CHECK(r.c.ssthresh == Congestion::unlimited);
  }

  TEST_CASE("without it slow start goes on, however long the round trips become") {
    Rounds r;
    r.c.hystart.reset();
    r.round(100ms);
    CHECK(r.round(500ms) == 20'000);
  }

  TEST_CASE("it is for the first slow start only") {
    Rounds r;
    r.c.ssthresh = 1'000'000;
    r.round(100ms);
    r.round(200ms);
    CHECK(!r.c.hystart);
  }
}
