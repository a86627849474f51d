// Memory for histories: what lies on large pages behaves like any other (base/large_pages.hpp).
#include "engine/base/large_pages.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using namespace engine;

TEST_SUITE("engine/base/large_pages") {
  TEST_CASE("a vector that grows onto large pages keeps its values") {
    std::vector<std::uint64_t, LargePages<std::uint64_t>> values;
    constexpr std::uint64_t count = 3 * large_page / sizeof(std::uint64_t);
    for (std::uint64_t i = 0; i < count; ++i) values.push_back(i);
    for (std::uint64_t i = 0; i < count; ++i) REQUIRE(values[i] == i);
  }

  TEST_CASE("a large piece begins at the beginning of a page, a small one anywhere") {
    LargePages<std::uint8_t> memory;
    std::uint8_t* const large = memory.allocate(large_page + 1);
    CHECK(reinterpret_cast<std::uintptr_t>(large) % large_page == 0);
    large[large_page] = 1;
    memory.deallocate(large, large_page + 1);
    CHECK_FALSE(fills_large_pages(large_page / 2));
    CHECK(fills_large_pages(large_page));
  }
}
