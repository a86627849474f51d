#include "app/scene/ladder.hpp"

#include <doctest/doctest.h>

#include "app/scene/hit.hpp"
#include "tests/app/scene/recorded.hpp"
#include "tests/support/network_builder.hpp"

using namespace scene;
using namespace scene::test;
using doctest::Approx;

namespace {

constexpr Rect area{100, 50, 576, 400};

struct DrawnLadder {
  LadderAxis axis;
  Ladder ladder;
};

DrawnLadder draw_ladder(const Recorded& run, engine::Duration playhead, LadderView view = {},
                        const AxisScale& scale = {}) {
  DrawnLadder drawn;
  drawn.axis.catch_up(run.index, run.next_event_at(), scale);
  view.area = area;
  view.playhead = run.position(playhead);
  drawn.ladder = ladder(run.timeline, run.index, drawn.axis, view);
  return drawn;
}

// A server that is flooded: `count` SYNs from nowhere, one every microsecond.
Recorded flood(int count) {
  Recorded run = handshake();
  const engine::Flight& syn = run.timeline.flights()[0];
  const auto bytes = run.timeline.bytes().read(syn.bytes);
  for (int i = 0; i < count; ++i) {
    std::vector<std::uint8_t> forged(bytes.begin(), bytes.end());
    run.act(engine::Forge{client, server, forged}, 300ms + std::chrono::microseconds{i});
  }
  run.run_to(500ms);
  return run;
}

}  // namespace

