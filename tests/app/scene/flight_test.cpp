#include "app/scene/flight.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "app/scene/hit.hpp"
#include "tests/app/scene/recorded.hpp"
#include "tests/support/network_builder.hpp"

using namespace scene;
using namespace scene::test;
using doctest::Approx;

namespace {

WirePicture picture(const Recorded& run, const Position& p) {
  TimeMap map;
  map.catch_up(run.index, run.next_event_at(), {});
  return wire_picture(run.timeline, run.index, run.world(p), p, map, {.area = {0, 0, 576, 132}});
}
WirePicture picture(const Recorded& run, engine::Duration t) {
  return picture(run, run.position(t));
}

// Client and server, and an attacker whose forged SYN leaves at 10 ms.
Recorded with_attacker() {
  engine::World start = engine::test::two_hosts();
  engine::Host third = start.hosts[1];
  third.id = engine::HostId{2};
  third.name = "attacker";
  third.address = engine::ipv4(10, 0, 0, 9);
  start.hosts.push_back(third);
  Recorded run{start};
  run.call(server, engine::Listen{.port = 80}, 0ns);
  run.call(client, engine::Connect{.remote = engine::test::server_socket()}, 0ns);
  run.run_to(5ms);
  const auto syn = run.timeline.bytes().read(run.timeline.flights()[0].bytes);
  const std::vector<std::uint8_t> forged(syn.begin(), syn.end());
  run.act(engine::Forge{engine::HostId{2}, server, forged}, 10ms);
  run.run_to(200ms);
  return run;
}

}  // namespace

