// Text: segmentation, windows, reassembly, silly windows, Nagle, congestion (RFC 9293 3.7, 3.8.6,
// RFC 5681; requirements A.4, D.4, G).
#include <doctest/doctest.h>

#include <utility>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

std::vector<std::uint32_t> lengths(const Duet& duet, Side side) {
  std::vector<std::uint32_t> list;
  for (const Duet::Sent& s : duet.sent())
    if (s.from == side && s.segment.text.length > 0) list.push_back(s.segment.text.length);
  return list;
}

using Lengths = std::vector<std::uint32_t>;

}  // namespace

TEST_SUITE("RFC 9293 3.7") {
  TEST_CASE("full segments, then the rest with PSH") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn});
      duet.establish();
      duet.send_bulk(Side::client, 4000);
      duet.run(1s);
      CHECK(lengths(duet, Side::client) == Lengths{1460, 1460, 1080});
      for (const Duet::Sent& s : duet.sent()) {
        if (s.segment.text.length == 1460) CHECK(!s.segment.flags.psh);
        if (s.segment.text.length == 1080) CHECK(s.segment.flags.psh);
      }
      const std::string text = duet.read(Side::server);
      CHECK(text.size() == 4000);
      CHECK(text[3999] == 'a' + 3999 % 23);
    }
  }

  TEST_CASE("timestamps take twelve octets from each segment") {
    DUET(duet, {.config = {.timestamps = true, .delayed_ack = 0s}});
    duet.establish();
    duet.send_bulk(Side::client, 2000);
    duet.run(1s);
    CHECK(lengths(duet, Side::client) == Lengths{1448, 552});
  }

  TEST_CASE("a peer without the option is sent 536 octets at a time") {
    Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = {5000}, .ack = {1001}, .flags = {.ack = true, .syn = true}, .window = 9000},
           fx);
    CHECK(tcb.snd.mss == 536);
  }

  TEST_CASE("an absurd maximum segment size is bounded, zero means the default") {
    const auto mss_after = [](std::uint16_t announced) {
      Tcb tcb = tcb_in(Situation::listen, {1000}, {5000});
      Effects fx;
      arrive(tcb, {.seq = {5000}, .flags = {.syn = true}, .options = {.mss = announced}}, fx);
      return tcb.snd.mss;
    };
    CHECK(mss_after(1) == 88);
    CHECK(mss_after(0) == 536);
    CHECK(mss_after(9000) == 1460);
    CHECK(mss_after(1200) == 1200);
  }

  TEST_CASE("Nagle: while one octet is unacknowledged the others wait and leave together") {
    DUET(duet);
    duet.establish();
    for (int i = 0; i < 10; ++i) duet.send(Side::client, "x");
    duet.run(1s);
    CHECK(lengths(duet, Side::client) == Lengths{1, 9});
    CHECK(duet.noted(Rule::nagle_waits));
  }

  TEST_CASE("without Nagle each leaves alone") {
    DUET(duet, {.config = {.nagle = false, .delayed_ack = 0s}});
    duet.establish();
    for (int i = 0; i < 10; ++i) duet.send(Side::client, "x");
    CHECK(lengths(duet, Side::client) == Lengths(10, 1));
  }
}

