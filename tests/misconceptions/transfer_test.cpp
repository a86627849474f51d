// What is often said about text in flight, acknowledgments, losses and windows, and is not so.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

Effects send(Tcb& tcb, std::uint32_t octets) {
  return happen(tcb, SendCall{.bytes = {0, octets}, .iss = {}});
}

// ESTABLISHED, nothing in flight, segments of 1000 octets, a window that is large enough.
Tcb sender(TcpConfig config = {}) {
  config.nagle = false;
  Tcb tcb = tcb_in(Situation::syn_sent, {999}, {5000}, config);
  Segment syn_ack{
      .seq = {5000}, .ack = {1000}, .flags = {.ack = true, .syn = true}, .window = 60'000};
  syn_ack.options.mss = 1000;
  syn_ack.options.sack_permitted = config.sack;
  arrive(tcb, syn_ack);
  return tcb;
}

Segment ack(const Tcb& tcb, std::uint32_t octets, std::uint16_t window = 60'000) {
  return {
      .seq = tcb.rcv.nxt, .ack = SeqNum{1000} + octets, .flags = {.ack = true}, .window = window};
}

Segment text(const Tcb& tcb, std::uint32_t from, std::uint32_t length) {
  return {.seq = tcb.rcv.irs + 1 + from,
          .ack = tcb.snd.max,
          .flags = {.ack = true},
          .window = granted,
          .text = {from, length}};
}

Tcb receiver(const TcpConfig& config = {.delayed_ack = 0s}) {
  return tcb_in(Situation::established, {1000}, {5000}, config);
}

}  // namespace

TEST_SUITE("misconceptions: timeouts") {
  TEST_CASE("26: the timeout follows how much round trips vary, not only how long they are") {
    RttEstimator steady, uneven;
    const RtoBounds bounds{.least = 1ms};
    for (int i = 0; i < 40; ++i) {
      steady.sample(200ms, bounds);
      uneven.sample(i % 2 == 0 ? 100ms : 300ms, bounds);
    }
    CHECK(steady.rto < 220ms);  // neither 2 x 200 ...
    CHECK(uneven.rto > 500ms);  // ... nor the same for the same mean
    CHECK(uneven.rto < 800ms);
  }

  TEST_CASE("27: one timer for all of them, and only the first is sent again") {
    Tcb tcb = sender();
    REQUIRE(send(tcb, 5000).segments.size() == 5);
    const DueTimer due = *earliest(tcb.timers);
    const Effects fx = happen(tcb, TimerFires{due.timer}, due.at);
    REQUIRE(fx.segments.size() == 1);
    CHECK(fx.segments[0].segment.seq == SeqNum{1000});
  }

  TEST_CASE("53: what is sent again may be cut otherwise: two small segments become one") {
    Tcb tcb = sender();
    send(tcb, 3);
    send(tcb, 4);
    const DueTimer due = *earliest(tcb.timers);
    const Effects fx = happen(tcb, TimerFires{due.timer}, due.at);
    REQUIRE(fx.segments.size() == 1);
    CHECK(fx.segments[0].segment.text.length == 7);
  }
}

