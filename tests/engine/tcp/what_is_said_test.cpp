// Notes must be true in every case in which they are said: here are the cases in which they once
// were not.
#include <doctest/doctest.h>

#include "engine/tcp/urgent.hpp"
#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

Segment ack_of(std::uint32_t number, std::uint16_t window = granted) {
  return {.seq = {5001}, .ack = {number}, .flags = {.ack = true}, .window = window};
}

// ESTABLISHED; 1001..1511 has left in two segments, and the first has just left again.
Tcb after_timeout(std::uint16_t window = granted) {
  Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.mss = 500, .delayed_ack = 0s});
  Effects fx = happen(tcb, SendCall{.bytes = {50, 990}, .iss = {}}, world_start);
  REQUIRE(tcb.snd.max == SeqNum{1511});
  const DueTimer due = *earliest(tcb.timers);
  happen(tcb, TimerFires{due.timer}, due.at, fx);
  CHECK(noted(fx, Rule::segment_retransmitted));
  arrive(tcb, ack_of(1501, window), fx);
  CHECK(!noted(fx, Rule::all_acknowledged_timer_stopped));
  return tcb;
}

}  // namespace

TEST_SUITE("what is said about acknowledgments") {
  TEST_CASE("the timer does not stop while something sent before a timeout is unacknowledged") {
    const Tcb tcb = after_timeout();
    CHECK(tcb.snd.una != tcb.snd.max);
    CHECK(tcb.timers[Timer::retransmit].running());
  }

  TEST_CASE("only the front is called the earliest; what follows leaves anew") {
    Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000}, {.mss = 500, .delayed_ack = 0s});
    Effects fx;
    Segment syn_ack{
        .seq = {5000}, .ack = {1001}, .flags = {.ack = true, .syn = true}, .window = 10'000};
    syn_ack.options.mss = 500;
    arrive(tcb, syn_ack, fx);
    happen(tcb, SendCall{.bytes = {0, 2000}, .iss = {}}, world_start, fx);
    REQUIRE(fx.segments.size() == 4);
    const DueTimer due = *earliest(tcb.timers);
    happen(tcb, TimerFires{due.timer}, due.at, fx);
    CHECK(noted(fx, Rule::segment_retransmitted));
    CHECK(!noted(fx, Rule::segment_sent_anew));
    arrive(tcb, ack_of(1501, 10'000), fx);
    CHECK(noted(fx, Rule::segment_sent_anew));
    CHECK(!noted(fx, Rule::segment_retransmitted));
  }

  TEST_CASE("a FIN that is sent again is called by its name") {
    Tcb tcb = tcb_in(Situation::fin_wait_1, {1000}, {5000});
    const DueTimer due = *earliest(tcb.timers);
    const Effects fx = happen(tcb, TimerFires{due.timer}, due.at);
    CHECK(noted(fx, Rule::fin_retransmitted));
  }

  TEST_CASE("an ACK that changes the window is no duplicate") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, ack_of(1001, 2 * granted), fx);
    CHECK(!noted(fx, Rule::duplicate_ack));
    arrive(tcb, ack_of(1001, 2 * granted), fx);
    CHECK(noted(fx, Rule::duplicate_ack));
  }

  TEST_CASE("after a timeout, too, an ACK can be a duplicate") {
    Tcb tcb = after_timeout();
    Effects fx;
    arrive(tcb, ack_of(1501), fx);
    CHECK(noted(fx, Rule::duplicate_ack));
  }

  TEST_CASE("at a closed window only what is new is called news") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.receive_buffer = 10});
    Effects fx;
    Segment text = ack_of(1001);
    text.text = {0, 10};
    arrive(tcb, text, fx);
    REQUIRE(tcb.rcv.wnd == 0);
    Segment probe = ack_of(1001);
    probe.seq = {5011};
    probe.text = {10, 1};
    arrive(tcb, probe, fx);
    CHECK(!noted(fx, Rule::ack_at_closed_window_used));
    probe.ack = {1011};
    arrive(tcb, probe, fx);
    CHECK(noted(fx, Rule::ack_at_closed_window_used));
    CHECK(!noted(fx, Rule::ack_of_misfit_used));
  }
}

