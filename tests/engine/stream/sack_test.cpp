// What the receiver tells and what the sender remembers about text beyond a gap (RFC 2018, RFC
// 2883).
#include <doctest/doctest.h>

#include "engine/base/random.hpp"
#include "engine/stream/receive_buffer.hpp"
#include "engine/stream/sack_report.hpp"
#include "engine/stream/sack_scoreboard.hpp"

using namespace engine;

namespace {

constexpr std::uint32_t gap_bases[] = {100, 0xFFFF'FFFE, 0xFFFF'FE00, 0x7FFF'FFFE};

SeqRange at(std::uint32_t base, std::uint32_t left, std::uint32_t right) {
  return {SeqNum{base} + left, SeqNum{base} + right};
}

std::vector<SeqRange> told(const SackReport& report, std::size_t room) {
  const SackBlocks blocks = report.blocks(room);
  std::vector<SeqRange> list;
  for (std::size_t i = 0; i < blocks.count; ++i)
    list.push_back({blocks.blocks[i].left, blocks.blocks[i].right});
  return list;
}

using Ranges = std::vector<SeqRange>;

}  // namespace

TEST_SUITE("RFC 2018 4") {
  TEST_CASE("the newest block comes first, the others in the order of their news") {
    for (const std::uint32_t base : gap_bases) {
      SackReport report;
      report.arrived(at(base, 200, 300));
      report.arrived(at(base, 600, 700));
      report.arrived(at(base, 400, 500));
      CHECK(told(report, 4) == Ranges{at(base, 400, 500), at(base, 600, 700), at(base, 200, 300)});
      CHECK(told(report, 2) == Ranges{at(base, 400, 500), at(base, 600, 700)});
      report.arrived(at(base, 200, 500));  // the gap between two of them is filled
      CHECK(told(report, 4) == Ranges{at(base, 200, 500), at(base, 600, 700)});
    }
  }

  TEST_CASE("what is acknowledged is no news any more") {
    for (const std::uint32_t base : gap_bases) {
      SackReport report;
      report.arrived(at(base, 200, 300));
      report.arrived(at(base, 400, 500));
      report.delivered(SeqNum{base} + 300);
      CHECK(told(report, 4) == Ranges{at(base, 400, 500)});
    }
  }

  TEST_CASE("a duplicate goes before everything else, until it is told") {
    SackReport report;
    report.arrived(at(0, 200, 300));
    report.arrived_again(at(0, 50, 60));
    CHECK(told(report, 4) == Ranges{at(0, 50, 60), at(0, 200, 300)});
    CHECK(told(report, 1) == Ranges{at(0, 50, 60)});
    report.duplicate_told();
    CHECK(told(report, 4) == Ranges{at(0, 200, 300)});
  }

  TEST_CASE("the buffer knows the whole block around a number") {
    for (const std::uint32_t base : gap_bases) {
      ReceiveBuffer buffer;
      const SeqNum start{base};
      buffer.hold(start + 200, {1000, 100});
      buffer.hold(start + 300, {5000, 50});  // touches it, and lies elsewhere in the arena
      buffer.hold(start + 400, {9000, 100});
      CHECK(buffer.block_at(start + 320) == at(base, 200, 350));
      CHECK(buffer.block_at(start + 200) == at(base, 200, 350));
      CHECK(buffer.block_at(start + 450) == at(base, 400, 500));
      CHECK(is_empty(buffer.block_at(start + 350)));
      CHECK(is_empty(buffer.block_at(start + 500)));
      CHECK(is_empty(buffer.block_at(start)));
    }
  }
}

TEST_SUITE("RFC 2018 5") {
  TEST_CASE("blocks that touch become one, and only what is new counts as news") {
    for (const std::uint32_t base : gap_bases) {
      SackScoreboard board;
      CHECK(board.add(at(base, 200, 300)) == 100);
      CHECK(board.add(at(base, 400, 500)) == 100);
      CHECK(board.add(at(base, 200, 300)) == 0);
      CHECK(board.add(at(base, 250, 410)) == 100);
      CHECK(board.blocks().size() == 1);
      CHECK(board.octets() == 300);
      CHECK(board.add(at(base, 500, 510)) == 10);
      CHECK(board.blocks().front() == at(base, 200, 510));
      CHECK(board.add(at(base, 300, 200)) == 0);  // backwards: nonsense
    }
  }

  TEST_CASE("an acknowledgment takes blocks away, and the one in whose midst it lies") {
    for (const std::uint32_t base : gap_bases) {
      SackScoreboard board;
      board.add(at(base, 200, 300));
      board.add(at(base, 400, 500));
      board.acknowledge(SeqNum{base} + 350);
      CHECK(board.blocks().size() == 1);
      CHECK(board.octets() == 100);
      board.acknowledge(SeqNum{base} + 450);
      CHECK(board.empty());
      CHECK(board.octets() == 0);
    }
  }

  TEST_CASE("holes are found from any number on") {
    for (const std::uint32_t base : gap_bases) {
      SackScoreboard board;
      const SeqNum start{base};
      board.add(at(base, 200, 300));
      board.add(at(base, 400, 500));
      CHECK(board.next_missing(start + 100) == start + 100);
      CHECK(board.next_missing(start + 250) == start + 300);
      CHECK(board.next_known(start + 100, start + 900) == start + 200);
      CHECK(board.next_known(start + 300, start + 900) == start + 400);
      CHECK(board.next_known(start + 500, start + 900) == start + 900);
      CHECK(board.octets_below(start + 250) == 50);
      CHECK(board.octets_below(start + 450) == 150);
    }
  }

  TEST_CASE("the scoreboard equals a map of single octets") {
    Random random(11);
    for (int round = 0; round < 300; ++round) {
      SackScoreboard board;
      const SeqNum start{static_cast<std::uint32_t>(0u - random.below(150))};
      bool known[200] = {};
      for (int i = 0; i < 20; ++i) {
        const auto left = static_cast<std::uint32_t>(random.below(190));
        const auto right = left + static_cast<std::uint32_t>(1 + random.below(200 - left));
        if (random.below(8) == 0) {
          board.acknowledge(start + left);
          for (std::uint32_t n = 0; n < 200 && (n < left || known[n]); ++n) known[n] = false;
          continue;
        }
        if (random.below(4) != 0 && right > left + 15) continue;
        std::uint32_t news = 0;
        for (std::uint32_t n = left; n < right; ++n) news += known[n] ? 0 : 1;
        CHECK(board.add({start + left, start + right}) == news);
        for (std::uint32_t n = left; n < right; ++n) known[n] = true;
      }
      std::uint32_t sum = 0;
      for (std::uint32_t n = 0; n < 200; ++n) {
        sum += known[n] ? 1 : 0;
        CHECK((board.next_missing(start + n) != start + n) == known[n]);
      }
      CHECK(board.octets() == sum);
      CHECK(board.octets_below(start + 200) == sum);
    }
  }
}
