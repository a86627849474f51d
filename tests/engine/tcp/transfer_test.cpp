// Text: segmentation, Nagle, options, urgent mode, congestion (RFC 9293 3.7, 3.8.5, RFC 7323,
// RFC 5681; requirements A.4, E, G).
#include <doctest/doctest.h>

#include "engine/tcp/urgent.hpp"
#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

std::vector<std::uint32_t> text_sizes(const Duet& duet, Side side) {
  std::vector<std::uint32_t> list;
  for (const Duet::Sent& s : duet.sent())
    if (s.from == side && s.segment.text.length > 0) list.push_back(s.segment.text.length);
  return list;
}

using TextSizes = std::vector<std::uint32_t>;

}  // namespace

TEST_SUITE("RFC 9293 3.7") {
  TEST_CASE("full segments, then the rest with PSH") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn});
      duet.establish();
      duet.send_bulk(Side::client, 4000);
      duet.run(1s);
      CHECK(text_sizes(duet, Side::client) == TextSizes{1460, 1460, 1080});
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
    CHECK(text_sizes(duet, Side::client) == TextSizes{1448, 552});
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
    CHECK(text_sizes(duet, Side::client) == TextSizes{1, 9});
    CHECK(duet.noted(Rule::nagle_waits));
  }

  TEST_CASE("without Nagle each leaves alone") {
    DUET(duet, {.config = {.nagle = false, .delayed_ack = 0s}});
    duet.establish();
    for (int i = 0; i < 10; ++i) duet.send(Side::client, "x");
    CHECK(text_sizes(duet, Side::client) == TextSizes(10, 1));
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

  TEST_CASE("a SYN-ACK offers only what the SYN offered") {
    TcpConfig all{.window_scale = 3, .timestamps = true, .sack = true};
    Tcb tcb = tcb_in(Situation::listen, {1000}, {5000}, all);
    Effects fx;
    arrive(tcb, {.seq = {5000}, .flags = {.syn = true}}, fx);
    CHECK(fx.segments.at(0).segment.options == Options{.mss = 1460});
    Tcb open = tcb_in(Situation::closed, {1000}, {5000}, all);
    fx = happen(open, ActiveOpen{example_sockets(), {1000}}, world_start);
    CHECK(fx.segments.at(0).segment.options.sack_permitted);
    CHECK(fx.segments.at(0).segment.options.window_scale == 3);
  }

  TEST_CASE("a shift above 14 counts as 14") {
    Tcb tcb = tcb_in(Situation::listen, {1000}, {5000}, {.window_scale = 2});
    Effects fx;
    arrive(tcb, {.seq = {5000}, .flags = {.syn = true}, .options = {.window_scale = 99}}, fx);
    CHECK(tcb.snd.scale == 14);
    CHECK(noted(fx, Rule::window_scale_too_large));
    CHECK(fx.segments.at(0).segment.options.window_scale == 2);
  }

  TEST_CASE("the scaled right edge does not retreat while the buffer has a granule to spare") {
    TcpConfig scaled{.window_scale = 4, .receive_buffer = 100'003, .delayed_ack = 0s};
    DUET(duet, {.config = scaled});
    duet.establish();
    for (const std::uint32_t n : {1u, 3u, 1459u, 17u, 4001u, 1460u}) {
      duet.send_bulk(Side::client, n);
      duet.run(1s);
      duet.read(Side::server, n / 2);
    }
    SeqNum edge{5001};
    for (const Duet::Sent& s : duet.sent()) {
      if (s.from != Side::server || s.segment.flags.syn) continue;
      const SeqNum right = s.segment.ack + (std::uint32_t{s.segment.window} << 4);
      CHECK(precedes_or_equals(edge, right));
      edge = right;
    }
    CHECK(duet.server().rcv.wnd <= 100'003 + 15);
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

TEST_SUITE("engine/tcp/urgent") {
  TEST_CASE("the application can ask how much urgent text is left, after a FIN too") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb,
           {.seq = {5001},
            .ack = {1001},
            .flags = {.urg = true, .ack = true, .fin = true},
            .window = granted,
            .urgent_pointer = 4,
            .text = {0, 10}},
           fx);
    REQUIRE(tcb.state == State::close_wait);
    CHECK(urgent_octets_left(tcb) == 4);
    happen(tcb, ReceiveCall{3}, world_start, fx);
    CHECK(urgent_octets_left(tcb) == 1);
    happen(tcb, ReceiveCall{1}, world_start, fx);
    CHECK(!tcb.rcv.urgent);
  }
}

TEST_SUITE("RFC 5681") {
  TEST_CASE("slow start: at most the initial window leaves at first, then it grows") {
    DUET(duet, {.config = {.initial_window = 2, .delayed_ack = 0s}});
    duet.establish();
    duet.send_bulk(Side::client, 30'000);
    CHECK(text_sizes(duet, Side::client).size() == 2);
    CHECK(duet.noted(Rule::cwnd_exhausted));
    duet.run(100ms);
    CHECK(text_sizes(duet, Side::client).size() == 6);
    duet.run(100ms);
    CHECK(text_sizes(duet, Side::client).size() == 14);
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

  TEST_CASE("one lost SYN leaves the initial window as it is") {
    DUET(duet);
    duet.lose(with_flags(Side::client, "SYN"));
    duet.listen();
    duet.connect();
    duet.run(2s);
    CHECK(duet.client().congestion.cwnd == 14'600);
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
    DUET(duet, {.config = {.congestion = CongestionAlgorithm::none, .delayed_ack = 0s}});
    duet.establish();
    duet.send_bulk(Side::client, 60'000);
    CHECK(text_sizes(duet, Side::client).size() == 41);
  }
}
