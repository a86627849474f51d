// Leaving: shutdown of either direction, orphans, and who waits after a RST (requirements C.7, D.8,
// rulings H7 and H8).
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

constexpr TcpConfig prompt{.delayed_ack = 0s};

Segment next_text(const Tcb& tcb, ByteRef text) {
  return {.seq = tcb.rcv.nxt,
          .ack = tcb.snd.max,
          .flags = {.ack = true},
          .window = granted,
          .text = text};
}

}  // namespace

TEST_SUITE("C.7 shutdown") {
  TEST_CASE("shutdown(RD) puts nothing onto the wire") {
    for (const Situation s : {Situation::syn_sent, Situation::established, Situation::fin_wait_2,
                              Situation::close_wait}) {
      Tcb tcb = tcb_in(s, {1000}, {5000});
      const State before = tcb.state;
      const Effects fx = happen(tcb, ShutdownCall{ShutdownHow::read});
      CHECK(fx.result == CallResult::ok);
      CHECK(fx.segments.empty());
      CHECK(tcb.state == before);
    }
  }

  TEST_CASE("after shutdown(RD) text is acknowledged, thrown away, and RECEIVE says the end") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, prompt);
    Effects fx;
    arrive(tcb, next_text(tcb, {0, 7}), fx);
    happen(tcb, ShutdownCall{ShutdownHow::read}, world_start, fx);
    CHECK(result_of(tcb, ReceiveCall{100}) == CallResult::end_of_file);
    const SeqNum before = tcb.rcv.nxt;
    arrive(tcb, next_text(tcb, {7, 30}), fx);
    CHECK(tcb.rcv.nxt == before + 30);
    CHECK(tcb.receive_buffer.unread() == 0);
    REQUIRE(fx.segments.size() == 1);
    CHECK(fx.segments[0].segment.ack == before + 30);
    CHECK(fx.segments[0].segment.flags == Flags{.ack = true});
    CHECK(std::ranges::find(fx.signals, Signal::readable) == fx.signals.end());
    CHECK(result_of(tcb, ReceiveCall{100}) == CallResult::end_of_file);
  }

  TEST_CASE("what is thrown away never closes the window") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000},
                     prompt_with([](TcpConfig& c) { c.receive_buffer = 100; }));
    Effects fx;
    happen(tcb, ShutdownCall{ShutdownHow::read}, world_start, fx);
    for (int i = 0; i < 5; ++i) {
      arrive(tcb, next_text(tcb, {0, 60}), fx);
      REQUIRE(fx.segments.size() == 1);
      CHECK(fx.segments[0].segment.window >= 60);
    }
  }

  TEST_CASE("shutdown of both directions sends a FIN and reads no more") {
    Tcb tcb = tcb_in(Situation::close_wait, {1000}, {5000}, prompt);
    Effects fx;
    happen(tcb, ShutdownCall{ShutdownHow::both}, world_start, fx);
    CHECK(tcb.state == State::last_ack);
    CHECK(tcb.reading_shut);
  }

  TEST_CASE("without a connection there is nothing to shut down") {
    Tcb closed;
    CHECK(result_of(closed, ShutdownCall{ShutdownHow::read}) == CallResult::does_not_exist);
    Tcb listener = tcb_in(Situation::listen, {1000}, {5000});
    CHECK(result_of(listener, ShutdownCall{ShutdownHow::read}) == CallResult::remote_unspecified);
    CHECK(listener.state == State::listen);
  }

  TEST_CASE("half-closed by shutdown(WR), late text is no reason to reset") {
    DUET(duet, {.config = prompt});
    duet.establish();
    duet.shutdown(Side::client);
    duet.run(100ms);
    duet.send(Side::server, "still welcome");
    duet.run(100ms);
    CHECK(duet.read(Side::client) == "still welcome");
  }
}

