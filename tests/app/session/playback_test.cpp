#include <doctest/doctest.h>

#include "app/session/session.hpp"
#include "engine/segment/made_packet.hpp"
#include "tests/app/session/two_hosts.hpp"

using namespace two_hosts;
using engine::PacketId;
using engine::State;

namespace {

// Everything departs and nothing arrives: the client repeats its SYN after 1, 2, 4 ... s.
app::Session deaf_wire() {
  engine::World start = world();
  engine::Impairment swallow;
  swallow.id = {1};
  swallow.action = engine::DropIt{};
  swallow.unlimited = true;
  start.wire.impairments.push_back(swallow);
  start.wire.next_impairment = 2;
  return app::Session(opening(std::move(start)));
}

// Screen time until the playhead crosses the next event, in frames of 10 ms.
engine::Duration until_next_event(app::Session& s) {
  const engine::StepIndex before = s.playhead().steps;
  engine::Duration watched{};
  for (; s.playhead().steps == before && watched < 10s; watched += 10ms) s.tick(10ms);
  return watched;
}

// Both programs send back what they get: it never ends.
app::Session endless() {
  engine::World start = world();
  start.host(client).application.program = engine::Echo{};
  start.host(server).application.program = engine::Echo{};
  start.schedule.push_back(call(200ms, client, engine::SendText{"ping"}));
  return app::Session(opening(std::move(start)));
}

}  // namespace

TEST_SUITE("session: playing") {
  TEST_CASE("one crossing takes the flight time") {
    app::Session s = session();
    s.apply(app::Play{});
    watch(s, 1s);
    CHECK(s.playhead().at == at(25ms));
    watch(s, 1s);
    CHECK(s.playhead().at == at(50ms));
  }
  TEST_CASE("the model is never ahead of the picture") {
    app::Session s = session();
    s.apply(app::Play{});
    for (int frame = 0; frame < 800; ++frame) {
      s.tick(10ms);
      REQUIRE(s.timeline().edge().now <= s.playhead().at);
    }
    CHECK(state(s, server) == State::established);
  }
  TEST_CASE("playing stops when both ends are quiet") {
    app::Session s = session();
    s.apply(app::Play{});
    watch(s, 8s);
    CHECK_FALSE(s.playing());
    CHECK(s.quiet());
  }
  TEST_CASE("that both ends are quiet is left to the wire to say; Play answers with a way out") {
    app::Session s = session();
    s.apply(app::RunUntil{app::RunGoal::quiet});
    finish(s);
    REQUIRE(s.quiet());
    CHECK(s.toasts().empty());
    s.apply(app::Play{});
    REQUIRE(shows(s, "refused.nothing_left"));
    REQUIRE(s.toasts().back().offer);
    s.apply(app::TakeOffer{});
    CHECK(s.playhead().steps == 0);
    CHECK_FALSE(shows(s, "refused.nothing_left"));
  }
  TEST_CASE("a refused Play is not repeated under a flying segment") {
    app::Session s = session();
    s.apply(app::RunUntil{app::RunGoal::quiet});
    finish(s);
    s.apply(app::Play{});
    REQUIRE(shows(s, "refused.nothing_left"));
    s.apply(app::Do{engine::DoCall{client, {}, engine::SendText{"x"}}});
    REQUIRE_FALSE(s.quiet());
    CHECK_FALSE(shows(s, "refused.nothing_left"));
  }
  TEST_CASE("with a segment held Play offers to release it") {
    app::Session s = session();
    seek(s, 120ms);
    s.apply(app::HoldPacket{{3}});
    s.apply(app::RunUntil{app::RunGoal::quiet});
    finish(s);
    REQUIRE(s.quiet());
    s.apply(app::Play{});
    REQUIRE(shows(s, "refused.nothing_but_held"));
    s.apply(app::TakeOffer{});
    CHECK_FALSE(s.quiet());
    CHECK_FALSE(shows(s, "refused.nothing_but_held"));
  }
  TEST_CASE("waiting in vain is told, and the former stop is forgotten") {
    app::Session s = session();
    s.apply(app::RunUntil{app::RunGoal::state_change});
    finish(s);
    REQUIRE(shows(s, "stopped.state"));
    s.apply(app::RunUntil{app::RunGoal::next_timer});
    finish(s);
    CHECK(shows(s, "stopped.in_vain"));
    CHECK_FALSE(shows(s, "stopped.state"));
    s.apply(app::JumpStart{});
    s.apply(app::Play{});
    CHECK_FALSE(shows(s, "stopped.in_vain"));
  }
  TEST_CASE("waits of 1, 2, 4, 8 seconds take 0.8, 1.2, 1.6, 2.0 seconds") {
    app::Session s = deaf_wire();
    s.apply(app::Play{});
    s.tick(10ms);
    const engine::Duration frame = 10ms;
    for (const engine::Duration wanted : {800ms, 1200ms, 1600ms, 2000ms}) {
      const engine::Duration taken = until_next_event(s);
      CHECK(taken >= wanted - 2 * frame);
      CHECK(taken <= wanted + 2 * frame);
    }
    CHECK(s.playhead().at >= at(15s));
  }
  TEST_CASE("skipped waits take 0.3 seconds") {
    app::Session s = deaf_wire();
    s.apply(app::SetWaits{scene::Waits::skip});
    s.apply(app::Play{});
    s.tick(10ms);
    until_next_event(s);
    const engine::Duration taken = until_next_event(s);
    CHECK(taken >= 280ms);
    CHECK(taken <= 320ms);
  }
  TEST_CASE("reduced motion cuts the waits") {
    app::Session s = deaf_wire();
    s.apply(app::SetSwitch{app::Switch::reduced_motion, true});
    s.apply(app::Play{});
    s.tick(10ms);
    CHECK(until_next_event(s) <= 320ms);
    s.apply(app::ToggleSwitch{app::Switch::reduced_motion});
    CHECK(until_next_event(s) >= 1150ms);
  }
  TEST_CASE("a new speed holds at once, also in mid-flight") {
    app::Session s = session();
    s.apply(app::Play{});
    watch(s, 1s);
    s.apply(app::SetFlightTime{1s});
    watch(s, 500ms);
    CHECK(s.playhead().at == at(50ms));
  }
  TEST_CASE("faster and slower go through the stops and end there") {
    app::Session s = session();
    s.apply(app::ChangeFlightTime{+1});
    CHECK(s.settings().flight_time == 1s);
    for (int i = 0; i < 9; ++i) s.apply(app::ChangeFlightTime{-1});
    CHECK(s.settings().flight_time == 12s);
    s.apply(app::ChangeFlightTime{0});
    CHECK(s.settings().flight_time == 2s);
  }
  TEST_CASE("a pointer on a moving token slows time to a quarter") {
    app::Session s = session();
    s.apply(app::Play{});
    s.apply(app::Hover{PacketId{1}, true});
    watch(s, 400ms);
    CHECK(s.playhead().at > at(2400us));
    CHECK(s.playhead().at < at(2600us));
    s.apply(app::Hover{});
    watch(s, 400ms);
    CHECK(s.playhead().at > at(12400us));
  }
}

