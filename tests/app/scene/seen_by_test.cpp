#include "app/scene/seen_by.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;

namespace {

struct Seen {
  Recorded run;
  Ladder whole{};
  SeenLadder seen{};
};

Seen seen_from(engine::HostId host, Recorded run, engine::Duration playhead) {
  Seen result{.run = std::move(run)};
  LadderAxis axis;
  axis.catch_up(result.run.index, result.run.next_event_at(), {});
  const LadderView view{.area = {0, 0, 600, 2000}, .playhead = result.run.position(playhead)};
  result.whole = ladder(result.run.timeline, result.run.index, axis, view);
  result.seen = seen_by(host, result.run.timeline, result.whole, view);
  return result;
}

const Arrow* arrow(const SeenLadder& seen, std::uint32_t packet) {
  const auto found = std::ranges::find_if(seen.ladder.arrows, [packet](const Arrow& a) {
    return a.packet == engine::PacketId{packet};
  });
  return found == seen.ladder.arrows.end() ? nullptr : &*found;
}

float column(const Ladder& ladder, engine::HostId host) {
  return std::ranges::find(ladder.columns, host, &Column::host)->x;
}

}  // namespace

TEST_SUITE("scene: what one end sees (ux 1.7)") {
  TEST_CASE("the sender of a lost segment does not see that it is lost") {
    const Seen s = seen_from(client, lost_third_ack(900ms), 900ms);
    REQUIRE(arrow(s.seen, 3));
    CHECK(arrow(s.seen, 3)->fate != engine::Fate::dropped);
  }

  TEST_CASE("who never got it does not know that it was sent") {
    const Seen s = seen_from(server, lost_third_ack(900ms), 900ms);
    CHECK(arrow(s.seen, 1));
    CHECK(arrow(s.seen, 2));
    CHECK_FALSE(arrow(s.seen, 3));
  }

  TEST_CASE("who never got it does not know of it anywhere") {
    const Recorded run = lost_third_ack(900ms);
    CHECK_FALSE(knows(server, run.timeline.flights()[2]));
    CHECK(knows(client, run.timeline.flights()[2]));
  }

  TEST_CASE("a segment under way is not seen by its receiver") {
    const Seen s = seen_from(server, handshake(), 25ms);
    REQUIRE(arrow(s.seen, 1));
    CHECK(arrow(s.seen, 1)->future);
    CHECK_FALSE(arrow(seen_from(server, handshake(), 60ms).seen, 1)->future);
  }

  TEST_CASE("only the part of an arrow near the own lifeline is there, and no fog lies on it") {
    for (const engine::HostId eye : {client, server}) {
      const Seen s = seen_from(eye, handshake(), 200ms);
      REQUIRE(s.seen.fog.size() == 1);
      const Rect fog = s.seen.fog[0];
      for (const Arrow& a : s.seen.ladder.arrows)
        for (const Vec2 corner : a.line.points()) {
          CHECK(corner.x >= 0);
          CHECK_FALSE(contains(fog, corner + Vec2{eye == client ? -1.0f : 1.0f, 0}));
        }
      const float other = column(s.whole, eye == client ? server : client);
      CHECK(contains(fog, {other, 500}));
      CHECK_FALSE(contains(fog, {column(s.whole, eye), 500}));
    }
  }

  TEST_CASE("lanes, timers and marks of the other end are in fog") {
    const Seen s = seen_from(client, lost_third_ack(5s), 5s);
    CHECK_FALSE(s.seen.ladder.states.empty());
    for (const StateBar& bar : s.seen.ladder.states) CHECK(bar.host == client);
    for (const TimerBar& bar : s.seen.ladder.timers) CHECK(bar.host == client);
    for (const EventMark& mark : s.seen.ladder.marks) CHECK(mark.host == client);
  }

  TEST_CASE("a segment forged in its name is not its doing") {
    Recorded run = handshake();
    const auto seen = run.timeline.bytes().read(run.timeline.flights()[0].bytes);
    const std::vector<std::uint8_t> packet(seen.begin(), seen.end());
    run.act(engine::Forge{client, server, packet}, 300ms).run_to(400ms);
    const Seen s = seen_from(client, std::move(run), 400ms);
    CHECK_FALSE(arrow(s.seen, 4));
  }

  TEST_CASE("the receiver cannot tell it from a real one, but we always mark it") {
    Recorded run = handshake();
    const auto seen = run.timeline.bytes().read(run.timeline.flights()[0].bytes);
    const std::vector<std::uint8_t> packet(seen.begin(), seen.end());
    run.act(engine::Forge{client, server, packet}, 300ms).run_to(400ms);
    const Seen s = seen_from(server, std::move(run), 400ms);
    REQUIRE(arrow(s.seen, 4));
    CHECK(arrow(s.seen, 4)->forged);
  }

  TEST_CASE("labels stay on the side that is seen") {
    for (const engine::HostId eye : {client, server}) {
      const Seen s = seen_from(eye, handshake(), 200ms);
      for (const Arrow& a : s.seen.ladder.arrows) {
        const float middle = a.label_place.box.center().x;
        CHECK((eye == client) == (middle < 300));
      }
    }
  }
}
