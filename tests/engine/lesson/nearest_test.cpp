#include "engine/lesson/nearest.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace engine {

TEST_SUITE("engine/lesson/nearest") {
  TEST_CASE("the distance counts insertions, deletions, replacements and swaps") {
    struct Row {
      std::string_view a, b;
      std::size_t distance;
    };
    for (const Row& row :
         {Row{"", "", 0}, Row{"abc", "", 3}, Row{"sever", "server", 1}, Row{"clsoe", "close", 1},
          Row{"kitten", "sitting", 3}, Row{"SYN", "syn", 0}}) {
      CAPTURE(row.a);
      CHECK(edit_distance(row.a, row.b) == row.distance);
      CHECK(edit_distance(row.b, row.a) == row.distance);
    }
  }
  TEST_CASE("a name too far away is not offered") {
    constexpr std::array<std::string_view, 2> names{"latency", "jitter"};
    CHECK(nearest("jiter", names) == "jitter");
    CHECK_FALSE(nearest("banana", names).has_value());
    CHECK_FALSE(nearest(std::string(1'000, 'x'), names).has_value());
  }
}

}  // namespace engine