TEST_SUITE("session: frozen time") {
  TEST_CASE("a press on the wire freezes within the frame") {
    app::Session s = session();
    s.apply(app::Play{});
    watch(s, 400ms);
    s.apply(app::PressWire{});
    const scene::Position here = s.playhead();
    watch(s, 400ms);
    CHECK(s.playhead() == here);
    CHECK(s.frozen() == app::FreezeReason::press);
  }
  TEST_CASE("a release on empty wire goes on if the pointer stayed") {
    app::Session s = session();
    s.apply(app::Play{});
    s.apply(app::PressWire{});
    s.apply(app::ReleaseWire{.packet = {}, .moved = 5});
    watch(s, 400ms);
    CHECK(s.playhead().at == at(10ms));
  }
  TEST_CASE("a release on empty wire stays paused if the pointer moved") {
    app::Session s = session();
    s.apply(app::Play{});
    s.apply(app::PressWire{});
    s.apply(app::ReleaseWire{.packet = {}, .moved = 6});
    watch(s, 400ms);
    CHECK_FALSE(s.playing());
    CHECK(s.playhead().at == at(0ms));
  }
  TEST_CASE("a press and release never starts what was paused") {
    app::Session s = session();
    s.apply(app::PressWire{});
    s.apply(app::ReleaseWire{});
    watch(s, 400ms);
    CHECK(s.playhead().at == at(0ms));
  }
  TEST_CASE("a release on a token opens its menu, and time stands until it closes") {
    app::Session s = session();
    s.apply(app::Play{});
    watch(s, 400ms);
    s.apply(app::PressWire{PacketId{1}});
    s.apply(app::ReleaseWire{.packet = PacketId{1}, .moved = 0});
    CHECK(s.menu() == app::Target{PacketId{1}});
    CHECK(s.selection().packet == PacketId{1});
    CHECK(s.frozen() == app::FreezeReason::menu);
    watch(s, 400ms);
    CHECK(s.playhead().at == at(10ms));
    s.apply(app::CloseMenu{});
    watch(s, 400ms);
    CHECK(s.playhead().at == at(20ms));
  }
  TEST_CASE("after a drop from the menu the run goes on") {
    app::Session s = session();
    s.apply(app::Play{});
    watch(s, 400ms);
    s.apply(app::OpenMenu{PacketId{1}});
    s.apply(app::DropPacket{PacketId{1}});
    s.apply(app::CloseMenu{});
    CHECK(s.playing());
    watch(s, 2s);
    CHECK(s.playhead().at >= at(1s));  // the client's timer ends the wait
  }
  TEST_CASE("paused and untouched, nothing asks to be drawn") {
    app::Session s = session();
    CHECK_FALSE(s.needs_animation());
    CHECK_FALSE(s.next_wakeup());
    s.apply(app::Play{});
    CHECK(s.needs_animation());
    s.apply(app::PressWire{});
    CHECK_FALSE(s.needs_animation());
  }
}

