// Random numbers, digests, time and invariants (engine/base).
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "engine/base/hash.hpp"
#include "engine/base/invariant.hpp"
#include "engine/base/random.hpp"
#include "engine/base/time.hpp"

using namespace engine;

namespace {

template <class... Values>
std::uint64_t digest(const Values&... values) {
  Hasher h;
  (hash_append(h, values), ...);
  return h.digest();
}

std::uint64_t digest_of_bytes(std::vector<std::uint8_t> bytes) {
  Hasher h;
  h.add(std::span<const std::uint8_t>(bytes));
  return h.digest();
}

std::string message_of(bool condition) {
  try {
    INVARIANT(condition);
  } catch (const BrokenInvariant& broken) {
    return broken.what();
  }
  return {};
}

}  // namespace

TEST_SUITE("engine/base/random") {
  TEST_CASE("the numbers are those of SplitMix64") {
    Random dice(1234567);
    CHECK(dice.next() == 6457827717110365317u);
    CHECK(dice.next() == 3203168211198807973u);
    CHECK(dice.next() == 9817491932198370423u);
  }

  TEST_CASE("a copy has the same future") {
    Random dice(42);
    dice.next();
    Random copy = dice;
    for (int i = 0; i < 100; ++i) CHECK(copy.next() == dice.next());
    CHECK(copy == dice);
  }

  TEST_CASE("a bound is never reached") {
    Random dice(3);
    std::vector<int> seen(6);
    for (int i = 0; i < 6000; ++i) ++seen[dice.below(6)];
    for (const int count : seen) CHECK(count > 800);
  }

  TEST_CASE("a chance of parts per million") {
    Random dice(4);
    int hits = 0;
    for (int i = 0; i < 10'000; ++i) hits += dice.chance(250'000) ? 1 : 0;
    CHECK(hits > 2300);
    CHECK(hits < 2700);
  }

  TEST_CASE("never is never and draws nothing") {
    Random dice(5);
    const Random before = dice;
    CHECK_FALSE(dice.chance(0));
    CHECK(dice == before);
    for (int i = 0; i < 1000; ++i) CHECK(dice.chance(1'000'000));
  }
}

TEST_SUITE("engine/base/hash") {
  TEST_CASE("a digest is the same on every machine and compiler") {
    CHECK(digest(1u, 2u, std::string_view("SYN")) == 11502396731904423366u);
  }

  TEST_CASE("order, presence and boundaries count") {
    CHECK(digest(1, 2) != digest(2, 1));
    CHECK(digest(std::optional<int>{}) != digest(std::optional<int>{0}));
    CHECK(digest(std::string_view("ab"), std::string_view("c")) !=
          digest(std::string_view("a"), std::string_view("bc")));
    CHECK(digest(std::vector<int>{1}, std::vector<int>{2, 3}) !=
          digest(std::vector<int>{1, 2}, std::vector<int>{3}));
  }

  TEST_CASE("trailing zero bytes count") {
    CHECK(digest_of_bytes({}) != digest_of_bytes({0}));
    CHECK(digest_of_bytes({1, 0}) != digest_of_bytes({1}));
    CHECK(digest_of_bytes({1, 2, 3, 4, 5, 6, 7, 8, 0}) !=
          digest_of_bytes({1, 2, 3, 4, 5, 6, 7, 8}));
  }

  TEST_CASE("every byte of a long run counts") {
    const std::vector<std::uint8_t> zeros(37);
    for (std::size_t i = 0; i < zeros.size(); ++i) {
      auto one = zeros;
      one[i] = 1;
      CHECK(digest_of_bytes(one) != digest_of_bytes(zeros));
    }
  }
}

TEST_SUITE("engine/base/time") {
  TEST_CASE("instants are counted in nanoseconds from the start of the world") {
    CHECK((world_start + 1s).time_since_epoch().count() == 1'000'000'000);
    CHECK(microseconds(world_start + 2ms + 999ns) == 2000);
    CHECK(world_start + 292 * 365 * 24h < never);
  }
}

TEST_SUITE("engine/base/invariant") {
  TEST_CASE("an invariant that holds says nothing") { CHECK(message_of(true).empty()); }

  TEST_CASE("a broken one says where it stands, from the root of the tree, and what it asked") {
    const std::string message = message_of(false);
    CHECK(message.starts_with("engine/base/values_test.cpp:"));
    CHECK(message.ends_with(": condition"));
  }

  TEST_CASE("the end of an exhaustive switch names its type") {
    CHECK_THROWS_WITH_AS(unreachable("State"), "unreachable: State", BrokenInvariant);
  }
}
