// Chance: lossy wires, and segments made of dice. The seed of a failing round is printed.
#include <doctest/doctest.h>

#include "engine/base/random.hpp"
#include "engine/tcp/sequence.hpp"
#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

TcpConfig random_config(Random& random) {
  TcpConfig config;
  if (random.below(2) == 0) config.window_scale = static_cast<std::uint8_t>(random.below(8));
  config.timestamps = random.below(2) == 0;
  config.mss = static_cast<std::uint16_t>(100 + random.below(1400));
  config.receive_buffer = static_cast<std::uint32_t>(500 + random.below(100'000));
  config.nagle = random.below(2) == 0;
  config.delayed_ack = random.below(2) == 0 ? 0s : 200ms;
  config.congestion = static_cast<CongestionAlgorithm>(random.below(3));
  config.ecn = static_cast<EcnUse>(random.below(3));
  config.keepalive = random.below(3) == 0;
  config.rfc5961 = random.below(3) != 0;
  config.fin_wait_2_timeout = random.below(2) == 0 ? 0s : 60s;
  config.sack = random.below(3) != 0;
  config.dsack = random.below(2) != 0;
  config.rack_tlp = random.below(2) == 0;
  config.limited_transmit = random.below(2) != 0;
  config.user_timeout = 0s;
  config.data_give_up = 10'000s;
  config.syn_give_up = 10'000s;
  return config;
}

Segment random_segment(Random& random, const Tcb& tcb) {
  const auto near = [&random](SeqNum n) {
    const std::uint64_t choice = random.below(6);
    if (choice == 0) return SeqNum{static_cast<std::uint32_t>(random.next())};
    if (choice < 3) return n;
    return n + static_cast<std::uint32_t>(random.below(40)) - 20;
  };
  Segment s{.seq = near(tcb.rcv.nxt), .ack = near(tcb.snd.max)};
  if (random.below(12) == 0) s.seq += half_turn;
  if (random.below(12) == 0) s.ack += half_turn;
  s.flags = flags_from_byte(static_cast<std::uint8_t>(random.next()));
  if (random.below(2) == 0) s.flags.rst = false;
  if (random.below(2) == 0) s.flags.syn = false;
  if (random.below(3) != 0) s.flags.ack = true;
  if (!s.flags.ack) s.ack = {};
  s.window = static_cast<std::uint16_t>(random.below(3) == 0 ? 0 : random.below(3000));
  s.urgent_pointer = static_cast<std::uint16_t>(random.below(30));
  if (random.below(2) == 0)
    s.text = {random.below(5000), static_cast<std::uint32_t>(random.below(60))};
  if (random.below(3) == 0)
    s.options.timestamps =
        Timestamps{tcb.ts.recent + static_cast<std::uint32_t>(random.below(5)) - 2, 0};
  if (random.below(2) == 0) s.options.sack.count = static_cast<std::uint8_t>(random.below(5));
  for (std::size_t i = 0; i < s.options.sack.count; ++i)
    s.options.sack.blocks[i] = {near(tcb.snd.una), near(tcb.snd.max)};
  return s;
}

TcpEvent random_event(Random& random, const Tcb& tcb) {
  switch (random.below(12)) {
    case 0:
      return SendCall{.bytes = {0, static_cast<std::uint32_t>(random.below(4000))}, .iss = {9}};
    case 1:
      return ReceiveCall{static_cast<std::uint32_t>(random.below(100))};
    case 2:
      if (random.below(4) == 0) return ShutdownCall{};
      return ReceiveCall{10'000};
    case 3:
      if (random.below(8) == 0) return CloseCall{};
      return SendCall{.bytes = {0, 1}, .urgent = true, .iss = {9}};
    default:
      return SegmentArrives{
          example_sockets(), random_segment(random, tcb), {777}, random.below(4) == 0};
  }
}

// What holds after every event besides the invariants of advance(): no timer that the state may not
// have (requirements D.11), none without a purpose, and none missing.
std::string what_is_wrong(const Tcb& tcb) {
  const auto running = [&tcb](Timer t) { return tcb.timers[t].running(); };
  for (std::size_t i = 0; i < timer_count; ++i)
    if (running(static_cast<Timer>(i)) && !may_run(tcb.state, static_cast<Timer>(i)))
      return "timer " + std::string(name(static_cast<Timer>(i)));
  const bool outstanding = tcb.snd.una != tcb.snd.max;
  const int waits_for_ack =
      running(Timer::retransmit) + running(Timer::reorder) + running(Timer::tail_loss_probe);
  if (waits_for_ack > 1) return "two timers in one slot";
  if (waits_for_ack > 0 && !outstanding && !tcb.ecn.waits) return "retransmission of nothing";
  if (running(Timer::user_timeout) && !outstanding) return "user timeout for nothing";
  if (!may_run(tcb.state, Timer::persist)) return "";
  const bool fin_waits = tcb.snd.fin_queued && !fin_is_acknowledged(tcb);
  const bool something_waits = outstanding || !tcb.send_buffer.empty() || fin_waits;
  if (something_waits && waits_for_ack == 0 && !running(Timer::persist))
    return "nothing will ever be sent";
  return "";
}

std::string what_is_wrong(const Segment& s, const Tcb& tcb, State before, bool fin_acknowledged) {
  const bool first_syn = s.flags.syn && (before == State::syn_sent || before == State::closed ||
                                         before == State::listen);
  if (!s.flags.ack && !s.flags.rst && !first_syn) return "no ACK on " + one_line(s);
  if (s.flags.fin && fin_acknowledged) return "a second FIN";
  if (s.options.mss && !s.flags.syn) return "an MSS option on no SYN";  // MUST-65
  if (s.text.length > tcb.snd.mss) return "more than the MSS";
  const bool probe = s.text.length == 1;
  const bool bare = s.text.length == 0 || s.flags.syn || s.flags.rst;
  if (!bare && !probe && tcb.state == before &&
      precedes(tcb.snd.una + tcb.snd.wnd, s.seq + s.text.length))
    return "beyond the window";
  return "";
}

}  // namespace

TEST_SUITE("soak") {
  TEST_CASE("a bad wire delays, but every octet arrives once and in order") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      CAPTURE(seed);
      Random random(seed);
      const auto isn = static_cast<std::uint32_t>(0u - random.below(40'000));
      Duet duet({.client_iss = isn, .server_iss = isn + 9, .config = random_config(random)});
      const std::uint64_t loss = random.below(20);
      bool bad = true;
      duet.lose([&](Side, const Segment&) { return bad && random.below(100) < loss; }, 1 << 30);
      duet.listen();
      duet.connect();
      const auto total = static_cast<std::uint32_t>(1000 + random.below(60'000));
      duet.send_bulk(Side::client, total);
      while (duet.client().state != State::established) duet.run(1s);
      duet.shutdown(Side::client);
      std::string text;
      for (int i = 0; i < 4000 && duet.server().state != State::close_wait; ++i) {
        if (random.below(4) == 0) duet.duplicate_next();
        duet.run(500ms);
        text += duet.read(Side::server, static_cast<std::uint32_t>(random.below(20'000)));
      }
      for (int i = 0; i < 20; ++i) text += duet.read(Side::server);
      CHECK(duet.server().state == State::close_wait);
      REQUIRE(text.size() == total);
      bool equal = true;
      for (std::uint32_t i = 0; i < total; ++i)
        equal = equal && text[i] == static_cast<char>('a' + i % 23);
      CHECK(equal);
      bad = false;
      duet.shutdown(Side::server);
      duet.run(1000s);
      CHECK(duet.client().state == State::closed);
      CHECK(duet.server().state == State::closed);
    }
  }

  // advance() asserts what must hold after every event, and what_is_wrong() what it cannot see.
  TEST_CASE("no event breaks what must hold, in no state") {
    for (std::uint64_t seed = 1; seed <= 10'000; ++seed) {
      CAPTURE(seed);
      Random random(seed);
      const auto situation = static_cast<Situation>(random.below(situation_count));
      const SeqNum iss{static_cast<std::uint32_t>(0u - random.below(2000))};
      const TcpConfig config = random_config(random);
      Tcb tcb = tcb_in(situation, iss, iss + 0x7FFF'FF00u, config);
      tcb.sack_permitted = config.sack;  // as if the peer had agreed
      tcb.ecn.on = config.ecn != EcnUse::off;
      Instant now = world_start;
      Effects fx;
      SeqNum edge = tcb.rcv.nxt + tcb.rcv.wnd;
      for (int i = 0; i < 60 && tcb.state != State::closed; ++i) {
        const std::optional<DueTimer> due = earliest(tcb.timers);
        const State before = tcb.state;
        const bool fin_was_acknowledged = fin_is_acknowledged(tcb);
        const bool fires = due && (due->at <= now || random.below(6) == 0);
        if (fires) now = std::max(now, due->at);
        const TcpEvent event = fires ? TcpEvent{TimerFires{due->timer}} : random_event(random, tcb);
        REQUIRE_NOTHROW(happen(tcb, event, now, fx));
        CHECK(!fx.notes.empty());
        CHECK(what_is_wrong(tcb) == "");
        for (const Outgoing& out : fx.segments)
          CHECK(what_is_wrong(out.segment, tcb, before, fin_was_acknowledged) == "");
        if (tcb.state == before && is_synchronized(before) && before != State::time_wait) {
          CHECK(precedes_or_equals(edge, tcb.rcv.nxt + tcb.rcv.wnd + 1));  // SHLD-14; 1 for a FIN
          // What is offered on the wire lies at most a granule to the left of that (RFC 7323 2.4).
          for (const Outgoing& out : fx.segments) {
            if (!out.segment.flags.ack || out.segment.flags.syn || out.segment.flags.rst) continue;
            const SeqNum offered =
                out.segment.ack + (std::uint32_t{out.segment.window} << tcb.rcv.scale);
            CHECK(precedes_or_equals(offered, tcb.rcv.nxt + tcb.rcv.wnd));
            CHECK(precedes(edge, offered + (1u << tcb.rcv.scale) + 1));
          }
        }
        edge = tcb.rcv.nxt + tcb.rcv.wnd;
        CHECK(tcb.receive_buffer.unread() < config.receive_buffer + (1u << tcb.rcv.scale));
        now += std::chrono::milliseconds(random.below(50));
      }
    }
  }
}