TEST_SUITE("RFC 7323 windows") {
  TEST_CASE("a scale is in effect only if both offered it, and never in a SYN") {
    TcpConfig scaled{.window_scale = 7, .receive_buffer = 1'000'000, .delayed_ack = 0s};
    DUET(duet, {.config = scaled});
    duet.establish();
    CHECK(duet.sent().at(0).segment.window == 65'535);
    CHECK(duet.sent().at(1).segment.options.window_scale == 7);
    CHECK(duet.server().snd.wnd == (1'000'000u >> 7 << 7));

    Tcb alone = tcb_in(Situation::established, {1000}, {5000}, scaled);
    CHECK(!alone.window_scaling);
    CHECK(alone.snd.wnd == granted);
  }

  TEST_CASE("a shift above 14 counts as 14") {
    Tcb tcb = tcb_in(Situation::listen, {1000}, {5000}, {.window_scale = 2});
    Effects fx;
    arrive(tcb, {.seq = {5000}, .flags = {.syn = true}, .options = {.window_scale = 99}}, fx);
    CHECK(tcb.snd.scale == 14);
    CHECK(fx.segments.at(0).segment.options.window_scale == 2);
  }

  TEST_CASE("the scaled right edge never retreats") {
    TcpConfig scaled{.window_scale = 4, .receive_buffer = 100'003, .delayed_ack = 0s};
    DUET(duet, {.config = scaled});
    duet.establish();
    for (const std::uint32_t n : {1u, 3u, 1459u, 17u, 4001u, 1460u}) {
      duet.send_bulk(Side::client, n);
      duet.run(1s);
      duet.read(Side::server, n / 2);
    }
    SeqNum edge{};
    bool first = true;
    for (const Duet::Sent& s : duet.sent()) {
      if (s.from != Side::server || s.segment.flags.syn) continue;
      const SeqNum right = s.segment.ack + (std::uint32_t{s.segment.window} << 4);
      // What is lost to the granule may look like a step back by less than one granule.
      if (!first) CHECK(precedes_or_equals(edge, right + 15));
      edge = right;
      first = false;
    }
    CHECK(duet.server().rcv.wnd <= 100'003);
  }

  TEST_CASE("timestamps are agreed on only if both offer them") {
    DUET(duet, {.config = {.timestamps = true, .delayed_ack = 0s}});
    duet.establish();
    CHECK(duet.client().ts.on);
    CHECK(duet.sent().at(2).segment.options.timestamps.has_value());
    CHECK(duet.sent().at(0).segment.options.timestamps->echo == 0);
    Tcb alone = tcb_in(Situation::established, {1000}, {5000}, {.timestamps = true});
    CHECK(!alone.ts.on);
  }

  TEST_CASE("the echo is of the earliest segment that is not yet acknowledged") {
    DUET(duet, {.config = {.timestamps = true, .nagle = false, .delayed_ack = 200ms}});
    duet.establish();
    const auto stamp = static_cast<std::uint32_t>(duet.now().time_since_epoch() / 1ms);
    duet.send(Side::client, "a");
    duet.run(30ms);
    duet.send(Side::client, "b");
    duet.run(300ms);
    CHECK(duet.sent().back().segment.options.timestamps->echo == stamp);
  }
}

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
      fx = advance(tcb, ReceiveCall{1000}, world_start);
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
    fx = advance(tcb, SendCall{.bytes = {50, 100}, .iss = {}}, world_start);
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

  TEST_CASE("a sender does not fill a window that opens octet by octet") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    advance(tcb, SendCall{.bytes = {50, 3000}, .iss = {}}, world_start, fx);
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
    advance(tcb, SendCall{.bytes = {50, 3000}, .iss = {}}, world_start, fx);
    CHECK(fx.segments.empty());
    const DueTimer due = *earliest(tcb.timers);
    CHECK(due.at == world_start + 1s);
    advance(tcb, TimerFires{due.timer}, due.at, fx);
    CHECK(fx.segments.at(0).segment.text.length == 20);
    CHECK(tcb.timers[Timer::retransmit].running());
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
}

TEST_SUITE("RFC 9293 3.8.5") {
  TEST_CASE("the urgent pointer names the octet after the last urgent one") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn});
      duet.establish();
      duet.send(Side::client, "stop", true);
      const Segment sent = duet.sent().back().segment;
      CHECK(sent.flags.urg);
      CHECK(sent.seq + sent.urgent_pointer == SeqNum{isn + 5});
      duet.run(1s);
      CHECK(duet.signalled(Side::server, Signal::urgent) == 1);
      CHECK(duet.server().rcv.urgent);
      duet.read(Side::server);
      CHECK(!duet.server().rcv.urgent);
      CHECK(duet.noted(Rule::urgent_mode_over));
    }
  }
}

TEST_SUITE("RFC 5681") {
  TEST_CASE("slow start: at most the initial window leaves at first, then it grows") {
    DUET(duet, {.config = {.initial_window = 2, .delayed_ack = 0s}});
    duet.establish();
    duet.send_bulk(Side::client, 30'000);
    CHECK(lengths(duet, Side::client).size() == 2);
    CHECK(duet.noted(Rule::cwnd_exhausted));
    duet.run(100ms);
    CHECK(lengths(duet, Side::client).size() == 6);
    duet.run(100ms);
    CHECK(lengths(duet, Side::client).size() == 14);
  }

  TEST_CASE("a timeout collapses cwnd to one segment and halves ssthresh once") {
    DUET(duet);
    duet.establish();
    duet.lose(with_text(Side::client), 12);
    duet.send_bulk(Side::client, 14'600);
    duet.run(1s);
    CHECK(duet.client().congestion.cwnd == 1460);
    CHECK(duet.client().congestion.ssthresh == 7300);
    duet.run(2s);
    CHECK(duet.client().congestion.ssthresh == 7300);
    duet.send_bulk(Side::client, 40'000);
    duet.run(20s);
    CHECK(duet.read(Side::server).size() == 54'600);
    CHECK(duet.noted(Rule::slow_start));
    CHECK(duet.noted(Rule::congestion_avoidance));
  }

  TEST_CASE("each loss is counted from the beginning") {
    DUET(duet);
    duet.establish();
    for (int loss = 0; loss < 2; ++loss) {
      duet.lose(with_text(Side::client), 1);
      duet.send_bulk(Side::client, 1460);
      duet.run(5s);
      CHECK(duet.client().retransmissions == 0);
      CHECK(duet.client().snd.una == duet.client().snd.max);
    }
    duet.read(Side::server);
    CHECK(duet.client().congestion.ssthresh == 2920);  // twice the least, not untouched
    CHECK(duet.signalled(Side::client, Signal::soft_error) == 0);
  }

  TEST_CASE("two lost SYNs leave an initial window of one segment") {
    DUET(duet);
    duet.lose(with_flags(Side::client, "SYN"), 2);
    duet.listen();
    duet.connect();
    duet.run(4s);
    CHECK(duet.client().congestion.cwnd == 1460);
  }

  TEST_CASE("after a long silence the window starts again") {
    DUET(duet, {.config = {.initial_window = 2, .delayed_ack = 0s}});
    duet.establish();
    duet.send_bulk(Side::client, 30'000);
    duet.run(2s);
    duet.read(Side::server);
    CHECK(duet.client().congestion.cwnd > 2920);
    duet.run(10s);
    duet.send_bulk(Side::client, 10'000);
    CHECK(duet.noted(Rule::cwnd_restarted_after_idle));
    CHECK(duet.client().congestion.cwnd == 2920);
  }

  TEST_CASE("without congestion control only the peer's window counts") {
    DUET(duet, {.config = {.congestion_control = false, .delayed_ack = 0s}});
    duet.establish();
    duet.send_bulk(Side::client, 60'000);
    CHECK(lengths(duet, Side::client).size() == 41);
  }
}