TEST_SUITE("app/scene/ladder") {
  TEST_CASE("a handshake is three arrows") {
    const Ladder ladder = draw_ladder(handshake(), 200ms).ladder;
    REQUIRE(ladder.arrows.size() == 3);
    CHECK(ladder.arrows[0].label.flags == "SYN");
    CHECK(ladder.arrows[1].label.flags == "SYN ACK");
    CHECK(ladder.arrows[1].leftwards);
    CHECK(ladder.arrows[2].label.numbers == "seq 1\u2009001 ack 5\u2009001");
  }

  TEST_CASE("an arrow leads from departure to arrival") {
    const DrawnLadder drawn = draw_ladder(handshake(), 200ms);
    const Arrow& syn = drawn.ladder.arrows[0];
    CHECK(syn.line.first().x == drawn.ladder.columns.front().x);
    CHECK(syn.line.last().x == drawn.ladder.columns.back().x);
    CHECK(syn.line.last().y - syn.line.first().y == Approx(44));
  }

  TEST_CASE("a dropped arrow ends on the way") {
    const Ladder ladder = draw_ladder(lost_third_ack(), 70s).ladder;
    REQUIRE(ladder.arrows.size() > 2);
    const Arrow& ack = ladder.arrows[2];
    CHECK(ack.fate == engine::Fate::dropped);
    CHECK(ack.line.last().x < ladder.columns.back().x - 100);
    CHECK(ack.line.last().x > ladder.columns.front().x);
  }

  TEST_CASE("the label of a dropped segment stands beside its cross") {
    const Ladder ladder = draw_ladder(lost_third_ack(), 70s).ladder;
    REQUIRE(ladder.arrows.size() > 2);
    const Arrow& ack = ladder.arrows[2];
    CHECK_FALSE(ack.label_place.has_leader);
    CHECK(ack.label_place.box.x > ack.line.last().x);
    CHECK(ack.label_place.box.x < ack.line.last().x + 20);
    CHECK(ack.label_place.box.bottom() < ladder.breaks.at(0).box.center().y);
  }

  TEST_CASE("an arrow to nobody touches no other lifeline") {
    Recorded run;
    run.call(client, engine::Connect{.remote = {engine::ipv4(10, 0, 0, 77), 80}}, 0ns);
    run.run_to(200ms);
    const Ladder ladder = draw_ladder(run, 200ms).ladder;
    REQUIRE(ladder.arrows.size() == 1);
    CHECK(ladder.arrows[0].fate == engine::Fate::dropped);
    CHECK(ladder.arrows[0].line.last().x < ladder.columns.back().x - 50);
  }

  TEST_CASE("a repeated SYN-ACK names its original") {
    const Ladder ladder = draw_ladder(lost_third_ack(), 70s).ladder;
    const auto again = std::ranges::find_if(ladder.arrows, &Arrow::retransmission);
    REQUIRE(again != ladder.arrows.end());
    REQUIRE(again->original.has_value());
    CHECK(again->original->value == 2);
  }

  TEST_CASE("relative numbers count from the SYN of each direction") {
    const Ladder ladder = draw_ladder(handshake(), 200ms, {.numbers = Numbers::relative}).ladder;
    REQUIRE(ladder.arrows.size() == 3);
    CHECK(ladder.arrows[0].label.numbers == "seq 0");
    CHECK(ladder.arrows[2].label.numbers == "seq 1 ack 1");
  }

  TEST_CASE("labels never lie on each other") {
    Recorded run = handshake();
    for (int i = 0; i < 3; ++i)
      run.call(client, engine::SendText{.text = "hello", .urgent = false},
               300ms + std::chrono::milliseconds{i});
    run.run_to(500ms);
    const Ladder ladder = draw_ladder(run, 500ms, {.scroll = 180}).ladder;
    REQUIRE(ladder.arrows.size() >= 4);
    for (std::size_t i = 0; i < ladder.arrows.size(); ++i)
      for (std::size_t k = 0; k < i; ++k)
        CHECK_FALSE(overlap(ladder.arrows[i].label_place.box, ladder.arrows[k].label_place.box));
  }

  TEST_CASE("the labels of a duplicate and its original leave both lines free") {
    Recorded run = handshake();
    run.call(client, engine::SendText{.text = "hello", .urgent = false}, 300ms);
    run.act(engine::OnPacket{{4}, engine::DuplicateIt{.gap = 10ms}}, 310ms);
    run.run_to(600ms);
    const Ladder ladder = draw_ladder(run, 600ms).ladder;
    const auto copy = std::ranges::find_if(ladder.arrows, &Arrow::duplicate);
    const auto first = std::ranges::find(ladder.arrows, engine::PacketId{4}, &Arrow::packet);
    REQUIRE(copy != ladder.arrows.end());
    REQUIRE(first != ladder.arrows.end());
    const auto covered = [](const Arrow& arrow, const Arrow& by) {
      int count = 0;
      for (int i = 0; i < 100; ++i)
        count += contains(by.label_place.box, between(arrow.line.first(), arrow.line.last(),
                                                      static_cast<float>(i) / 100));
      return count;
    };
    for (const Arrow& line : {*copy, *first}) {
      CAPTURE(line.packet.value);
      CHECK(covered(line, *copy) + covered(line, *first) < 50);  // per cent of the line
    }
  }

  TEST_CASE("no label lies on the zigzag of a break") {
    const Ladder ladder = draw_ladder(lost_third_ack(8s), 8s, {.label_height = 24}).ladder;
    REQUIRE_FALSE(ladder.breaks.empty());
    for (const Arrow& arrow : ladder.arrows)
      for (const BreakMark& mark : ladder.breaks)
        CHECK_FALSE(overlap(arrow.label_place.box,
                            {mark.box.x, mark.box.center().y - 7, mark.box.width, 14}));
  }

  TEST_CASE("an edited segment shows its new flags while it is still under way") {
    Recorded run = handshake();
    run.call(client, engine::SendText{.text = "hello", .urgent = false}, 300ms);
    run.act(engine::OnPacket{{4}, engine::EditIt{{{engine::Field::flag_fin, 1}}, false}}, 310ms);
    const Ladder ladder = draw_ladder(run.run_to(320ms), 320ms).ladder;
    const auto edited = std::ranges::find(ladder.arrows, engine::PacketId{4}, &Arrow::packet);
    REQUIRE(edited != ladder.arrows.end());
    CHECK(edited->label.bits.fin);
    CHECK(edited->edited);
  }

  TEST_CASE("only what the viewport shows is drawn") {
    const Recorded run = lost_third_ack();
    DrawnLadder drawn = draw_ladder(run, 70s);
    LadderView view{
        .area = {100, 50, 576, 120}, .scroll = drawn.axis.y(at(7s)), .playhead = run.position(70s)};
    const Ladder part = ladder(run.timeline, run.index, drawn.axis, view);
    CHECK(part.arrows.size() < 6);
    for (const Arrow& arrow : part.arrows) CHECK(arrow.line.last().y > 0);
  }

  TEST_CASE("what departs after the playhead is flagged as future") {
    const Ladder ladder = draw_ladder(handshake(), 60ms).ladder;
    REQUIRE(ladder.arrows.size() == 3);
    CHECK_FALSE(ladder.arrows[1].future);
    CHECK(ladder.arrows[2].future);
  }

  TEST_CASE("a hidden future is not in the picture at all") {
    const Ladder ladder = draw_ladder(lost_third_ack(), 60ms, {.show_future = false}).ladder;
    REQUIRE(ladder.arrows.size() == 2);
    CHECK(ladder.arrows[1].fate == engine::Fate::in_flight);
    CHECK(ladder.arrows[1].line.last().y <= ladder.playhead_y + 0.01f);
    CHECK(ladder.marks.size() <= 4);
    CHECK(ladder.breaks.empty());
    for (const StateBar& bar : ladder.states) CHECK(bar.box.bottom() <= ladder.playhead_y + 0.01f);
  }

  TEST_CASE("inside the step of an arrival the answer is still future") {
    const Recorded run = handshake();
    DrawnLadder drawn = draw_ladder(run, 50ms);
    const LadderView view{.area = area, .playhead = *run.after_first<engine::PacketArrived>()};
    const Ladder ladder = scene::ladder(run.timeline, run.index, drawn.axis, view);
    REQUIRE(ladder.arrows.size() == 3);
    CHECK_FALSE(ladder.arrows[0].future);
    CHECK(ladder.arrows[1].future);
  }

  TEST_CASE("the state lane names every state of a handshake") {
    const Ladder ladder = draw_ladder(handshake(), 200ms).ladder;
    const auto has = [&](engine::HostId host, engine::State state) {
      return std::ranges::any_of(ladder.states, [&](const StateBar& bar) {
        return bar.host == host && bar.state == state && bar.begins_here;
      });
    };
    CHECK(has(client, engine::State::syn_sent));
    CHECK(has(client, engine::State::established));
    CHECK(has(server, engine::State::syn_received));
    CHECK(has(server, engine::State::established));
  }

  TEST_CASE("the end of a connection is named although its record does not outlive it") {
    const Ladder ladder = draw_ladder(four_way_close(), 800ms, {.scroll = 350}).ladder;
    const auto ended = std::ranges::find_if(ladder.states, [](const StateBar& bar) {
      return bar.host == server && bar.state == engine::State::closed;
    });
    REQUIRE(ended != ladder.states.end());
    CHECK(ended->begins_here);
    CHECK(ended->box.height == 0);
  }

  TEST_CASE("the timer lane shows the backoff as bars that end in an expiry") {
    const Ladder ladder = draw_ladder(lost_third_ack(5s), 5s).ladder;
    const auto expired = std::ranges::count_if(ladder.timers, [](const TimerBar& bar) {
      return bar.host == server && bar.timer == engine::Timer::retransmit &&
             bar.end == TimerSpan::End::expired && bar.ends_here;
    });
    CHECK(expired == 2);  // after 1 and 3 seconds
  }

  TEST_CASE("a long wait is a break with its length") {
    const Ladder ladder = draw_ladder(lost_third_ack(), 70s).ladder;
    REQUIRE_FALSE(ladder.breaks.empty());
    CHECK(ladder.breaks[0].length > 800ms);
    CHECK(ladder.breaks[0].box.height == Approx(40));
  }

  TEST_CASE("calls are marks on the lifeline") {
    const Ladder ladder = draw_ladder(handshake(), 200ms).ladder;
    const auto calls = std::ranges::count(ladder.marks, MarkKind::call, &EventMark::kind);
    CHECK(calls >= 2);
  }

  TEST_CASE("ticks keep their distance") {
    const Ladder ladder = draw_ladder(handshake(), 200ms).ladder;
    REQUIRE(ladder.ticks.size() >= 2);
    for (std::size_t i = 1; i < ladder.ticks.size(); ++i)
      CHECK(ladder.ticks[i].y - ladder.ticks[i - 1].y >= 59.9f);
  }

  TEST_CASE("departures closer than three pixels fold into a stack with a count") {
    const Ladder ladder = draw_ladder(flood(40), 500ms, {.scroll = 200}).ladder;
    const auto syns = std::ranges::find_if(ladder.stacks, [](const Stack& stack) {
      return stack.from == client && stack.flags == "SYN";
    });
    REQUIRE(syns != ladder.stacks.end());
    CHECK(syns->count == 40);
    CHECK(syns->forged);
    const auto answers = std::ranges::find(ladder.stacks, server, &Stack::from);
    REQUIRE(answers != ladder.stacks.end());
    CHECK_FALSE(answers->forged);
  }

  TEST_CASE("who calls amid a burst of others stands out as an arrow") {
    engine::World world = engine::test::with_attacker(engine::Sight::blind);
    Recorded run(std::move(world));
    run.call(server, engine::Listen{.port = 80}, 0ns);
    run.act(engine::Attack{engine::test::third,
                           engine::Flood{.target = engine::test::server_socket(),
                                         .sources = {engine::ipv4(203, 0, 113, 0), 256},
                                         .count = 200,
                                         .every = 100us}},
            1ms);
    run.call(client, engine::Connect{.remote = engine::test::server_socket()}, 10ms);
    run.run_to(30ms);
    const Ladder ladder = draw_ladder(run, 25ms).ladder;
    CHECK(std::ranges::any_of(ladder.stacks, [](const Stack& stack) {
      return stack.from == engine::test::third && stack.count > 100 && stack.forged;
    }));
    CHECK(std::ranges::any_of(ladder.arrows, [&](const Arrow& arrow) {
      return run.timeline.flights()[arrow.packet.value - 1].from == client;
    }));
  }

  TEST_CASE("further hosts stand between client and server") {
    engine::World world = engine::test::two_hosts();
    world.hosts.push_back(world.hosts[0]);
    world.hosts[2].id = {2};
    const auto placed = columns(world.hosts.size(), {.area = area});
    REQUIRE(placed.size() == 3);
    CHECK(placed[1].host.value == 2);
    CHECK(placed[0].x < placed[1].x);
    CHECK(placed[1].x < placed[2].x);
    CHECK(placed[2].host == server);
  }

  TEST_CASE("the arrow under the pointer is found by its line") {
    const Ladder ladder = draw_ladder(handshake(), 200ms).ladder;
    const Polyline& line = ladder.arrows[1].line;
    CHECK(arrow_at(ladder, between(line.first(), line.last(), 0.2f) + Vec2{0, 4}) ==
          engine::PacketId{2});
    CHECK_FALSE(arrow_at(ladder, {area.x + 1, area.bottom() - 1}).has_value());
  }
}