TEST_SUITE("misconceptions: acknowledgments") {
  TEST_CASE("28: ACK n asks for n: everything before it is here") {
    Tcb tcb = receiver();
    CHECK(arrive(tcb, text(tcb, 0, 10)).segments.at(0).segment.ack == tcb.rcv.irs + 11);
    // Octets 20 to 29 are here as well, yet the number says that 10 is missing.
    CHECK(arrive(tcb, text(tcb, 20, 10)).segments.at(0).segment.ack == tcb.rcv.irs + 11);
  }

  TEST_CASE("29: not every segment is acknowledged, but every second one") {
    Tcb tcb = receiver({.delayed_ack = 200ms});
    std::size_t answers = 0;
    for (std::uint32_t i = 0; i < 10; ++i)
      answers += arrive(tcb, text(tcb, i * 600, 600)).segments.size();
    CHECK(answers == 5);
  }

  TEST_CASE("30: text beyond a gap is kept: once the gap is filled the ACK jumps over it") {
    Tcb tcb = receiver();
    arrive(tcb, text(tcb, 10, 40));
    CHECK(arrive(tcb, text(tcb, 0, 10)).segments.at(0).segment.ack == tcb.rcv.irs + 51);
  }

  TEST_CASE("31: the same number alone makes no duplicate: text or another window does not count") {
    Tcb tcb = sender({.limited_transmit = false});
    send(tcb, 5000);
    for (std::uint16_t i = 1; i <= 5; ++i)
      arrive(tcb, ack(tcb, 0, static_cast<std::uint16_t>(50'000 + i)));
    CHECK(tcb.recovery.duplicates == 0);
    for (int i = 0; i < 5; ++i) {
      Segment with_text = ack(tcb, 0, 50'005);
      with_text.text = {0, 4};
      arrive(tcb, with_text);
    }
    CHECK(tcb.recovery.duplicates == 0);
    arrive(tcb, ack(tcb, 0, 50'005));
    CHECK(tcb.recovery.duplicates == 1);
  }

  TEST_CASE("32: three duplicates are four equal ACKs") {
    Tcb tcb = sender({.limited_transmit = false});
    send(tcb, 6000);
    arrive(tcb, ack(tcb, 1000));  // the first of the equal ones
    CHECK(arrive(tcb, ack(tcb, 1000)).segments.empty());
    CHECK(arrive(tcb, ack(tcb, 1000)).segments.empty());
    const Effects fourth = arrive(tcb, ack(tcb, 1000));
    REQUIRE(!fourth.segments.empty());
    CHECK(fourth.segments[0].segment.seq == SeqNum{2000});
  }

  TEST_CASE("56: what is SACKed is kept, and sent again if the receiver throws it away") {
    Tcb tcb = sender({.sack = true});
    send(tcb, 3000);
    Segment sack = ack(tcb, 0);
    sack.options.sack = {.blocks = {SackBlock{{2000}, {4000}}}, .count = 1};
    arrive(tcb, sack);
    CHECK(tcb.send_buffer.length() == 3000);
    DueTimer due = *earliest(tcb.timers);
    happen(tcb, TimerFires{due.timer}, due.at);
    const Effects fx = arrive(tcb, ack(tcb, 1000));  // and nothing of the rest: it reneged
    REQUIRE(fx.segments.size() == 2);
    CHECK(fx.segments[0].segment.seq == SeqNum{2000});
  }

  TEST_CASE("61: an old acknowledgment does not make its text worthless") {
    Tcb tcb = receiver();
    Segment seg = text(tcb, 0, 10);
    seg.ack = tcb.snd.una - 100;
    arrive(tcb, seg);
    CHECK(tcb.receive_buffer.unread() == 10);
  }

  TEST_CASE("55: timestamps also keep out text from before the numbers came round again") {
    Tcb tcb = receiver();
    tcb.ts.on = true;
    tcb.ts.recent = 5000;
    Segment old = text(tcb, 0, 10);  // its number fits; it has been on its way for a whole turn
    old.options.timestamps = Timestamps{4000, 0};
    arrive(tcb, old);
    CHECK(tcb.receive_buffer.unread() == 0);
    old.options.timestamps = Timestamps{5001, 0};
    arrive(tcb, old);
    CHECK(tcb.receive_buffer.unread() == 10);
  }
}

TEST_SUITE("misconceptions: congestion") {
  TEST_CASE("33: after a loss ssthresh is half of what was in flight, not half of cwnd") {
    Tcb tcb = sender();
    REQUIRE(tcb.congestion.cwnd == 10'000);
    send(tcb, 6000);
    const DueTimer due = *earliest(tcb.timers);
    happen(tcb, TimerFires{due.timer}, due.at);
    CHECK(tcb.congestion.ssthresh == 3000);
  }

  TEST_CASE("34: only a timeout makes cwnd one segment; duplicates halve it") {
    Tcb tcb = sender({.limited_transmit = false});
    send(tcb, 10'000);
    for (int i = 0; i < 3; ++i) arrive(tcb, ack(tcb, 0));
    CHECK(tcb.congestion.cwnd == 5000 + 3000);  // inflated by what has left the network
    arrive(tcb, ack(tcb, 10'000));
    CHECK(tcb.congestion.cwnd >= 2000);
    send(tcb, 2000);
    const DueTimer due = *earliest(tcb.timers);
    happen(tcb, TimerFires{due.timer}, due.at);
    CHECK(tcb.congestion.cwnd == 1000);
  }

  TEST_CASE("35: slow start doubles cwnd in each round trip") {
    Tcb tcb = sender();
    send(tcb, 60'000);
    std::vector<std::uint32_t> after_round{tcb.congestion.cwnd};
    std::uint32_t acknowledged = 0;
    for (int round = 0; round < 2; ++round) {
      const std::uint32_t end = distance({1000}, tcb.snd.max);
      while (acknowledged < end) arrive(tcb, ack(tcb, acknowledged += 1000));
      after_round.push_back(tcb.congestion.cwnd);
    }
    CHECK(after_round == std::vector<std::uint32_t>{10'000, 20'000, 40'000});
  }

  TEST_CASE("36: cwnd begins at ten segments, by RFC 5681 at three, and at one only after losses") {
    CHECK(sender().congestion.cwnd == 10'000);
    CHECK(sender({.initial_window = 0}).congestion.cwnd == 4000);  // of 1000 octets each
    CHECK(initial_window(0, 1460) == 3 * 1460);
  }

  TEST_CASE("37: cwnd is in no header: the segment of a careful sender looks like any other") {
    Tcb bold = sender(), careful = sender();
    careful.congestion.cwnd = 1000;
    CHECK(send(bold, 1000).segments.at(0).segment == send(careful, 1000).segments.at(0).segment);
  }

  TEST_CASE(
      "42: two limits, two reasons: what the receiver has room for and what the path carries") {
    Tcb narrow_path = sender();
    CHECK(send(narrow_path, 40'000).segments.size() == 10);
    Tcb small_receiver = sender();
    arrive(small_receiver, ack(small_receiver, 0, 3000));
    CHECK(send(small_receiver, 40'000).segments.size() == 3);
  }
}

TEST_SUITE("misconceptions: windows and writes") {
  TEST_CASE("41: the update of a closed window may be lost, so the sender has to ask") {
    DUET(duet, {.config = {.receive_buffer = 1000, .delayed_ack = 0s}});
    duet.establish();
    duet.send_bulk(Side::client, 1500);
    duet.run(200ms);
    REQUIRE(duet.client().snd.wnd == 0);
    duet.lose(from(Side::server));
    CHECK(duet.read(Side::server).size() == 1000);  // its update is lost
    duet.run(20s);
    CHECK(duet.noted(Rule::window_probe_sent));
    CHECK(duet.read(Side::server).size() == 500);
  }

  TEST_CASE("43: PSH bounds no message and urgent octets lie in the stream like any other") {
    DUET(duet);
    duet.establish();
    duet.send(Side::client, "a");  // in flight: Nagle holds the others together
    duet.send(Side::client, "one");
    duet.send(Side::client, "two", true);
    duet.send(Side::client, "three");
    duet.run(1s);
    const std::vector<std::string> said = duet.departures(Side::client);
    CHECK(said.back().ends_with("+11"));  // three writes, one segment
    CHECK(duet.noted(Rule::urgent_mode));
    CHECK(duet.read(Side::server) == "aonetwothree");
  }

  TEST_CASE("62: Nagle delays nothing while nothing is in flight, and then for a round trip") {
    DUET(duet);
    duet.establish();
    const Instant begin = duet.now();
    duet.send(Side::client, "first");
    CHECK(duet.sent().back().at == begin);
    duet.send(Side::client, "second");
    duet.run(1s);
    const auto second = std::ranges::find_if(
        duet.sent(), [](const Duet::Sent& s) { return s.segment.text.length == 6; });
    REQUIRE(second != duet.sent().end());
    CHECK(second->at == begin + 100ms);
  }
}