TEST_SUITE("what is said about numbers") {
  TEST_CASE("the number of the RST of an ABORT is the one that is sent, after a timeout too") {
    Tcb tcb = after_timeout();
    const Effects fx = happen(tcb, AbortCall{}, world_start);
    CHECK(note_of(fx, Rule::abort_sends_reset)->numbers[0] == fx.segments.at(0).segment.seq.raw);
  }

  TEST_CASE("where timestamps decide about TIME-WAIT, timestamps are named") {
    Tcb tcb = tcb_in(Situation::time_wait, {1000}, {5000}, {.timestamps = true});
    tcb.ts.on = true;
    tcb.ts.recent = 500;
    Segment syn{.seq = tcb.rcv.nxt + 70, .flags = {.syn = true}};
    syn.options.timestamps = Timestamps{400, 0};
    Effects fx;
    arrive(tcb, syn, fx);
    CHECK(note_of(fx, Rule::syn_timestamp_is_newer)->outcome == Outcome::failed);
    CHECK(!noted(fx, Rule::syn_is_newer));
    syn.options.timestamps = Timestamps{500, 0};
    arrive(tcb, syn, fx);
    CHECK(note_of(fx, Rule::syn_is_newer)->outcome == Outcome::passed);
    tcb = tcb_in(Situation::time_wait, {1000}, {5000}, {.timestamps = true});
    arrive(tcb, syn, fx);
    CHECK(noted(fx, Rule::syn_brings_timestamps));
  }

  TEST_CASE("at its bound the timeout is told as it is") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.rto_max = 3s});
    Effects fx;
    for (const std::uint32_t expected : {2000u, 3000u, 3000u}) {
      const DueTimer due = *earliest(tcb.timers);
      happen(tcb, TimerFires{due.timer}, due.at, fx);
      CHECK(note_of(fx, Rule::timeout_backs_off)->numbers[0] == expected);
    }
  }
}

TEST_SUITE("each silence says why") {
  TEST_CASE("a FIN for which the text leaves no room") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.receive_buffer = 10});
    Effects fx;
    Segment full = ack_of(1001);
    full.text = {0, 10};
    full.flags.fin = true;
    arrive(tcb, full, fx);
    CHECK(note_of(fx, Rule::fin_beyond_window)->numbers[0] == 5011);
    CHECK(tcb.state == State::established);
  }

  TEST_CASE("a second small segment while the acknowledgment of the first is delayed") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    Segment text = ack_of(1001);
    text.text = {0, 3};
    arrive(tcb, text, fx);
    CHECK(note_of(fx, Rule::ack_delayed)->numbers[0] == 3);
    text.seq = {5004};
    arrive(tcb, text, fx);
    CHECK(note_of(fx, Rule::ack_delayed)->numbers[0] == 6);
    CHECK(fx.segments.empty());
  }
}

TEST_SUITE("RFC 9293 3.8.5") {
  TEST_CASE("behind the peer's FIN nothing is urgent any more") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.receive_buffer = 10});
    Effects fx;
    Segment last = ack_of(1001);
    last.text = {0, 9};
    last.flags.fin = true;
    arrive(tcb, last, fx);
    REQUIRE(tcb.state == State::close_wait);
    REQUIRE(tcb.rcv.wnd == 0);
    Segment beyond = ack_of(1001);
    beyond.seq = tcb.rcv.nxt;
    beyond.flags.urg = true;
    beyond.urgent_pointer = 5;
    beyond.text = {0, 1};
    arrive(tcb, beyond, fx);
    CHECK(!tcb.rcv.urgent);
    CHECK(fx.signals.empty());
  }

  TEST_CASE("the pointer counts without text, and again whenever it moves ahead") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    Segment bare = ack_of(1001);
    bare.flags.urg = true;
    using Signals = std::vector<Signal>;
    const auto point_to = [&](std::uint16_t pointer) {
      bare.urgent_pointer = pointer;
      arrive(tcb, bare, fx);
      return fx.signals;
    };
    CHECK(point_to(10) == Signals{Signal::urgent});
    CHECK(point_to(30) == Signals{Signal::urgent});
    CHECK(point_to(30) == Signals{});
    CHECK(point_to(20) == Signals{});
    CHECK(tcb.rcv.up == SeqNum{5031});
  }

  TEST_CASE(
      "a pointer to text that is here but not yet read counts, one to what was read does not") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    Segment text = ack_of(1001);
    text.text = {0, 10};
    arrive(tcb, text, fx);
    Segment bare = ack_of(1001);
    bare.seq = tcb.rcv.nxt;
    bare.flags.urg = true;  // it ends before the next octet: all that has come is urgent
    arrive(tcb, bare, fx);
    CHECK(fx.signals == std::vector<Signal>{Signal::urgent});
    CHECK(urgent_octets_left(tcb) == 10);
    happen(tcb, ReceiveCall{10}, world_start, fx);
    CHECK(!tcb.rcv.urgent);
    arrive(tcb, bare, fx);
    CHECK(fx.signals.empty());
  }

  TEST_CASE("urgent text may be longer than the pointer can say") {
    DUET(duet, {.config = {.window_scale = 4,
                           .receive_buffer = 200'000,
                           .send_buffer = 200'000,
                           .delayed_ack = 0s}});
    duet.establish();
    duet.send(Side::client, std::string(100'000, 'u'), true);
    std::string text;
    for (int i = 0; i < 40; ++i) {
      duet.run(1s);
      text += duet.read(Side::server);
    }
    CHECK(text.size() == 100'000);
    CHECK(duet.server().rcv.up == SeqNum{1001 + 100'000});
    CHECK(duet.signalled(Side::server, Signal::urgent) > 1);
    CHECK(!duet.server().rcv.urgent);
  }
}