TEST_SUITE("D.8 orphans") {
  TEST_CASE("an orphan is given up after its own number of retransmissions") {
    DUET(duet, {.config = prompt_with([](TcpConfig& c) {
                  c.orphan_retries = 3;
                  c.user_timeout = 0s;
                })});
    duet.establish();
    duet.lose(from(Side::server), 1000);
    duet.close(Side::client);
    duet.run(10min);
    CHECK(duet.client().state == State::closed);
    CHECK(duet.noted(Rule::orphan_given_up));
    int fins = 0;
    for (const Duet::Sent& sent : duet.sent())
      fins += sent.from == Side::client && sent.segment.flags.fin;
    CHECK(fins == 1 + 3);
  }

  TEST_CASE("half-closed is no orphan: it has all the retransmissions") {
    DUET(duet, {.config = prompt_with([](TcpConfig& c) {
                  c.orphan_retries = 3;
                  c.user_timeout = 0s;
                })});
    duet.establish();
    duet.lose(from(Side::server), 1000);
    duet.shutdown(Side::client);
    duet.run(1min);
    CHECK(duet.client().state == State::fin_wait_1);
  }

  TEST_CASE("an orphan that probes a closed window in vain is given up too") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, prompt_with([](TcpConfig& c) {
                       c.orphan_retries = 2;
                       c.user_timeout = 0s;
                     }));
    Effects fx;
    arrive(tcb, {.seq = tcb.rcv.nxt, .ack = tcb.snd.max, .flags = {.ack = true}, .window = 0}, fx);
    happen(tcb, SendCall{.bytes = {0, 5}, .iss = {}}, world_start, fx);
    happen(tcb, CloseCall{}, world_start, fx);
    int probes = 0;
    while (tcb.state != State::closed && probes < 20) {
      REQUIRE(tcb.timers[Timer::persist].running());
      happen(tcb, TimerFires{Timer::persist}, tcb.timers[Timer::persist].expires_at, fx);
      ++probes;
    }
    CHECK(probes == 3);
  }
}

TEST_SUITE("H7 whoever resets waits in TIME-WAIT") {
  const TcpConfig keeps = prompt_with([](TcpConfig& c) { c.reset_keeps_time_wait = true; });

  TEST_CASE("ABORT in every synchronized state that sends a RST") {
    for (const Situation s : {Situation::established, Situation::fin_wait_1, Situation::fin_wait_2,
                              Situation::close_wait})
      for (const bool kept : {false, true}) {
        Tcb tcb = tcb_in(s, {1000}, {5000}, kept ? keeps : prompt);
        const Effects fx = happen(tcb, AbortCall{});
        REQUIRE(fx.segments.size() == 1);
        CHECK(fx.segments[0].segment.flags.rst);
        CHECK(tcb.state == (kept ? State::time_wait : State::closed));
        CHECK(tcb.timers[Timer::time_wait].running() == kept);
        CHECK(tcb.send_buffer.empty());
        CHECK(fx.signals == std::vector{Signal::reset});
      }
  }

  TEST_CASE("unread text at close, and text after it") {
    Tcb unread = tcb_in(Situation::established, {1000}, {5000}, keeps);
    Effects fx;
    arrive(unread, next_text(unread, {0, 7}), fx);
    happen(unread, CloseCall{}, world_start, fx);
    CHECK(unread.state == State::time_wait);

    Tcb late = tcb_in(Situation::fin_wait_2, {1000}, {5000}, keeps);
    happen(late, CloseCall{}, world_start, fx);
    arrive(late, next_text(late, {0, 7}), fx);
    CHECK(late.state == State::time_wait);
    CHECK(fx.segments.at(0).segment.flags.rst);
  }

  TEST_CASE("a handshake that is aborted is not kept") {
    Tcb tcb = tcb_in(Situation::syn_received_passive, {1000}, {5000}, keeps);
    happen(tcb, AbortCall{});
    CHECK(tcb.state == State::closed);
  }

  TEST_CASE("text that was under way meets the record and is not answered by a RST") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, keeps);
    happen(tcb, AbortCall{});
    Effects fx;
    arrive(tcb, next_text(tcb, {0, 7}), fx);
    CHECK(tcb.state == State::time_wait);
    REQUIRE(fx.segments.size() == 1);
    CHECK_FALSE(fx.segments[0].segment.flags.rst);
  }
}

