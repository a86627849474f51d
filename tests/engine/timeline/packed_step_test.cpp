// What is kept packed is read back as it was said.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "engine/tcp/tcb_fields.hpp"
#include "engine/timeline/packed_step.hpp"
#include "tests/support/random_history.hpp"

using namespace engine;
using namespace engine::test;

namespace {

Noted said(std::optional<ConnId> connection, std::uint32_t first_change, std::uint32_t changes,
           std::initializer_list<std::uint32_t> numbers = {}) {
  Noted noted{.host = server,
              .connection = connection,
              .note = {.rule = Rule::text_sent,
                       .outcome = Outcome::silent,
                       .number_count = static_cast<std::uint8_t>(numbers.size()),
                       .numbers = {},
                       .first_change = first_change,
                       .change_count = changes}};
  std::ranges::copy(numbers, noted.note.numbers.begin());
  return noted;
}

void check_that_it_comes_back(const StepRecord& record) {
  std::vector<std::uint8_t> room;
  const auto packed = pack(record, room);
  const std::vector<std::uint8_t> kept(packed.begin(), packed.end());
  const UnpackedStep step = unpack(kept);
  CHECK(step.refused == record.refused);
  CHECK(step.cause.index() == record.cause.index());
  REQUIRE(step.facts.size() == record.facts.size());
  CHECK(std::ranges::equal(step.facts, record.facts));
  REQUIRE(step.changes.size() == record.changes.size());
  CHECK(std::ranges::equal(step.changes, record.changes));
}

}  // namespace

TEST_SUITE("packed steps") {
  TEST_CASE("a step that said nothing") {
    StepRecord record;
    record.refused = true;
    check_that_it_comes_back(record);
  }

  TEST_CASE("the cause comes with its numbers") {
    StepRecord record;
    record.cause = ByTimer{.host = client, .connection = {7}, .timer = Timer::persist};
    std::vector<std::uint8_t> room;
    const UnpackedStep step = unpack(pack(record, room));
    const auto* const cause = std::get_if<ByTimer>(&step.cause);
    REQUIRE(cause != nullptr);
    CHECK(cause->host == client);
    CHECK(cause->connection == ConnId{7});
    CHECK(cause->timer == Timer::persist);
  }

  TEST_CASE("changes of every length, nothing and for ever among them") {
    StepRecord record;
    const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    std::vector<std::uint64_t> values{0, most, most - 1};
    for (int bit = 0; bit < 64; ++bit) values.push_back(std::uint64_t{1} << bit);
    for (const std::uint64_t before : values)
      for (const std::uint64_t after : values)
        record.changes.push_back({.field = TcbField::rto, .before = before, .after = after});
    check_that_it_comes_back(record);
  }

  TEST_CASE("notes by turns of two connections and of none, with and without changes") {
    StepRecord record;
    record.changes.resize(400);
    record.facts.push_back(said(std::nullopt, 0, 0));
    record.facts.push_back(said(ConnId{1}, 0, 3, {1, 2, 3, 4}));
    record.facts.push_back(said(ConnId{1}, 3, 200, {0xFFFF'FFFF}));
    record.facts.push_back(StateChanged{.host = server, .connection = {1}});
    record.facts.push_back(said(ConnId{2}, 203, 0));
    record.facts.push_back(said(std::nullopt, 390, 10));  // leaves some out
    record.facts.push_back(said(std::nullopt, 0, 1));     // and goes back
    check_that_it_comes_back(record);
  }

  TEST_CASE("the changes of a note are those that it names") {
    StepRecord record;
    for (std::uint64_t i = 0; i < 20; ++i)
      record.changes.push_back({.field = TcbField::cwnd, .before = i << i, .after = ~i});
    std::vector<std::uint8_t> room;
    const UnpackedStep step = unpack(pack(record, room));
    const auto own = step.changes.of(said(std::nullopt, 5, 3).note);
    REQUIRE(own.size() == 3);
    CHECK(own[0] == record.changes[5]);
    CHECK(own[2] == record.changes[7]);
    CHECK(step.changes.of(said(std::nullopt, 20, 0).note).empty());
  }

  TEST_CASE("any fact can be asked for by its number") {
    StepRecord record;
    for (std::uint32_t i = 0; i < 300; ++i)
      record.facts.push_back(PacketArrived{.packet = {i}, .at = client, .connection = {}});
    std::vector<std::uint8_t> room;
    const UnpackedStep step = unpack(pack(record, room));
    CHECK(step.facts[0] == record.facts[0]);
    CHECK(step.facts[299] == record.facts[299]);
  }

  TEST_CASE("whatever random people do to random worlds") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      CAPTURE(seed);
      const Timeline timeline = random_history(seed, {}, 80);
      World world = timeline.at(0);
      ByteArena bytes;
      StepRecord record;
      for (StepIndex i = 0; i < timeline.size(); ++i) {
        const StepView step = timeline.step(i);
        if (step.command == nullptr)
          world.step(bytes, record);
        else
          world.apply(*step.command, step.at, bytes, record);
        check_that_it_comes_back(record);
      }
    }
  }
}
