#include "app/scene/run_index.hpp"

#include <doctest/doctest.h>

#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;

namespace {

Heading heading_of(const Recorded& run, std::uint32_t packet) {
  return heading(run.timeline.bytes().read(run.timeline.flights()[packet - 1].bytes));
}

}  // namespace

TEST_SUITE("app/scene/heading") {
  TEST_CASE("the heading of a real SYN-ACK has its sockets, numbers and flags") {
    const Heading h = heading_of(handshake(), 2);
    CHECK(h.readable);
    CHECK(engine::to_string(h.source) == "10.0.0.2:80");
    CHECK(engine::to_string(h.destination) == "10.0.0.1:50000");
    CHECK(h.seq.raw == 5000);
    CHECK(h.ack.raw == 1001);
    CHECK(to_byte(h.flags) == 0x12);
    CHECK(h.text_bytes == 0);
  }

  TEST_CASE("bytes that end early are read as far as they go") {
    const Recorded run = handshake();
    const auto bytes = run.timeline.bytes().read(run.timeline.flights()[0].bytes);
    const Heading h = heading(bytes.first(26));
    CHECK_FALSE(h.readable);
    CHECK(h.destination.port == 80);
  }

  TEST_CASE("the dominant flag is RST, then SYN, then FIN, then data, then ACK") {
    Heading h{.flags = {.ack = true}};
    CHECK(dominant(h) == Dominant::ack);
    h.text_bytes = 1;
    CHECK(dominant(h) == Dominant::data);
    h.flags.fin = true;
    CHECK(dominant(h) == Dominant::fin);
    h.flags.syn = true;
    CHECK(dominant(h) == Dominant::syn);
    h.flags.rst = true;
    CHECK(dominant(h) == Dominant::rst);
  }
}

TEST_SUITE("app/scene/run_index") {
  TEST_CASE("stretches cover the whole run without gaps") {
    const Recorded run = lost_third_ack();
    engine::Instant reached{};
    for (const Stretch& stretch : run.index.stretches()) {
      REQUIRE(stretch.from == reached);
      REQUIRE(stretch.to > stretch.from);
      reached = stretch.to;
    }
    CHECK(reached == run.index.edge());
  }

  TEST_CASE("growing step by step gives the same stretches as reading the whole run") {
    Recorded grown = lost_third_ack(0ns);
    while (grown.next_event_at() <= at(20s)) {
      grown.timeline.advance();
      grown.index.catch_up(grown.timeline);
    }
    const Recorded whole = lost_third_ack(20s);
    CHECK(std::ranges::equal(grown.index.stretches(), whole.index.stretches()));
  }

  TEST_CASE("after a restart another run is read from its beginning") {
    Recorded run = lost_third_ack();
    const Recorded other = handshake();
    run.index.restart();
    run.index.catch_up(other.timeline);
    CHECK(std::ranges::equal(run.index.stretches(), other.index.stretches()));
    CHECK(run.index.generation() == 1);
  }

  TEST_CASE("a fact is located by its number in the run") {
    const Recorded run = handshake();
    for (std::uint64_t number = 0; number < run.index.fact_count(); ++number) {
      const auto [step, fact] = run.index.locate(number);
      REQUIRE(fact < run.timeline.step(step).facts.size());
      REQUIRE(run.index.facts_before(step) + fact == number);
    }
  }

  TEST_CASE("a forged SYN does not shift the relative numbers of a connection") {
    Recorded run = handshake();
    const engine::Flight& syn = run.timeline.flights()[0];
    const auto real = run.timeline.bytes().read(syn.bytes);
    std::vector<std::uint8_t> forged(real.begin(), real.end());
    forged[24] = 0x77;
    run.act(engine::Forge{client, server, forged}, 300ms);
    run.run_to(400ms);
    const Heading h = heading_of(run, 3);
    CHECK(run.index.initial(h.source, h.destination, {100}) == engine::SeqNum{1000});
  }

  TEST_CASE("without a SYN there is nothing to count from") {
    const Recorded run = handshake();
    CHECK_FALSE(run.index.initial({}, {}, {3}).has_value());
  }
}
