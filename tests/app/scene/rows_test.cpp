#include <doctest/doctest.h>

#include "app/scene/queues.hpp"
#include "app/scene/tcb_rows.hpp"
#include "app/scene/timer_rows.hpp"
#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;
using doctest::Approx;
using engine::TcbField;

namespace {

const engine::Connection& newest(const engine::World& world, engine::HostId host) {
  const engine::Connection* found = engine::test::newest_connection(world.host(host));
  REQUIRE(found != nullptr);
  return *found;
}

const TcbRow& tcb_row(const std::vector<TcbRow>& rows, TcbField field) {
  const auto found = std::ranges::find(rows, field, &TcbRow::field);
  REQUIRE(found != rows.end());
  return *found;
}

std::vector<TcbRow> client_rows(const Recorded& run, engine::StepIndex steps, Numbers numbers) {
  const auto now = engine::variables(newest(run.timeline.at(steps), client).tcb);
  const auto before = engine::variables(newest(run.timeline.at(steps - 1), client).tcb);
  return tcb_rows(now, before, TcbDetail::essential, numbers);
}

std::vector<TimerRow> server_timers(const Recorded& run, engine::Duration t) {
  TimeMap map;
  map.catch_up(run.index, run.next_event_at(), {});
  const Position p = run.position(t);
  return timer_rows(run.index, newest(run.world(p), server), p, map);
}

}  // namespace

TEST_SUITE("app/scene/tcb_rows") {
  TEST_CASE("the variable that the last step changed shows its old value") {
    const Recorded run = handshake();
    const auto rows = client_rows(run, run.position(100ms).steps, Numbers::raw);
    CHECK(tcb_row(rows, TcbField::snd_una).old == PhraseValue{engine::SeqNum{1000}});
    CHECK(tcb_row(rows, TcbField::snd_una).value == PhraseValue{engine::SeqNum{1001}});
    CHECK_FALSE(tcb_row(rows, TcbField::iss).old.has_value());
  }

  TEST_CASE("relative numbers count from the own ISN of each direction") {
    const Recorded run = handshake();
    const auto rows = client_rows(run, run.position(100ms).steps, Numbers::relative);
    CHECK(tcb_row(rows, TcbField::snd_nxt).value == PhraseValue{std::int64_t{1}});
    CHECK(tcb_row(rows, TcbField::rcv_nxt).value == PhraseValue{std::int64_t{1}});
    CHECK(tcb_row(rows, TcbField::iss).value == PhraseValue{engine::SeqNum{1000}});
  }

  TEST_CASE("before the peer has spoken its numbers are unknown, which is not zero") {
    const Recorded run = handshake();
    const PhraseValue unknown{Word{"tcb.unknown"}};
    const auto sent = engine::variables(newest(run.world(run.position(20ms)), client).tcb);
    const auto early = tcb_rows(sent, sent, TcbDetail::essential, Numbers::raw);
    for (const TcbField field : {TcbField::rcv_nxt, TcbField::irs, TcbField::snd_wnd})
      CHECK(tcb_row(early, field).value == unknown);
    CHECK(tcb_row(early, TcbField::iss).value == PhraseValue{engine::SeqNum{1000}});
    const auto later = client_rows(run, run.position(100ms).steps, Numbers::raw);
    CHECK(tcb_row(later, TcbField::rcv_nxt).old == unknown);
    CHECK(tcb_row(later, TcbField::rcv_nxt).value == PhraseValue{engine::SeqNum{5001}});
  }

  TEST_CASE("a listener has no numbers of its own") {
    const Recorded run = handshake();
    const engine::World world = run.timeline.at(1);
    REQUIRE_FALSE(world.host(server).connections.empty());
    const auto now = engine::variables(world.host(server).connections.begin()->tcb);
    for (const TcbRow& row : tcb_rows(now, now, TcbDetail::essential, Numbers::relative))
      CHECK(row.value == PhraseValue{Word{"tcb.unknown"}});
  }

  TEST_CASE("a congestion window that nothing limits has no number") {
    CHECK(tcb_value(TcbField::cwnd, 0x7FFF'FFFF, {}, Numbers::raw) ==
          PhraseValue{Word{"tcb.unlimited"}});
    CHECK(tcb_value(TcbField::cwnd, 14'600, {}, Numbers::raw) == PhraseValue{std::int64_t{14'600}});
  }

  TEST_CASE("RTO is a duration") {
    const Recorded run = handshake();
    const auto rows = client_rows(run, run.position(100ms).steps, Numbers::raw);
    CHECK(std::holds_alternative<engine::Duration>(tcb_row(rows, TcbField::rto).value));
  }
}

