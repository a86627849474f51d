#include "app/scene/intervals.hpp"

#include <doctest/doctest.h>

#include "engine/base/random.hpp"

using engine::Duration;
using engine::Instant;
using scene::Intervals;

namespace {

std::vector<std::size_t> asked(const Intervals& intervals, Instant first, Instant last) {
  std::vector<std::size_t> found;
  intervals.touching(first, last, [&](std::size_t i) { found.push_back(i); });
  return found;
}

}  // namespace

TEST_SUITE("app/scene/intervals") {
  TEST_CASE("the tree answers as a search through all intervals does") {
    engine::Random dice(7);
    Intervals intervals;
    std::vector<std::pair<Instant, Instant>> plain;
    Instant from{};
    for (int i = 0; i < 300; ++i) {
      from += Duration{static_cast<std::int64_t>(dice.below(5))};
      const Instant to = dice.chance(50'000)
                             ? engine::never
                             : from + Duration{static_cast<std::int64_t>(dice.below(40))};
      intervals.add(from);
      intervals.set_end(plain.size(), to);
      plain.emplace_back(from, to);
      const Instant a{Duration{static_cast<std::int64_t>(dice.below(700))}};
      const Instant b = a + Duration{static_cast<std::int64_t>(dice.below(30))};
      std::vector<std::size_t> expected;
      for (std::size_t k = 0; k < plain.size(); ++k)
        if (plain[k].first <= b && plain[k].second >= a) expected.push_back(k);
      REQUIRE(asked(intervals, a, b) == expected);
    }
  }

  TEST_CASE("an end that moves earlier hides the interval from later windows") {
    Intervals intervals;
    intervals.add(Instant{});
    REQUIRE(asked(intervals, Instant{Duration{10}}, engine::never).size() == 1);
    intervals.set_end(0, Instant{Duration{5}});
    CHECK(asked(intervals, Instant{Duration{10}}, engine::never).empty());
  }
}
