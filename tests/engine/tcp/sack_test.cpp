// What a receiver says about text that came out of order or twice (RFC 2018 4, RFC 2883 4;
// requirements E.1 and G.7).
#include <doctest/doctest.h>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

using Block = std::pair<std::uint32_t, std::uint32_t>;  // counted from the first octet
using Blocks = std::vector<Block>;

// A receiver whose peer's text begins at `first`; it answers with what its ACKs say.
struct SackReceiver {
  explicit SackReceiver(TcpConfig config = {}, std::uint32_t irs = 5000) : first{irs + 1} {
    config.sack = true;
    tcb = tcb_in(Situation::closed, {1000}, {irs}, config);
    happen(tcb, PassiveOpen{example_sockets().local, {}}, world_start, fx);
    Segment syn{.seq = {irs}, .flags = {.syn = true}, .window = granted};
    syn.options.sack_permitted = true;
    if (config.timestamps) syn.options.timestamps = Timestamps{1, 0};
    arrive(tcb, syn, fx, {1000});
    text(0, 0);
    REQUIRE(tcb.state == State::established);
  }

  void text(std::uint32_t from, std::uint32_t to) {
    Segment s{.seq = first + from,
              .ack = {1001},
              .flags = {.ack = true},
              .window = granted,
              .text = {from, to - from}};
    if (tcb.ts.on) s.options.timestamps = Timestamps{2, 0};
    arrive(tcb, s, fx);
  }

  // The blocks of the only segment that left.
  Blocks told() const {
    REQUIRE(fx.segments.size() == 1);
    const SackBlocks& sack = fx.segments.at(0).segment.options.sack;
    Blocks blocks;
    for (std::size_t i = 0; i < sack.count; ++i)
      blocks.push_back(
          {distance(first, sack.blocks[i].left), distance(first, sack.blocks[i].right)});
    return blocks;
  }
  std::uint32_t acknowledged() const { return distance(first, fx.segments.at(0).segment.ack); }

  SeqNum first;
  Tcb tcb;
  Effects fx;
};

}  // namespace

TEST_SUITE("RFC 2018 4") {
  TEST_CASE("the first of eight segments is lost: one block grows, and the ACK jumps at last") {
    for (const std::uint32_t irs : sliding_isns) {
      SackReceiver r({}, irs);
      for (std::uint32_t from = 500; from < 4000; from += 500) {
        r.text(from, from + 500);
        CHECK(r.acknowledged() == 0);
        CHECK(r.told() == Blocks{{500, from + 500}});
      }
      CHECK(noted(r.fx, Rule::sack_told));
      r.text(0, 500);
      CHECK(r.acknowledged() == 4000);
      CHECK(r.told().empty());
    }
  }

  TEST_CASE("every other segment is lost: the newest block is first, four fit") {
    SackReceiver r;
    for (std::uint32_t from = 100; from <= 900; from += 200) r.text(from, from + 100);
    CHECK(r.told() == Blocks{{900, 1000}, {700, 800}, {500, 600}, {300, 400}});
    r.text(400, 500);  // fills a gap in the middle
    CHECK(r.told() == Blocks{{300, 600}, {900, 1000}, {700, 800}, {100, 200}});
    r.text(0, 100);  // moves RCV.NXT: what it touched is gone, the rest is told
    CHECK(r.acknowledged() == 200);
    CHECK(r.told() == Blocks{{300, 600}, {900, 1000}, {700, 800}});
  }

  TEST_CASE("beside timestamps three fit") {
    SackReceiver r({.timestamps = true});
    for (std::uint32_t from = 100; from <= 900; from += 200) r.text(from, from + 100);
    CHECK(r.told() == Blocks{{900, 1000}, {700, 800}, {500, 600}});
  }

  TEST_CASE("an ACK of what came out of order is never delayed") {
    SackReceiver r({.delayed_ack = 200ms});
    r.text(100, 200);
    CHECK(r.told() == Blocks{{100, 200}});
    r.text(0, 50);  // fills a part of the gap
    CHECK(r.acknowledged() == 50);
  }

  TEST_CASE("without both ends' consent no block is sent") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.sack = true});
    Effects fx;
    arrive(
        tcb,
        {.seq = {5101}, .ack = {1001}, .flags = {.ack = true}, .window = granted, .text = {0, 9}},
        fx);
    CHECK(fx.segments.at(0).segment.options.sack.count == 0);
  }

  TEST_CASE("blocks take their room from the text of a segment") {
    SackReceiver r({.timestamps = true});
    r.text(100, 200);
    happen(r.tcb, SendCall{{0, 5000}, false, {}}, world_start, r.fx);
    REQUIRE(!r.fx.segments.empty());
    const Segment& s = r.fx.segments.at(0).segment;
    CHECK(s.options.sack.count == 1);
    CHECK(s.text.length == r.tcb.snd.mss - 12 - 12);
  }
}

TEST_SUITE("RFC 2883 4") {
  TEST_CASE("text that was delivered and comes again is told first, and once") {
    for (const std::uint32_t irs : sliding_isns) {
      SackReceiver r({}, irs);
      r.text(0, 300);
      r.text(100, 200);
      CHECK(r.acknowledged() == 300);
      CHECK(r.told() == Blocks{{100, 200}});
      CHECK(noted(r.fx, Rule::duplicate_told));
      r.text(400, 500);
      CHECK(r.told() == Blocks{{400, 500}});
    }
  }

  TEST_CASE("text that waits beyond a gap and comes again is told with its block behind it") {
    SackReceiver r;
    r.text(500, 600);
    r.text(600, 800);
    r.text(1000, 1100);
    r.text(600, 700);
    CHECK(r.told() == Blocks{{600, 700}, {500, 800}, {1000, 1100}});
  }

  TEST_CASE("only the part that is here already is a duplicate") {
    SackReceiver r;
    r.text(0, 300);
    r.text(200, 400);
    CHECK(r.acknowledged() == 400);
    CHECK(r.told() == Blocks{{200, 300}});
    r.text(500, 600);
    r.text(550, 700);
    CHECK(r.told() == Blocks{{550, 600}, {500, 700}});
  }

  TEST_CASE("without the knob it stays a secret") {
    SackReceiver r({.dsack = false});
    r.text(0, 300);
    r.text(100, 200);
    CHECK(r.told().empty());
  }

  TEST_CASE("the sender hears of it and takes it for no news") {
    DUET(duet, {.config = {.sack = true, .delayed_ack = 0s}});
    duet.establish();
    duet.duplicate_next();
    duet.send_bulk(Side::client, 1000);
    duet.run(1s);
    CHECK(duet.noted(Rule::duplicate_reported));
    CHECK(!duet.noted(Rule::sack_heard));
    CHECK(duet.client().recovery.duplicates == 0);
  }
}
