#include "app/scene/narration.hpp"

#include <doctest/doctest.h>

#include "app/scene/next_event.hpp"
#include "app/scene/why.hpp"
#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;

namespace {

std::vector<Line> all_lines(const Recorded& run, const LineFilter& filter = {}) {
  LineList list;
  list.catch_up(run.timeline, run.index, filter);
  std::vector<Line> lines;
  for (std::size_t i = 0; i < list.size(); ++i)
    lines.push_back(list.line(run.timeline, run.index, i, Numbers::raw));
  return lines;
}

const PhraseValue& value(const Phrase& phrase, const std::string& name) {
  const auto found =
      std::ranges::find(phrase.values, name, [](const auto& pair) { return pair.first; });
  REQUIRE(found != phrase.values.end());
  return found->second;
}

NextEvent next(const Recorded& run, engine::Duration t) {
  return next_event(run.timeline, run.index, run.position(t), Numbers::raw);
}

}  // namespace

TEST_SUITE("app/scene/narration") {
  TEST_CASE("every fact has words") {
    for (const Recorded& run : {handshake(), lost_third_ack(8s), four_way_close(130s)})
      for (const Line& line : all_lines(run)) CHECK_FALSE(line.words.key.empty());
  }

  TEST_CASE("the list has a line for every fact and every command") {
    const Recorded run = handshake();
    CHECK(all_lines(run).size() == run.index.fact_count() + run.timeline.commands().size());
  }

  TEST_CASE("a departure tells its flags, its numbers, from where and to where") {
    const Recorded run = handshake();
    const LineFilter segments{.kinds = 1u << static_cast<unsigned>(LineKind::segment)};
    const std::vector<Line> lines = all_lines(run, segments);
    REQUIRE(lines.size() == 6);
    CHECK(lines[0].words.key == "event.sent.plain");
    CHECK(value(lines[0].words, "flags") == PhraseValue{std::string("SYN")});
    CHECK(value(lines[0].words, "from") == PhraseValue{Word{"host.client"}});
    CHECK(value(lines[0].words, "to") == PhraseValue{Word{"host.server"}});
    CHECK(lines[1].words.key == "event.arrived");
  }

  TEST_CASE("a repeated segment names the first with the same numbers") {
    const std::vector<Line> lines = all_lines(lost_third_ack(2s));
    const auto again = std::ranges::find(lines, "event.sent.again",
                                         [](const Line& line) { return line.words.key; });
    REQUIRE(again != lines.end());
    CHECK(value(again->words, "of") == PhraseValue{std::int64_t{2}});
  }

  TEST_CASE("the filter by host keeps what happened there") {
    for (const Line& line : all_lines(handshake(), {.host = server}))
      CHECK((!line.host || line.host == server));
  }

  TEST_CASE("a reason in the list says whose it is") {
    const LineFilter reasons{.kinds = 1u << static_cast<unsigned>(LineKind::check)};
    const std::vector<Line> lines = all_lines(handshake(), reasons);
    REQUIRE_FALSE(lines.empty());
    CHECK(lines.front().words.key == "event.reason");
    CHECK(value(lines.front().words, "host") == PhraseValue{Word{"host.server"}});
    CHECK(value(lines.back().words, "host") == PhraseValue{Word{"host.server"}});
  }

  TEST_CASE("a command is a line of its own") {
    Recorded run = handshake();
    run.call(client, engine::SendText{.text = "x", .urgent = false}, 300ms);
    run.act(engine::OnPacket{{4}, engine::DropIt{}}, 320ms);
    run.run_to(400ms);
    const LineFilter mine{.kinds = 1u << static_cast<unsigned>(LineKind::intervention)};
    const std::vector<Line> lines = all_lines(run, mine);
    REQUIRE(lines.size() == 4);
    CHECK(lines[3].words.key == "command.drop");
    CHECK(lines[3].packet == engine::PacketId{4});
  }

  TEST_CASE("lines after the playhead are told apart") {
    const Recorded run = handshake();
    LineList list;
    list.catch_up(run.timeline, run.index, {});
    const std::size_t past = list.rows_until(run.position(60ms));
    REQUIRE(past > 0);
    REQUIRE(past < list.size());
    CHECK(list.line(run.timeline, run.index, past - 1, Numbers::raw).at <= at(60ms));
    CHECK(list.line(run.timeline, run.index, past, Numbers::raw).at > at(60ms));
  }
}