TEST_SUITE("app/scene/timer_rows") {
  TEST_CASE("a running timer says how much is left and what follows") {
    const auto rows = server_timers(lost_third_ack(), 550ms);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].left == 500ms);  // armed at 50 ms for 1 s
    CHECK(rows[0].fraction == Approx(0.5));
    CHECK(rows[0].consequence.key == "timer.then.resend.syn_ack.counted");
  }

  TEST_CASE("each expiry counts the attempt on and doubles the next wait") {
    const Recorded run = lost_third_ack();
    const auto value = [&](engine::Duration t, const std::string& wanted) {
      const TimerRow timer = server_timers(run, t).at(0);
      for (const auto& [name, found] : timer.consequence.values)
        if (name == wanted) return found;
      return PhraseValue{};
    };
    CHECK(value(500ms, "attempt") == PhraseValue{std::int64_t{1}});
    CHECK(value(500ms, "next") == PhraseValue{engine::Duration{2s}});
    CHECK(value(2s, "attempt") == PhraseValue{std::int64_t{2}});
    CHECK(value(2s, "next") == PhraseValue{engine::Duration{4s}});
  }

  TEST_CASE("when no attempt is left the timer announces the end") {
    const Recorded run = lost_third_ack(50s);
    const auto rows = server_timers(run, 40s);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].consequence.key == "timer.then.give_up");
  }

  TEST_CASE("a timer that fired stays for a second on the screen") {
    Recorded run;
    engine::TcpConfig config = engine::test::two_hosts().hosts[1].config;
    config.delayed_ack = 200ms;
    run.act(engine::SetConfig{server, config}, 0ns);
    run.call(server, engine::Listen{.port = 80}, 0ns);
    run.call(client, engine::Connect{.remote = engine::test::server_socket()}, 0ns);
    run.call(client, engine::SendText{.text = "x", .urgent = false}, 300ms);
    run.run_to(3s);
    const auto rows = server_timers(run, 560ms);  // data arrived at 350 ms
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].timer == engine::Timer::delayed_ack);
    CHECK(rows[0].just_fired);
    CHECK(server_timers(run, 2900ms).empty());
  }

  TEST_CASE("TIME_WAIT forgets the connection at its end") {
    const Recorded run = four_way_close();
    TimeMap map;
    map.catch_up(run.index, run.next_event_at(), {});
    const Position p = run.position(1s);
    const auto rows = timer_rows(run.index, newest(run.world(p), client), p, map);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].timer == engine::Timer::time_wait);
    CHECK(rows[0].consequence.key == "timer.then.forget");
  }
}

TEST_SUITE("app/scene/queues") {
  TEST_CASE("a half-open connection is a cell of the SYN queue") {
    const Recorded run = lost_third_ack();
    const Position p = run.position(4s);
    const auto queues = listener_queues(run.world(p).host(server), p.at);
    REQUIRE(queues.size() == 1);
    REQUIRE(queues[0].half_open.count == 1);
    CHECK(queues[0].half_open.cells[0].remote == "10.0.0.1:50000");
    CHECK(queues[0].half_open.cells[0].retries == 2);
    CHECK(queues[0].acceptable.count == 0);
  }

  TEST_CASE("a step tells which requests came into a queue and which went") {
    const Recorded run = handshake();
    const auto half_open = [&](engine::StepIndex steps) {
      return listener_queues(run.timeline.at(steps).host(server), at(0ns)).at(0).half_open;
    };
    const engine::StepIndex syn = run.position(50ms).steps, ack = run.position(150ms).steps;
    const QueueChange came = change_of(half_open(syn - 1), half_open(syn));
    CHECK(came.entered.size() == 1);
    CHECK(came.left.empty());
    CHECK(change_of(half_open(syn), half_open(ack - 1)).entered.empty());
    CHECK(change_of(half_open(ack - 1), half_open(ack)).left == came.entered);
  }

  TEST_CASE("a request answered with a cookie is no cell; that there was one is told for a while") {
    const Recorded run = handshake();
    engine::World world = run.world(run.position(20ms));
    engine::Host& host = world.host(server);
    const engine::Instant then = engine::world_start + 10s;
    const auto quiet = listener_queues(host, then);
    REQUIRE(quiet.size() == 1);
    CHECK_FALSE(quiet[0].cookie_age);
    host.connections.edit(quiet[0].listener).last_cookie = then - 2s;
    host.connections.refresh(quiet[0].listener);
    CHECK(listener_queues(host, then)[0].cookie_age == engine::Duration{2s});
    CHECK(listener_queues(host, then)[0].half_open.count == 0);
    CHECK_FALSE(listener_queues(host, then + 128s)[0].cookie_age);  // it would not be believed
  }

  TEST_CASE("the panel shows the newest connection before the listener") {
    const Recorded run = handshake();
    const engine::World before = run.world(run.position(20ms)),
                        after = run.world(run.position(60ms));
    const auto listener = default_connection(before.host(server));
    const auto child = default_connection(after.host(server));
    REQUIRE(listener.has_value());
    REQUIRE(child.has_value());
    CHECK(*listener != *child);
  }

  TEST_CASE("the list names the listener without a remote end") {
    const Recorded run = handshake();
    const auto rows = connection_rows(run.timeline.edge().host(server), at(200ms));
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].listener);
    CHECK(rows[0].remote.empty());
    CHECK(rows[1].state == engine::State::established);
    CHECK(rows[1].in_state == 50ms);
  }
}
