// What follows while our own SYN is still unacknowledged: CLOSE in SYN-RECEIVED, and the crossing
// SYN-ACK of a simultaneous open (RFC 9293 3.10.4, 3.10.7.4, RFC 7323 2.2; rulings H1, H2).
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

bool signalled(const Effects& fx, Signal signal) {
  return std::ranges::find(fx.signals, signal) != fx.signals.end();
}

// FIN-WAIT-1 although the peer has not acknowledged our SYN (1000) yet; its own was 5000.
Tcb closed_early(Situation from) {
  Tcb tcb = tcb_in(from, {1000}, {5000}, {.delayed_ack = 0s});
  happen(tcb, ShutdownCall{}, world_start);
  REQUIRE(tcb.state == State::fin_wait_1);
  return tcb;
}

}  // namespace

TEST_SUITE("RFC 9293 3.10.4 CLOSE in SYN-RECEIVED") {
  TEST_CASE("what is sent again is the SYN-ACK, with its ACK") {
    for (const Situation from : {Situation::syn_received_passive, Situation::syn_received_active}) {
      Tcb tcb = closed_early(from);
      const DueTimer due = *earliest(tcb.timers);
      REQUIRE(due.timer == Timer::retransmit);
      const Effects fx = happen(tcb, TimerFires{due.timer}, due.at);
      REQUIRE(fx.segments.size() == 1);
      CHECK(one_line(fx.segments.at(0).segment) == "SYN,ACK 1000/5001");
    }
  }

  TEST_CASE("the same SYN again gets the SYN-ACK again, not a bare ACK") {
    Tcb tcb = closed_early(Situation::syn_received_passive);
    Effects fx;
    arrive(tcb, {.seq = {5000}, .flags = {.syn = true}, .window = granted}, fx);
    CHECK(one_line(fx.segments.at(0).segment) == "SYN,ACK 1000/5001");
  }

  TEST_CASE("the crossing SYN-ACK still acknowledges our SYN") {
    Tcb tcb = closed_early(Situation::syn_received_active);
    Effects fx;
    arrive(tcb,
           {.seq = {5000}, .ack = {1001}, .flags = {.ack = true, .syn = true}, .window = granted},
           fx);
    CHECK(tcb.state == State::fin_wait_1);
    CHECK(tcb.snd.una == SeqNum{1001});
    CHECK(signalled(fx, Signal::connected));
    CHECK(tcb.congestion.cwnd < Congestion::unlimited);
  }

  TEST_CASE("one ACK may cover SYN and FIN") {
    Tcb tcb = closed_early(Situation::syn_received_passive);
    Effects fx;
    arrive(tcb, {.seq = {5001}, .ack = {1002}, .flags = {.ack = true}, .window = granted}, fx);
    CHECK(tcb.state == State::fin_wait_2);
    CHECK(signalled(fx, Signal::connected));
    CHECK(!earliest(tcb.timers));
  }

  TEST_CASE("text that does not acknowledge our SYN is not believed") {
    Tcb tcb = closed_early(Situation::syn_received_passive);
    Effects fx;
    arrive(tcb,
           {.seq = {5001},
            .ack = {1000},
            .flags = {.ack = true, .fin = true},
            .window = granted,
            .text = {0, 4}},
           fx);
    CHECK(tcb.state == State::fin_wait_1);
    CHECK(tcb.rcv.nxt == SeqNum{5001});
    CHECK(one_line(fx.segments.at(0).segment) == "RST 1000");
  }

  TEST_CASE("a lost SYN-ACK and a lost FIN delay the close, no more") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .server_iss = isn + 4000});
      duet.connect(Side::client);
      duet.connect(Side::server);
      duet.lose(with_flags(Side::client, "SYN,ACK"));
      duet.lose(with_flags(Side::client, "FIN,ACK"));
      duet.run(60ms);
      REQUIRE(duet.client().state == State::syn_received);
      duet.shutdown(Side::client);
      duet.run(20s);
      CHECK(duet.client().state == State::fin_wait_2);
      CHECK(duet.server().state == State::close_wait);
      for (const Duet::Sent& s : duet.sent())
        if (s.at > world_start) CHECK(s.segment.flags.ack);  // only the first SYN has none
    }
  }

  TEST_CASE("a SYN-ACK has its own count of retries after CLOSE, too") {
    TcpConfig config{.syn_ack_retries = 2};
    Tcb tcb = tcb_in(Situation::syn_received_passive, {1000}, {5000}, config);
    happen(tcb, ShutdownCall{}, world_start);
    int sent = 0;
    while (const auto due = earliest(tcb.timers)) {
      const Effects fx = happen(tcb, TimerFires{due->timer}, due->at);
      sent += static_cast<int>(fx.segments.size());
    }
    CHECK(tcb.state == State::closed);
    CHECK(sent == 2);
  }
}