TEST_SUITE("app/scene/why") {
  TEST_CASE("the checks of the SYN-ACK come in order and end in the ACK that answers it") {
    const Recorded run = handshake();
    const Why reasons = why(run.timeline, run.index, {2}, run.position(200ms));
    CHECK(reasons.host == client);
    CHECK(reasons.at == at(100ms));
    REQUIRE_FALSE(reasons.rows.empty());
    const auto kind = [](const WhyRow& row) { return row.kind; };
    CHECK(std::ranges::find(reasons.rows, WhyRow::Kind::check, kind) != reasons.rows.end());
    const auto sent = std::ranges::find(reasons.rows, WhyRow::Kind::sent, kind);
    REQUIRE(sent != reasons.rows.end());
    CHECK(sent->packet == engine::PacketId{3});
    for (const WhyRow& row : reasons.rows)
      if (row.rule) CHECK(row.words.key.starts_with("rule."));
  }

  TEST_CASE("a check that changed a variable shows it before and after") {
    const Recorded run = handshake();
    bool una_moves = false;
    for (const WhyRow& row : why(run.timeline, run.index, {2}, run.position(200ms)).rows)
      for (const ChangeRow& change : row.changes)
        una_moves |= change.field == engine::TcbField::snd_una &&
                     change.after == PhraseValue{engine::SeqNum{1001}};
    CHECK(una_moves);
  }

  TEST_CASE("what the peer's first word told was unknown before, not zero") {
    const Recorded run = handshake();
    bool told = false;
    for (const WhyRow& row : why(run.timeline, run.index, {2}, run.position(200ms)).rows)
      for (const ChangeRow& change : row.changes)
        if (change.field == engine::TcbField::irs) {
          told = true;
          CHECK(change.before == PhraseValue{Word{"tcb.unknown"}});
        }
    CHECK(told);
  }

  TEST_CASE("inside the arrival only the checks made so far are listed") {
    const Recorded run = handshake();
    const Position whole = run.position(100ms);
    const std::size_t all = why(run.timeline, run.index, {2}, whole).rows.size();
    const Position early{.steps = whole.steps - 1, .facts = 2, .at = at(100ms)};
    CHECK(why(run.timeline, run.index, {2}, early).rows.size() < all);
  }

  TEST_CASE("before its arrival nobody has judged a segment") {
    const Recorded run = handshake();
    CHECK(why(run.timeline, run.index, {2}, run.position(70ms)).rows.empty());
  }

  TEST_CASE("a dropped segment tells what became of it") {
    const Recorded run = lost_third_ack();
    const Why reasons = why(run.timeline, run.index, {3}, run.position(1s));
    REQUIRE(reasons.rows.size() == 1);
    CHECK(reasons.rows[0].kind == WhyRow::Kind::dropped);
    CHECK(reasons.rows[0].words.key == "event.dropped.rule");
  }
}

TEST_SUITE("app/scene/next_event") {
  TEST_CASE("the next arrival is announced with its distance in time") {
    const NextEvent event = next(handshake(), 76ms);
    CHECK(event.words.key == "next.arrival");
    CHECK(event.in == 24ms);
    CHECK(event.packet == engine::PacketId{2});
    CHECK(value(event.words, "host") == PhraseValue{Word{"host.client"}});
  }

  TEST_CASE("at the edge the world is asked") {
    const NextEvent event = next(lost_third_ack(500ms), 500ms);
    CHECK(event.words.key == "next.timer");
    CHECK(value(event.words, "timer") == PhraseValue{Word{"timer.retransmit"}});
  }

  TEST_CASE("a length that is told has three digits") {
    const NextEvent event = next(lost_third_ack(500ms), 160'417us);
    CHECK(event.in == 889'583us);
    CHECK(value(event.words, "in") == PhraseValue{engine::Duration{890ms}});
  }

  TEST_CASE("a call of the scenario is named, and what is due now is not counted down") {
    engine::World start = engine::test::two_hosts();
    start.schedule.push_back({.when = {},
                              .command = engine::DoCall{server, {}, engine::Listen{.port = 80}},
                              .due = at(0ns)});
    Recorded run{start};
    run.run_to(0ns);
    const NextEvent event = next_event(run.timeline, run.index, {}, Numbers::raw);
    CHECK(event.words.key == "next.now.call");
    CHECK(value(event.words, "call") == PhraseValue{std::string("listen()")});
  }

  TEST_CASE("inside an event the fact that follows is announced, not the event again") {
    const Recorded run = handshake();
    const Position inside{.steps = run.position(100ms).steps - 1, .facts = 2, .at = at(100ms)};
    const NextEvent event = next_event(run.timeline, run.index, inside, Numbers::raw);
    CHECK(event.words.key == "next.fact");
    CHECK(event.in == 0ns);
  }

  TEST_CASE("in the past the deed that follows is named") {
    Recorded run = handshake();
    run.call(client, engine::SendText{.text = "x", .urgent = false}, 300ms);
    run.run_to(400ms);
    const NextEvent event = next(run, 250ms);
    CHECK(event.words.key == "next.command");
    const auto deed = std::get<std::vector<Phrase>>(value(event.words, "deed"));
    CHECK(deed.at(0).key == "command.call");
  }

  TEST_CASE("while a segment is held it is said that the rest waits for its release") {
    Recorded run = handshake();
    run.call(client, engine::SendText{.text = "x", .urgent = false}, 300ms);
    run.act(engine::OnPacket{{4}, engine::HoldIt{}}, 320ms);
    run.run_to(4000s);
    while (run.timeline.edge().next_event_at() != engine::never) run.timeline.advance();
    run.index.catch_up(run.timeline);
    std::optional<engine::PacketId> first;
    for (const engine::Packet& packet : run.timeline.edge().wire.packets)
      if (!first) first = packet.id;
    CHECK(first == engine::PacketId{4});
    CHECK(waits_to_be_released(run.timeline.edge()) == first);
    const NextEvent event = next(run, 9000s);
    CHECK(event.words.key == "next.held");
    CHECK(value(event.words, "n") == PhraseValue{std::int64_t{4}});
  }

  TEST_CASE("when both ends are quiet nothing is announced") {
    const NextEvent event = next(handshake(), 200ms);
    CHECK(event.words.key == "next.nothing");
    CHECK(event.at == engine::never);
  }
}