TEST_SUITE("H8 Linux believes more RSTs") {
  const TcpConfig wider = prompt_with([](TcpConfig& c) { c.wider_resets = true; });

  TEST_CASE("one number before a FIN that was taken") {
    for (const std::uint32_t isn : sliding_isns)
      for (const Situation s : {Situation::close_wait, Situation::closing, Situation::last_ack})
        for (const bool switched_on : {false, true}) {
          Tcb tcb = tcb_in(s, {1000}, {isn}, switched_on ? wider : prompt);
          Effects fx;
          arrive(tcb, {.seq = tcb.rcv.nxt - 1, .flags = {.rst = true}}, fx);
          CHECK((tcb.state == State::closed) == switched_on);
          CHECK(fx.segments.empty());
        }
  }

  TEST_CASE("not where no FIN was taken, and not two numbers before") {
    Tcb open = tcb_in(Situation::established, {1000}, {5000}, wider);
    Effects fx;
    arrive(open, {.seq = open.rcv.nxt - 1, .flags = {.rst = true}}, fx);
    CHECK(open.state == State::established);
    Tcb half = tcb_in(Situation::close_wait, {1000}, {5000}, wider);
    arrive(half, {.seq = half.rcv.nxt - 2, .flags = {.rst = true}}, fx);
    CHECK(half.state == State::close_wait);
  }

  TEST_CASE("of a half-open request any RST in the window is believed") {
    for (const bool switched_on : {false, true}) {
      Tcb tcb =
          tcb_in(Situation::syn_received_passive, {1000}, {5000}, switched_on ? wider : prompt);
      Effects fx;
      arrive(tcb, {.seq = tcb.rcv.nxt + tcb.rcv.wnd, .flags = {.rst = true}}, fx);
      CHECK(tcb.state == State::syn_received);  // just outside
      arrive(tcb, {.seq = tcb.rcv.nxt + 500, .flags = {.rst = true}}, fx);
      CHECK((tcb.state == State::listen) == switched_on);
      CHECK(fx.segments.size() == (switched_on ? 0 : 1));  // a challenge ACK
    }
  }

  TEST_CASE("at the right edge of the highest text beyond a gap, if SACK told the peer of it") {
    for (const bool switched_on : {false, true})
      for (const bool sack : {false, true}) {
        Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, switched_on ? wider : prompt);
        tcb.sack_permitted = sack;
        Effects fx;
        Segment beyond = next_text(tcb, {0, 10});
        beyond.seq += 50;
        arrive(tcb, beyond, fx);
        arrive(tcb, {.seq = tcb.rcv.nxt + 60, .flags = {.rst = true}}, fx);
        CHECK((tcb.state == State::closed) == (switched_on && sack));
        if (tcb.state != State::closed) CHECK(fx.segments.size() == 1);  // a challenge ACK
      }
  }
}

TEST_SUITE("RFC 9293 3.10.5") {
  TEST_CASE("an abort's RST is bare, or acknowledges too as all stacks do") {
    for (const bool switched_on : {false, true}) {
      Tcb tcb = tcb_in(Situation::established, {1000}, {5000},
                       prompt_with([&](TcpConfig& c) { c.reset_acknowledges = switched_on; }));
      const SeqNum next = tcb.snd.max, expected = tcb.rcv.nxt;
      const Effects fx = happen(tcb, AbortCall{});
      REQUIRE(fx.segments.size() == 1);
      const Segment& reset = fx.segments[0].segment;
      CHECK(reset.flags == Flags{.ack = switched_on, .rst = true});
      CHECK(reset.seq == next);
      CHECK(reset.ack == (switched_on ? expected : SeqNum{}));
    }
  }

  TEST_CASE("the RST that answers late text never acknowledges") {
    Tcb tcb = tcb_in(Situation::fin_wait_2, {1000}, {5000},
                     prompt_with([](TcpConfig& c) { c.reset_acknowledges = true; }));
    tcb.application_left = true;
    Effects fx;
    arrive(tcb, next_text(tcb, {0, 10}), fx);
    REQUIRE(fx.segments.size() == 1);
    CHECK(fx.segments[0].segment.flags == Flags{.rst = true});
  }
}

TEST_SUITE("D.6 keepalive fails") {
  TEST_CASE("giving up may be told by a RST, as Linux does") {
    for (const bool told : {false, true}) {
      DUET(duet, {.config = {.delayed_ack = 0s, .keepalive = true, .keepalive_reset = told}});
      duet.establish();
      duet.lose(from(Side::server), 1000);
      duet.run(7900s);
      CHECK(duet.client().state == State::closed);
      CHECK((duet.departures(Side::client).back().find("RST") == 0) == told);
    }
  }
}
