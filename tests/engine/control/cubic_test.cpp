// CUBIC as arithmetic (RFC 9438 4; requirements G.9). SMSS is 1000, so octets read as segments.
#include <doctest/doctest.h>

#include "engine/control/congestion.hpp"

using namespace engine;

namespace {

constexpr std::uint32_t smss = 1000;

Growth growth(std::uint32_t acknowledged, Instant now, std::uint32_t flight = 1'000'000'000) {
  return {.acknowledged = acknowledged, .flight = flight, .smss = smss, .now = now, .srtt = 100ms};
}

Congestion cubic(std::uint32_t cwnd) {
  return {.cwnd = cwnd, .ssthresh = cwnd, .algorithm = Cubic{}};
}

const Cubic& inside(const Congestion& c) { return std::get<Cubic>(c.algorithm); }

// A whole window is acknowledged in each round trip of 100 ms.
void run(Congestion& c, Instant& now, Duration span) {
  for (const Instant end = now + span; now < end; now += 100ms)
    for (std::uint32_t n = c.cwnd / smss; n > 0; --n) c.on_ack(growth(smss, now));
}

}  // namespace

TEST_SUITE("RFC 9438 4") {
  TEST_CASE("the cube root is rounded down") {
    CHECK(cube_root(0) == 0);
    CHECK(cube_root(7) == 1);
    CHECK(cube_root(8) == 2);
    CHECK(cube_root(1'000'000'000'000) == 10'000);
    CHECK(cube_root(999'999'999'999) == 9'999);
    CHECK(cube_root(~std::uint64_t{}) == 2'642'245);
  }

  TEST_CASE("a loss leaves seven tenths, and the curve comes back after K seconds") {
    Congestion c = cubic(100'000);
    c.on_loss(100'000, smss);
    CHECK(c.cwnd == 70'000);
    CHECK(c.ssthresh == 70'000);
    CHECK(inside(c).w_max == 100'000);
    c.on_ack(growth(smss, world_start + 1s));
    CHECK(inside(c).k_ms == 4217);  // cbrt(30 / 0.4)
    CHECK(inside(c).curve(4217ms, smss) == 100'000);
    CHECK(inside(c).curve(6217ms, smss) == 103'200);  // 0.4 * 2^3 above
    CHECK(inside(c).curve(2217ms, smss) == 96'800);
    CHECK(inside(c).curve(0ms, smss) == 70'004);  // K was rounded down
  }

  TEST_CASE("cwnd is steep at first, flat around the old maximum, steep again beyond") {
    Congestion c = cubic(1'000'000);
    c.on_loss(1'000'000, smss);
    Instant now = world_start;
    const auto gain = [&](Duration span) {
      const std::uint32_t before = c.cwnd;
      run(c, now, span);
      return c.cwnd - before;
    };
    const std::uint32_t first = gain(3s);
    gain(5s);
    const std::uint32_t plateau = gain(3s);  // K is 9.1 s
    gain(6s);
    const std::uint32_t beyond = gain(3s);
    CHECK(first > 5 * plateau);
    CHECK(beyond > 5 * plateau);
    CHECK(c.cwnd > 1'000'000);
  }

  TEST_CASE("time counts, not round trips: twice the round trip, the same curve") {
    Congestion quick = cubic(500'000), slow = cubic(500'000);
    quick.on_loss(500'000, smss);
    slow.on_loss(500'000, smss);
    for (Instant now = world_start; now < world_start + 8s; now += 100ms) {
      for (std::uint32_t n = quick.cwnd / smss; n > 0; --n) quick.on_ack(growth(smss, now));
      if ((now - world_start) / 100ms % 4 == 0)
        for (std::uint32_t n = slow.cwnd / smss; n > 0; --n) slow.on_ack(growth(smss, now));
    }
    CHECK(quick.cwnd - slow.cwnd < 10'000);
  }

  TEST_CASE("where Reno would have more, its window is taken") {
    Congestion c = cubic(10'000);
    c.on_loss(10'000, smss);
    Instant now = world_start;
    run(c, now, 2s);  // the curve has barely moved: 0.4 * 0.1^3 around K
    CHECK(inside(c).w_est == c.cwnd);
    CHECK(c.cwnd > 7000 + 8 * smss);  // about 0.53 segments a round trip, then one
  }

  TEST_CASE("whoever loses again before it was back leaves room") {
    Congestion c = cubic(100'000);
    c.on_loss(100'000, smss);
    c.on_loss(70'000, smss);
    CHECK(inside(c).w_max == 59'500);  // 70000 * 1.7 / 2
    CHECK(c.cwnd == 49'000);
  }

  TEST_CASE("while cwnd is not filled the curve stands still") {
    Congestion idle = cubic(100'000), busy = cubic(100'000);
    for (Congestion* c : {&idle, &busy}) {
      c->on_loss(100'000, smss);
      c->on_ack(growth(smss, world_start));
    }
    CHECK(!idle.on_ack(growth(smss, world_start + 1s, 2000)));
    idle.on_ack(growth(smss, world_start + 11s));
    busy.on_ack(growth(smss, world_start + 1s));
    CHECK(inside(idle).epoch == world_start + 10s);
    CHECK(idle.cwnd == busy.cwnd);
  }

  TEST_CASE("after a timeout the curve begins flat") {
    Congestion c = cubic(100'000);
    c.on_timeout(100'000, smss, true);
    CHECK(c.cwnd == smss);
    CHECK(c.ssthresh == 70'000);
    c.cwnd = 70'000;
    c.on_ack(growth(smss, world_start));
    CHECK(inside(c).k_ms == 0);
    CHECK(inside(c).w_max == 70'000);
  }

  TEST_CASE("a hundred years of idleness and gigantic windows overflow nothing") {
    Congestion c = cubic(Congestion::unlimited);
    c.on_loss(Congestion::unlimited, smss);
    c.on_ack(growth(smss, world_start));
    c.on_ack(growth(Congestion::unlimited, world_start + std::chrono::hours(876'000)));
    CHECK(c.cwnd <= Congestion::unlimited);
    CHECK(c.cwnd >= 1'500'000'000);
    CHECK(inside(c).curve(-1000s, 65'000) == 0);
  }

  TEST_CASE("without an algorithm nothing moves cwnd") {
    Congestion c = begin_congestion_control(CongestionAlgorithm::none, 10'000);
    CHECK(!c.on_ack(growth(smss, world_start)));
    c.on_loss(5000, smss);
    c.on_timeout(5000, smss, true);
    CHECK(c.cwnd == Congestion::unlimited);
    CHECK(begin_congestion_control(CongestionAlgorithm::newreno, 10'000).cwnd == 10'000);
  }
}
