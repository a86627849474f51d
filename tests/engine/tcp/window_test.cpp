// Windows at both ends: reassembly, trimming, silly windows, closed windows (RFC 9293 3.8.6;
// requirements A.7, D.4).
#include <doctest/doctest.h>

#include <utility>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

TEST_SUITE("RFC 9293 3.8.6") {
  TEST_CASE("text out of order is kept, answered at once and delivered with the missing part") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .config = {.nagle = false}});
      duet.establish();
      bool one = true;
      duet.hold([&one](Side side, const Segment& s) {
        return side == Side::client && s.text.length > 0 && std::exchange(one, false);
      });
      duet.send(Side::client, "first ");
      duet.send(Side::client, "second");
      duet.run(100ms);
      CHECK(duet.noted(Rule::text_beyond_gap));
      CHECK(duet.server().receive_buffer.held() == 6);
      duet.release();
      duet.run(100ms);
      CHECK(duet.read(Side::server) == "first second");
      CHECK(duet.noted(Rule::held_text_in_order));
    }
  }

  TEST_CASE("a segment is trimmed to the window on both sides") {
    for (const std::uint32_t irs : sliding_isns) {
      Tcb tcb = tcb_in(Situation::established, {1000}, {irs}, {.receive_buffer = 100});
      Effects fx;
      arrive(tcb,
             {.seq = tcb.rcv.nxt - 5,
              .ack = tcb.snd.una,
              .flags = {.ack = true, .fin = true},
              .window = granted,
              .text = {700, 200}},
             fx);
      CHECK(tcb.rcv.nxt == SeqNum{irs} + 101);
      CHECK(tcb.rcv.wnd == 0);
      CHECK(tcb.state == State::established);
      CHECK(!tcb.receive_buffer.fin());  // it lay beyond
      fx = happen(tcb, ReceiveCall{1000}, world_start);
      CHECK(fx.received == std::vector<ByteRef>{{705, 100}});
    }
  }

  TEST_CASE("duplicates on the wire change nothing") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn});
      duet.establish();
      duet.duplicate_next();
      duet.send(Side::client, "once");
      duet.run(1s);
      CHECK(duet.read(Side::server) == "once");
      CHECK(duet.noted(Rule::ack_for_unacceptable));
    }
  }

  TEST_CASE("a shrunken window stops new text and breaks nothing") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = {5001}, .ack = {1001}, .flags = {.ack = true}, .window = 3}, fx);
    CHECK(tcb.snd.wnd == 3);
    CHECK(fx.segments.empty());
    fx = happen(tcb, SendCall{.bytes = {50, 100}, .iss = {}}, world_start);
    CHECK(fx.segments.empty());
  }

  TEST_CASE("only a segment that is newer may change the window") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    const auto grant = [&](SeqNum seq, SeqNum ack, std::uint16_t window) {
      arrive(tcb, {.seq = seq, .ack = ack, .flags = {.ack = true}, .window = window}, fx);
      return tcb.snd.wnd;
    };
    CHECK(grant({5004}, {1001}, 700) == 700);  // WL1 is 5004 now
    CHECK(grant({5003}, {1001}, 600) == 700);
    CHECK(grant({5004}, {1002}, 500) == 500);
    CHECK(grant({5004}, {1001}, 400) == 500);
  }

  TEST_CASE("an acknowledgment by an older segment leaves the right edge of the window in place") {
    for (const std::uint32_t isn : sliding_isns) {
      Tcb tcb = tcb_in(Situation::established, {isn}, {5000});
      Effects fx;
      const auto hear = [&](SeqNum seq, std::uint32_t numbers, std::uint16_t window) {
        const SeqNum ack{isn + 1 + numbers};
        arrive(tcb, {.seq = seq, .ack = ack, .flags = {.ack = true}, .window = window}, fx);
        return tcb.snd.una == ack ? tcb.snd.wnd : 0;
      };
      CHECK(hear({5004}, 0, 700) == 700);  // newer than the three octets that are still missing
      CHECK(hear({5001}, 6, 990) == 694);
      CHECK(hear({5004}, 6, 650) == 650);
    }
  }

  TEST_CASE("a sender does not fill a window that opens octet by octet") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    happen(tcb, SendCall{.bytes = {50, 3000}, .iss = {}}, world_start, fx);
    arrive(tcb, {.seq = {5001}, .ack = tcb.snd.max, .flags = {.ack = true}, .window = 0}, fx);
    CHECK(fx.segments.empty());
    arrive(tcb, {.seq = {5001}, .ack = tcb.snd.max, .flags = {.ack = true}, .window = 1}, fx);
    CHECK(fx.segments.empty());
    const DueTimer due = *earliest(tcb.timers);
    CHECK(due.timer == Timer::persist);
    arrive(tcb, {.seq = {5001}, .ack = tcb.snd.max, .flags = {.ack = true}, .window = 499}, fx);
    CHECK(fx.segments.empty());
    arrive(tcb, {.seq = {5001}, .ack = tcb.snd.max, .flags = {.ack = true}, .window = 500}, fx);
    CHECK(fx.segments.at(0).segment.text.length == 500);  // half of the largest window seen
  }

  TEST_CASE("the override timer sends what fits into a small window") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = {5001}, .ack = {1011}, .flags = {.ack = true}, .window = 20}, fx);
    happen(tcb, SendCall{.bytes = {50, 3000}, .iss = {}}, world_start, fx);
    CHECK(fx.segments.empty());
    const DueTimer due = *earliest(tcb.timers);
    CHECK(due.at == world_start + 1s);
    happen(tcb, TimerFires{due.timer}, due.at, fx);
    CHECK(fx.segments.at(0).segment.text.length == 20);
    CHECK(tcb.timers[Timer::retransmit].running());
  }

  TEST_CASE("after a timeout a bare ACK still has the highest number that was sent") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.mss = 500, .delayed_ack = 0s});
    Effects fx;
    happen(tcb, SendCall{.bytes = {50, 990}, .iss = {}}, world_start, fx);
    CHECK(tcb.snd.max == SeqNum{1511});
    const DueTimer due = *earliest(tcb.timers);
    happen(tcb, TimerFires{due.timer}, due.at, fx);
    CHECK(tcb.snd.nxt == SeqNum{1501});
    arrive(
        tcb,
        {.seq = {5001}, .ack = {1001}, .flags = {.ack = true}, .window = granted, .text = {0, 1}},
        fx);
    CHECK(one_line(fx.segments.back().segment) == "ACK 1511/5002");
  }

  TEST_CASE("while probing, a bare ACK has the number that the peer expects") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.delayed_ack = 0s});
    Effects fx;
    arrive(tcb, {.seq = {5001}, .ack = {1011}, .flags = {.ack = true}, .window = 0}, fx);
    happen(tcb, SendCall{.bytes = {50, 100}, .iss = {}}, world_start, fx);
    const DueTimer due = *earliest(tcb.timers);
    happen(tcb, TimerFires{due.timer}, due.at, fx);
    CHECK(one_line(fx.segments.at(0).segment) == "ACK 1011/5001 +1");
    arrive(tcb, {.seq = {5001}, .ack = {1011}, .flags = {.ack = true}, .text = {0, 1}}, fx);
    CHECK(one_line(fx.segments.at(0).segment) == "ACK 1011/5002");
  }

  TEST_CASE("a second full-sized segment is acknowledged at once, a single one is not") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    Segment full{
        .seq = {5001}, .ack = {1001}, .flags = {.ack = true}, .window = granted, .text = {0, 1000}};
    arrive(tcb, full, fx);
    CHECK(fx.segments.empty());
    full.seq = {6001};
    arrive(tcb, full, fx);
    REQUIRE(fx.segments.size() == 1);
    CHECK(fx.segments.at(0).segment.ack == SeqNum{7001});
  }

  TEST_CASE("no segment is larger than a packet, whatever both ends announce") {
    Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000}, {.mss = 65'535, .window_scale = 2});
    Effects fx;
    Segment syn_ack{
        .seq = {5000}, .ack = {1001}, .flags = {.ack = true, .syn = true}, .window = 65'535};
    syn_ack.options.mss = 65'535;
    syn_ack.options.window_scale = 2;
    arrive(tcb, syn_ack, fx);
    CHECK(tcb.snd.mss == 65'495);
  }

  TEST_CASE("a reader of single octets does not cause single-octet windows") {
    DUET(duet, {.config = {.receive_buffer = 4000, .delayed_ack = 0s}});
    duet.establish();
    duet.send_bulk(Side::client, 8000);
    duet.run(1500ms);
    REQUIRE(duet.server().rcv.wnd == 0);
    const std::size_t before = duet.sent().size();
    for (int i = 0; i < 1459; ++i) duet.read(Side::server, 1);
    CHECK(duet.sent().size() == before);
    duet.read(Side::server, 1);
    CHECK(duet.sent().size() == before + 1);
    CHECK(duet.sent().back().segment.window == 1460);
  }

  TEST_CASE("at a closed window RST and URG still count") {
    TcpConfig full{.receive_buffer = 10};
    const auto closed_window = [&full] {
      Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, full);
      Effects fx;
      arrive(tcb,
             {.seq = {5001},
              .ack = {1001},
              .flags = {.ack = true},
              .window = granted,
              .text = {0, 10}},
             fx);
      REQUIRE(tcb.rcv.wnd == 0);
      return tcb;
    };
    Effects fx;
    Tcb reset = closed_window();
    arrive(reset, {.seq = {5011}, .flags = {.rst = true}}, fx);
    CHECK(reset.state == State::closed);
    Tcb urgent = closed_window();
    arrive(urgent,
           {.seq = {5011},
            .ack = {1001},
            .flags = {.urg = true, .ack = true},
            .window = granted,
            .urgent_pointer = 3,
            .text = {0, 3}},
           fx);
    CHECK(fx.signals == std::vector<Signal>{Signal::urgent});
  }

  TEST_CASE("at a closed window a FIN waits, but what it acknowledges counts") {
    Tcb tcb = tcb_in(Situation::fin_wait_1, {1000}, {5000}, {.receive_buffer = 10});
    Effects fx;
    arrive(
        tcb,
        {.seq = {5001}, .ack = {1001}, .flags = {.ack = true}, .window = granted, .text = {0, 10}},
        fx);
    REQUIRE(tcb.rcv.wnd == 0);
    arrive(tcb, {.seq = {5011}, .ack = {1002}, .flags = {.ack = true, .fin = true}}, fx);
    CHECK(tcb.state == State::fin_wait_2);
    CHECK(tcb.rcv.nxt == SeqNum{5011});
  }

  TEST_CASE("a window that closes over text in flight hands it to the persist timer") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = {5001}, .ack = {1001}, .flags = {.ack = true}, .window = 0}, fx);
    const DueTimer due = *earliest(tcb.timers);
    REQUIRE(due.timer == Timer::retransmit);
    happen(tcb, TimerFires{due.timer}, due.at, fx);
    CHECK(fx.segments.empty());
    CHECK(tcb.timers[Timer::persist].running());
    CHECK(!tcb.timers[Timer::user_timeout].running());  // SHLD-17: probes decide
    happen(tcb, TimerFires{Timer::persist}, tcb.timers[Timer::persist].expires_at, fx);
    REQUIRE(fx.segments.size() == 1);  // one octet, beyond the edge (MAY-7)
    CHECK(fx.segments[0].segment.seq == SeqNum{1001});
    CHECK(fx.segments[0].segment.text.length == 1);
  }
}