TEST_SUITE("ruling H1") {
  TEST_CASE("the window of the crossing SYN-ACK is not scaled") {
    const TcpConfig scaled{.window_scale = 7, .delayed_ack = 0s};
    Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000}, scaled);
    Effects fx;
    Segment syn{.seq = {5000}, .flags = {.syn = true}, .window = 65'535};
    syn.options.window_scale = 7;
    arrive(tcb, syn, fx);
    syn.ack = {1001};
    syn.flags.ack = true;
    arrive(tcb, syn, fx);
    REQUIRE(tcb.state == State::established);
    CHECK(tcb.snd.wnd == 65'535);
    CHECK(tcb.snd.max_wnd == 65'535);
    arrive(tcb, {.seq = {5001}, .ack = {1001}, .flags = {.ack = true}, .window = 10}, fx);
    CHECK(tcb.snd.wnd == 1280);
  }

  TEST_CASE("the crossing SYN-ACK is checked for its timestamp and renews TS.Recent") {
    const TcpConfig stamped{.timestamps = true, .delayed_ack = 0s};
    Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000}, stamped);
    Effects fx;
    Segment syn{.seq = {5000}, .flags = {.syn = true}, .window = granted};
    syn.options.timestamps = Timestamps{500, 0};
    arrive(tcb, syn, fx);
    syn.ack = {1001};
    syn.flags.ack = true;
    syn.options.timestamps->value = 499;
    arrive(tcb, syn, fx);
    CHECK(tcb.state == State::syn_received);
    syn.options.timestamps->value = 507;
    arrive(tcb, syn, fx);
    CHECK(tcb.state == State::established);
    CHECK(tcb.ts.recent == 507);
  }
}

TEST_SUITE("RFC 9293 3.8.5 on a SYN") {
  TEST_CASE("the urgent pointer of a SYN-ACK counts from the number of its SYN") {
    Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000});
    Effects fx;
    arrive(tcb,
           {.seq = {5000},
            .ack = {1001},
            .flags = {.urg = true, .ack = true, .syn = true},
            .window = granted,
            .urgent_pointer = 4,
            .text = {0, 10}},
           fx);
    CHECK(tcb.rcv.up == SeqNum{5004});
    CHECK(signalled(fx, Signal::urgent));
  }

  TEST_CASE("the urgent pointer of a SYN waits, as its text does, until ESTABLISHED") {
    Tcb tcb = tcb_in(Situation::listen, {1000}, {5000});
    Effects fx;
    arrive(tcb,
           {.seq = {5000},
            .flags = {.urg = true, .syn = true},
            .window = granted,
            .urgent_pointer = 4,
            .text = {0, 10}},
           fx);
    CHECK(fx.signals.empty());
    arrive(tcb, {.seq = {5011}, .ack = tcb.snd.max, .flags = {.ack = true}, .window = granted}, fx);
    REQUIRE(tcb.state == State::established);
    CHECK(tcb.rcv.urgent);
    CHECK(tcb.rcv.up == SeqNum{5004});
    CHECK(signalled(fx, Signal::urgent));
  }
}