TEST_SUITE("app/scene/flight") {
  TEST_CASE("a segment is where the time says") {
    const WirePicture wire = picture(handshake(), 25ms);
    REQUIRE(wire.tokens.size() == 1);
    CHECK(wire.tokens[0].progress == Approx(0.5));
    CHECK(wire.tokens[0].label.flags == "SYN");
    CHECK(wire.tokens[0].box.center().x == Approx(288));
  }

  TEST_CASE("the answer flies to the left in the other lane") {
    const WirePicture right = picture(handshake(), 25ms), left = picture(handshake(), 75ms);
    REQUIRE(left.tokens.size() == 1);
    CHECK(left.tokens[0].leftwards);
    CHECK(left.tokens[0].box.y > right.tokens[0].box.bottom());
  }

  TEST_CASE("an arrived segment is no longer on the wire") {
    CHECK(picture(handshake(), 170ms).tokens.empty());
  }

  TEST_CASE("the hit area is large enough and grows backwards along the path") {
    const Token token = picture(handshake(), 25ms).tokens.at(0);
    CHECK(token.hit.width >= 44);
    CHECK(token.hit.height >= 44);
    CHECK(token.box.x - token.hit.x > token.hit.right() - token.box.right());
    const Token answer = picture(handshake(), 75ms).tokens.at(0);
    CHECK(answer.box.x - answer.hit.x < answer.hit.right() - answer.box.right());
  }

  TEST_CASE("a held segment waits in the siding until it is released") {
    Recorded run = with_data();
    run.act(engine::OnPacket{{4}, engine::HoldIt{}}, 310ms);
    run.run_to(700ms);
    const WirePicture wire = picture(run, 600ms);
    CHECK(wire.tokens.empty());
    REQUIRE(wire.siding.size() == 1);
    CHECK_FALSE(wire.siding[0].released_at.has_value());
    CHECK(wire.siding[0].age == 300ms);
  }

  TEST_CASE("in reduced motion a token has three places and is in none of them too early") {
    const Recorded run = handshake();
    TimeMap map;
    map.catch_up(run.index, run.next_event_at(), {});
    std::set<double> places;
    for (engine::Duration t = 50ms; t < 100ms; t += 1ms) {
      const Position p = run.position(t);
      const WirePicture wire = wire_picture(run.timeline, run.index, run.world(p), p, map,
                                            {.area = {0, 0, 576, 132}, .stepwise = true});
      REQUIRE(wire.tokens.size() == 1);
      const double there = static_cast<double>((t - 50ms).count()) / (50e6);
      CHECK(wire.tokens[0].progress <= there + 1e-9);
      places.insert(std::round(wire.tokens[0].progress * 10));
    }
    CHECK(places == std::set<double>{0, 5, 10});
  }

  TEST_CASE("a held token has a width of its own and its sender's MSL") {
    Recorded run = with_data();
    run.act(engine::OnPacket{{4}, engine::HoldIt{}}, 310ms);
    run.run_to(600ms);
    TimeMap map;
    map.catch_up(run.index, run.next_event_at(), {});
    const Position p = run.position(400ms);
    const WirePicture wire =
        wire_picture(run.timeline, run.index, run.world(p), p, map,
                     {.area = {0, 0, 576, 132}, .token = {100, 34}, .siding_width = 260});
    REQUIRE(wire.siding.size() == 1);
    CHECK(wire.siding[0].token.box.width == 260);
    CHECK(wire.siding[0].msl == run.world(p).host(client).config.msl);
  }

  TEST_CASE("retransmissions of one segment are counted") {
    const Recorded run = lost_third_ack(8s);
    std::vector<std::uint32_t> attempts;
    for (const engine::Flight& flight : run.timeline.flights())
      if (flight.from == server && flight.retransmission)
        attempts.push_back(attempt_of(run.timeline.flights(), flight));
    CHECK(attempts == std::vector<std::uint32_t>{1, 2, 3});
    CHECK(attempt_of(run.timeline.flights(), run.timeline.flights()[1]) == 0);
  }

  TEST_CASE("a delayed segment rests in the siding with a countdown") {
    Recorded run = with_data();
    run.act(engine::OnPacket{{4}, engine::DelayIt{200ms}}, 310ms);
    run.run_to(1s);
    const WirePicture wire = picture(run, 400ms);
    REQUIRE(wire.siding.size() == 1);
    CHECK(wire.siding[0].released_at == at(525ms));
  }

  TEST_CASE("a dropped segment falls for half a second on the screen") {
    Recorded run = with_data();
    run.act(engine::OnPacket{{4}, engine::DropIt{}}, 320ms);
    run.run_to(2s);
    const WirePicture wire = picture(run, 325ms);
    CHECK(wire.tokens.empty());
    REQUIRE(wire.falling.size() == 1);
    CHECK(wire.falling[0].reason == engine::DropReason::user);
    CHECK(wire.falling[0].faded > 0);
    CHECK(picture(run, 1200ms).falling.empty());  // the wait until the RTO is compressed
  }

  TEST_CASE("a repeated segment is marked and names its original") {
    const Recorded run = lost_third_ack();
    const auto again =
        std::ranges::find_if(run.timeline.flights(), &engine::Flight::retransmission);
    REQUIRE(again != run.timeline.flights().end());
    const WirePicture wire = picture(run, again->sent_at.time_since_epoch() + 10ms);
    REQUIRE(wire.tokens.size() == 1);
    CHECK(wire.tokens[0].retransmission);
    CHECK(wire.tokens[0].original == engine::PacketId{2});
  }

  TEST_CASE("inside the step of an arrival the answer has not departed yet") {
    const Recorded run = handshake();
    const auto arrived = run.after_first<engine::PacketArrived>();
    REQUIRE(arrived.has_value());
    CHECK(picture(run, *arrived).tokens.empty());
    CHECK(picture(run, 50ms).tokens.size() == 1);
  }

  TEST_CASE("armed rules are shown with what is left of them") {
    const WirePicture wire = picture(lost_third_ack(), 1s);
    REQUIRE(wire.rules.size() == 1);
    CHECK(wire.rules[0].unlimited);
    CHECK(wire.rules[0].from == client);
  }

  TEST_CASE("a rule says beforehand whom it would meet") {
    const Recorded run = lost_third_ack();
    const engine::World world = run.timeline.at(3);
    const engine::Impairment& rule = world.wire.impairments.at(0);
    const auto meets = [&](std::uint32_t id) {
      const engine::Flight& f = run.timeline.flights()[id - 1];
      engine::Packet packet;
      packet.from = f.from;
      packet.to = f.to;
      return would_meet(rule, packet, run.timeline.bytes().read(f.bytes));
    };
    CHECK(meets(3));
    CHECK_FALSE(meets(1));
  }

  TEST_CASE("a press on the tail catches the segment") {
    const WirePicture wire = picture(handshake(), 25ms);
    const Token& token = wire.tokens.at(0);
    CHECK(packet_at(wire, {token.box.x - 20, token.box.center().y}) == token.packet);
    CHECK_FALSE(packet_at(wire, {5, 5}).has_value());
  }

  TEST_CASE("with two hosts there is no station") {
    const Recorded run = handshake();
    CHECK(stations(run.world(run.position(25ms)), run.index, {}).empty());
  }

  TEST_CASE("a third host is a station between the ends") {
    const Recorded run = with_attacker();
    const auto found = stations(run.world(run.position(25ms)), run.index, {});
    REQUIRE(found.size() == 1);
    CHECK(found[0].host == engine::HostId{2});
    CHECK(found[0].place == Approx(0.5));
  }

  TEST_CASE("a segment of a third host takes the lane from its station") {
    const Recorded run = with_attacker();
    const WirePicture wire = picture(run, 35ms);
    const auto forged = std::ranges::find(wire.tokens, engine::HostId{2}, &Token::from);
    REQUIRE(forged != wire.tokens.end());
    CHECK_FALSE(forged->leftwards);
    CHECK(forged->progress == Approx(0.5));
    CHECK(forged->box.center().x == Approx(46 + 0.75 * (576 - 92)));
  }

  TEST_CASE("an address where nobody lives has a station of its own") {
    Recorded run;
    run.call(client, engine::Connect{.remote = {engine::ipv4(10, 0, 0, 77), 80}}, 0ns);
    run.run_to(200ms);
    const auto found = stations(run.world(run.position(25ms)), run.index, {});
    REQUIRE(found.size() == 1);
    CHECK_FALSE(found[0].host.has_value());
    const WirePicture wire = picture(run, 25ms);
    REQUIRE(wire.tokens.size() == 1);
    CHECK(wire.tokens[0].ends == Approx(0.5));
  }
}