TEST_SUITE("session: runs") {
  TEST_CASE("a run to the next timer stops at the repeated SYN-ACK") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    s.apply(app::RunUntil{app::RunGoal::next_timer});
    finish(s);
    CHECK(s.playhead().at == at(1050ms));
    CHECK(shows(s, "stopped.timer"));
    CHECK_FALSE(s.playing());
  }
  TEST_CASE("a run to one timer passes over the others") {
    app::Session s = session();
    seek(s, 60ms);  // the client has a SYN under way, the server a SYN-ACK
    const auto of = [&](engine::HostId host) { return s.world().host(host).connections.back().id; };
    s.apply(app::RunUntil{.goal = app::RunGoal::this_timer,
                          .timer = app::TimerRef{{server, of(server)}, engine::Timer::retransmit}});
    finish(s);
    CHECK(s.playhead().at == at(150ms));  // the client's was stopped at 100 ms
    CHECK(shows(s, "stopped.timer_stopped"));
  }
  TEST_CASE("a run to one timer ends where it fires") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    const auto half_open = s.world().host(server).connections.back().id;
    s.apply(app::RunUntil{.goal = app::RunGoal::this_timer,
                          .timer = app::TimerRef{{server, half_open}, engine::Timer::retransmit}});
    finish(s);
    CHECK(s.playhead().at == at(1050ms));
    CHECK(shows(s, "stopped.this_timer"));
  }
  TEST_CASE("a run to one state passes over the others") {
    app::Session s = session();
    s.apply(app::Select{server});
    s.apply(app::RunUntil{.goal = app::RunGoal::this_state, .state = engine::State::established});
    finish(s);
    CHECK(s.playhead().at == at(150ms));
    CHECK(shows(s, "stopped.state"));
  }
  TEST_CASE("a run to a change of state watches the selected endpoint only") {
    app::Session s = session();
    seek(s, 60ms);
    s.apply(app::Select{server});
    s.apply(app::RunUntil{app::RunGoal::state_change});
    finish(s);
    CHECK(s.playhead().at == at(150ms));
  }
  TEST_CASE("a run to the answer of the SYN stops when the SYN-ACK departs") {
    app::Session s = session();
    seek(s, 10ms);
    s.apply(app::Select{PacketId{1}});
    s.apply(app::RunUntil{app::RunGoal::selected_answered});
    finish(s);
    CHECK(s.playhead().at == at(50ms));
  }
  TEST_CASE("what was sent before the question arrived is no answer to it") {
    engine::World start = world();
    start.schedule.push_back(call(200ms, client, engine::SendText{"question"}));
    app::Session s(opening(std::move(start)));
    seek(s, 2s);
    seek(s, 10ms);
    s.apply(app::Select{PacketId{4}});
    s.apply(app::RunUntil{app::RunGoal::selected_answered});
    finish(s);
    CHECK(s.playhead().at >= at(250ms));
    CHECK(shows(s, "stopped.answered"));
  }
  TEST_CASE("a run to the answer of nothing is refused") {
    app::Session s = session();
    s.apply(app::RunUntil{app::RunGoal::selected_answered});
    CHECK(shows(s, "refused.nothing_selected"));
    CHECK_FALSE(s.computing());
  }
  TEST_CASE("an endless run stops after 20,000 events") {
    app::Session s = endless();
    s.apply(app::RunUntil{app::RunGoal::quiet});
    finish(s);
    CHECK(s.playhead().steps == app::Player::event_limit);
    CHECK(shows(s, "stopped.limit_packets"));
  }
  TEST_CASE("a run that forged segments keep going is told so, though each of them is answered") {
    app::Session s = session();
    engine::Ipv4Header ip{.source = engine::ipv4(203, 0, 113, 7)};
    ip.destination = s.world().host(server).address;
    const auto syn = engine::made_packet(
        ip, {.source_port = 40'000, .dest_port = 81, .flags = {.syn = true}}, {});
    for (int i = 0; i < 3; ++i)
      s.apply(app::Do{engine::ForgeBurst{client, server, syn, 10'000, 1ms, 1}});
    s.apply(app::RunUntil{app::RunGoal::quiet});
    finish(s);
    CHECK(shows(s, "stopped.limit_forged"));
  }
  TEST_CASE("a long run is cut into slices that leave time for drawing") {
    app::Session s = endless();
    s.apply(app::RunUntil{app::RunGoal::quiet});
    const auto before = std::chrono::steady_clock::now();
    s.tick(0ms);
    const auto taken = std::chrono::steady_clock::now() - before;
    if (s.computing()) CHECK(taken < 500ms);  // 8 ms and a generous allowance for a busy machine
    CHECK(s.playhead().steps > 0);
    s.apply(app::StopRun{});
    CHECK_FALSE(s.computing());
  }
  TEST_CASE("a run that was stopped says nothing later") {
    app::Session s = endless();
    s.apply(app::RunUntil{app::RunGoal::next_timer});
    s.apply(app::Pause{});
    s.apply(app::StepForward{.held = true});
    finish(s);
    CHECK(s.toasts().empty());
  }
  TEST_CASE("seeking beyond what is computed computes it") {
    app::Session s = session();
    seek(s, 10s);
    CHECK(s.playhead().at == at(10s));
    CHECK(state(s, server) == State::established);
  }
}
