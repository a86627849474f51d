// The two buffers: lists of references, never copies.
#include <doctest/doctest.h>

#include "engine/base/invariant.hpp"
#include "engine/base/random.hpp"
#include "engine/stream/receive_buffer.hpp"
#include "engine/stream/send_buffer.hpp"

using namespace engine;

namespace {

using Refs = std::vector<ByteRef>;
constexpr std::uint32_t bases[] = {100, 0xFFFF'FFFE, 0xFFFF'FFF0, 0x7FFF'FFFE};

}  // namespace

TEST_SUITE("engine/stream/seq_ranges") {
  TEST_CASE("ranges overlap across the wrap") {
    const SeqRange a{{0xFFFF'FFF0}, {10}};
    CHECK(length(a) == 26);
    CHECK(contains(a, {0}));
    CHECK(!contains(a, {10}));
    CHECK(overlap(a, {{5}, {50}}) == SeqRange{{5}, {10}});
    CHECK(is_empty(overlap(a, {{10}, {50}})));
    CHECK(length({{5}, {4}}) == 0);
  }
}

TEST_SUITE("engine/stream/send_buffer") {
  TEST_CASE("a slice crosses the pieces it was made of") {
    SendBuffer buffer;
    buffer.append({100, 10});
    buffer.append({500, 10});
    buffer.append({510, 5});  // continues: no new piece
    Refs parts;
    buffer.slice(7, 12, parts);
    CHECK(parts == Refs{{107, 3}, {500, 9}});
    CHECK(buffer.length() == 25);
  }

  TEST_CASE("what is acknowledged is dropped from the front, within a piece too") {
    SendBuffer buffer;
    buffer.append({100, 10});
    buffer.append({500, 10});
    buffer.drop_front(10);
    buffer.drop_front(3);
    Refs parts;
    buffer.slice(0, 7, parts);
    CHECK(parts == Refs{{503, 7}});
    buffer.drop_front(7);
    CHECK(buffer.empty());
    CHECK(buffer == SendBuffer{});
  }

  TEST_CASE("records keep their ends while what is before them is acknowledged") {
    SendBuffer buffer;
    buffer.append({0, 10});
    buffer.end_record();
    buffer.append({10, 20});
    buffer.end_record();
    buffer.end_record();  // an empty record is none
    buffer.append({30, 5});
    CHECK(buffer.left_of_record(0) == 10);
    CHECK(buffer.left_of_record(9) == 1);
    CHECK(buffer.left_of_record(10) == 20);
    buffer.drop_front(12);
    CHECK(buffer.left_of_record(0) == 18);
    CHECK(buffer.left_of_record(18) == 5);
    buffer.drop_front(18);
    CHECK(buffer.left_of_record(0) == 5);
  }

  TEST_CASE("more than there is cannot be asked for") {
    SendBuffer buffer;
    buffer.append({0, 10});
    Refs parts;
    CHECK_THROWS_AS(buffer.slice(5, 6, parts), BrokenInvariant);
    CHECK_THROWS_AS(buffer.drop_front(11), BrokenInvariant);
  }
}

TEST_SUITE("engine/stream/receive_buffer") {
  TEST_CASE("text behind a gap follows when the gap is filled") {
    for (const std::uint32_t base : bases) {
      ReceiveBuffer buffer;
      const SeqNum start{base};
      buffer.hold(start + 20, {200, 10});
      buffer.hold(start + 40, {400, 10});
      CHECK(buffer.held() == 20);
      CHECK(buffer.advance(start) == 0);
      buffer.append({0, 20});
      CHECK(buffer.advance(start + 20) == 10);
      CHECK(buffer.unread() == 30);
      CHECK(buffer.held() == 10);
      Refs out;
      buffer.read(25, out);
      CHECK(out == Refs{{0, 20}, {200, 5}});
      CHECK(buffer.unread() == 5);
    }
  }

  TEST_CASE("held text never overlaps: what is there stays, only the rest is added") {
    for (const std::uint32_t base : bases) {
      ReceiveBuffer buffer;
      const SeqNum start{base};
      buffer.hold(start + 10, {1000, 10});
      buffer.hold(start + 30, {2000, 10});
      buffer.hold(start + 5, {3000, 40});
      CHECK(buffer.held() == 40);
      CHECK(buffer.advance(start + 5) == 40);
      Refs out;
      buffer.read(100, out);
      CHECK(out == Refs{{3000, 5}, {1000, 10}, {3015, 10}, {2000, 10}, {3035, 5}});
    }
  }

  TEST_CASE("text that was delivered meanwhile is not delivered again") {
    ReceiveBuffer buffer;
    buffer.hold({20}, {200, 10});
    buffer.append({0, 25});  // up to 25
    CHECK(buffer.advance({25}) == 5);
    Refs out;
    buffer.read(100, out);
    CHECK(out == Refs{{0, 25}, {205, 5}});
  }

  TEST_CASE("pieces in any order make the whole") {
    Random random(7);
    for (int round = 0; round < 200; ++round) {
      ReceiveBuffer buffer;
      const SeqNum start{static_cast<std::uint32_t>(0u - random.below(300))};
      SeqNum next = start;
      while (next != start + 500) {
        const auto from = static_cast<std::uint32_t>(random.below(500));
        const auto count = static_cast<std::uint32_t>(1 + random.below(500 - from));
        const SeqNum seq = start + from;
        const SeqRange fresh = overlap({seq, seq + count}, {next, start + 500});
        if (is_empty(fresh)) continue;
        buffer.hold(fresh.left, {distance(start, fresh.left), length(fresh)});
        next += buffer.advance(next);
      }
      CHECK(buffer.held() == 0);
      Refs out;
      buffer.read(500, out);
      CHECK(out == Refs{{0, 500}});  // contiguous again, each octet once
    }
  }
}