namespace {

// As many SYNs of an attacker, at this distance in time, from the first instant on.
Recorded burst_of(std::uint32_t count, engine::Duration spacing) {
  Recorded run(engine::test::with_attacker(engine::Sight::blind));
  run.call(server, engine::Listen{.port = 80}, 0ns);
  run.act(engine::Attack{engine::test::third,
                         engine::Flood{.target = engine::test::server_socket(),
                                       .sources = {engine::ipv4(203, 0, 113, 0), 256},
                                       .count = count,
                                       .every = spacing}},
          0ns);
  run.run_to(200ms);
  return run;
}

}  // namespace

TEST_SUITE("app/scene/flight: crowds") {
  TEST_CASE("forged SYNs too dense to be told apart are one stack with their number") {
    const WirePicture wire = picture(burst_of(40, 1ms), 45ms);
    CHECK(wire.tokens.empty());
    REQUIRE(wire.stacks.size() == 1);
    CHECK(wire.stacks[0].count == 40);
    CHECK(wire.stacks[0].flags == "SYN");
    CHECK(wire.stacks[0].forged);
    CHECK(wire.stacks[0].from == engine::test::third);
  }

  TEST_CASE("a stack reaches from its last packet to its first") {
    const WirePicture wire = picture(burst_of(40, 1ms), 45ms);
    REQUIRE(wire.stacks.size() == 1);
    const WirePicture early = picture(burst_of(1, 1ms), 45ms),
                      late = picture(burst_of(1, 1ms), 6ms);
    CHECK(wire.stacks[0].box.right() == Approx(early.tokens.at(0).box.right()));
    CHECK(wire.stacks[0].box.x == Approx(late.tokens.at(0).box.x));
  }

  TEST_CASE("packets that keep their distance stay single") {
    const WirePicture wire = picture(burst_of(3, 15ms), 40ms);
    CHECK(wire.stacks.empty());
    CHECK(wire.tokens.size() == 3);
  }
}
