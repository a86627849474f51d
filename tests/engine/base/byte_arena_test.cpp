// The append-only store and its promise to replays and branches (engine/base/byte_arena.hpp).
#include "engine/base/byte_arena.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "engine/base/invariant.hpp"

using namespace engine;

namespace {

std::vector<std::uint8_t> run_of(std::size_t length, std::uint8_t value) {
  return std::vector<std::uint8_t>(length, value);
}

bool holds(const ByteArena& arena, ByteRef ref, std::uint8_t value) {
  return std::ranges::all_of(arena.read(ref), [value](auto byte) { return byte == value; });
}

}  // namespace

TEST_SUITE("engine/base/byte_arena") {
  TEST_CASE("what is stored is read back") {
    ByteArena arena;
    std::uint64_t cursor = 0;
    const ByteRef first = arena.store(cursor, run_of(10, 1));
    const ByteRef second = arena.store(cursor, run_of(20, 2));
    CHECK(first == ByteRef{0, 10});
    CHECK(second == ByteRef{10, 20});
    CHECK(cursor == 30);
    CHECK(holds(arena, first, 1));
    CHECK(holds(arena, second, 2));
  }

  TEST_CASE("a part of a run is a run") {
    ByteArena arena;
    std::uint64_t cursor = 0;
    const std::uint8_t bytes[] = {1, 2, 3, 4, 5};
    const ByteRef ref = arena.store(cursor, bytes);
    const auto part = arena.read(ref.part(1, 3));
    REQUIRE(part.size() == 3);
    CHECK(part[0] == 2);
    CHECK(part[2] == 4);
  }

  TEST_CASE("a long history keeps every run where it was stored") {
    ByteArena arena;
    std::uint64_t cursor = 0;
    std::vector<ByteRef> runs;
    for (std::uint8_t i = 0; i < 60; ++i)
      runs.push_back(arena.store(cursor, run_of(ByteArena::chunk_size - i, i)));
    const ByteArena branch = arena.prefix(cursor);
    for (std::uint8_t i = 0; i < 60; ++i) {
      REQUIRE(holds(arena, runs[i], i));
      REQUIRE(holds(branch, runs[i], i));
    }
  }

  TEST_CASE("a run never crosses a chunk") {
    ByteArena arena;
    std::uint64_t cursor = 0;
    arena.store(cursor, run_of(ByteArena::chunk_size - 3, 1));
    const ByteRef next = arena.store(cursor, run_of(4, 2));
    CHECK(next.offset == ByteArena::chunk_size);
    CHECK(holds(arena, next, 2));
  }

  TEST_CASE("a run may end exactly with its chunk") {
    ByteArena arena;
    std::uint64_t cursor = 0;
    arena.store(cursor, run_of(ByteArena::chunk_size - 4, 1));
    CHECK(arena.store(cursor, run_of(4, 2)).offset == ByteArena::chunk_size - 4);
    CHECK(arena.store(cursor, run_of(1, 3)).offset == ByteArena::chunk_size);
  }

  TEST_CASE("nothing needs no place") {
    ByteArena arena;
    CHECK(arena.read({}).empty());
    CHECK(arena.write({}).empty());
    CHECK(arena.capacity() == 0);
  }

  TEST_CASE("a replay from an earlier cursor writes to the same place and takes no memory") {
    ByteArena arena;
    std::uint64_t cursor = 0;
    arena.store(cursor, run_of(100, 1));
    const std::uint64_t keyframe = cursor;
    const auto play = [&arena](std::uint64_t from) {
      std::vector<ByteRef> places;
      for (std::size_t i = 0; i < 400; ++i) places.push_back(arena.store(from, run_of(1500, 7)));
      return places;
    };
    const auto places = play(keyframe);
    const std::size_t memory = arena.capacity();
    CHECK(play(keyframe) == places);
    CHECK(arena.capacity() == memory);
  }

  TEST_CASE("a prefix holds what lies below its cursor") {
    ByteArena arena;
    std::uint64_t cursor = 0;
    std::vector<ByteRef> runs;
    for (std::uint8_t i = 0; i < 5; ++i)
      runs.push_back(arena.store(cursor, run_of(ByteArena::chunk_size / 2 + 1, i)));
    const ByteArena branch = arena.prefix(runs[2].offset + runs[2].length);
    for (std::uint8_t i = 0; i < 3; ++i) CHECK(holds(branch, runs[i], i));
    CHECK(branch.capacity() == 3 * ByteArena::chunk_size);
  }

  TEST_CASE("a prefix is a copy: writing to one leaves the other") {
    ByteArena arena;
    std::uint64_t cursor = 0;
    const ByteRef ref = arena.store(cursor, run_of(8, 1));
    ByteArena branch = arena.prefix(cursor);
    std::ranges::fill(branch.write(ref), std::uint8_t{9});
    CHECK(holds(arena, ref, 1));
    CHECK(holds(branch, ref, 9));
  }

  TEST_CASE("a prefix of nothing is empty") {
    ByteArena arena;
    std::uint64_t cursor = 0;
    arena.store(cursor, run_of(8, 1));
    CHECK(arena.prefix(0).capacity() == 0);
  }

  TEST_CASE("reading beyond what is held is our own bug") {
    ByteArena arena;
    std::uint64_t cursor = 0;
    arena.store(cursor, run_of(8, 1));
    CHECK_THROWS_AS(arena.read({ByteArena::chunk_size, 1}), BrokenInvariant);
    CHECK_THROWS_AS(arena.reserve(cursor, ByteArena::chunk_size + 1), BrokenInvariant);
  }
}
