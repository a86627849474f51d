// What Linux, BSD and Windows do where the RFC says otherwise or leaves a choice: one switch each
// (requirements B.8, B.10, D, E.2, F.3 and section 9).
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

std::vector<std::int64_t> syn_times(const Duet& duet) {
  std::vector<std::int64_t> list;
  for (const Duet::Sent& s : duet.sent())
    if (s.segment.flags.syn && !s.segment.flags.ack) list.push_back(s.at.time_since_epoch() / 1ms);
  return list;
}

Tcb time_wait_with(const TcpConfig& config) {
  return tcb_in(Situation::time_wait, {1000}, {5000}, config);
}

Segment bare_ack(const Tcb& tcb) {
  return {.seq = tcb.rcv.nxt, .ack = tcb.snd.nxt, .flags = {.ack = true}, .window = granted};
}

}  // namespace

TEST_SUITE("B.8 challenge ACKs of Linux") {
  TEST_CASE("they are 500 ms apart, however many there were") {
    const TcpConfig config{.challenge_acks_per_window = 255, .challenge_gap = 500ms};
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, config);
    std::size_t answers = 0;
    Effects fx;
    for (int i = 0; i < 40; ++i) {
      arrive_at(tcb, {.seq = tcb.rcv.nxt + 1, .flags = {.rst = true}}, world_start + i * 250ms, fx);
      answers += fx.segments.size();
    }
    CHECK(answers == 20);
    CHECK(noted(fx, Rule::invalid_ack_throttled));
  }
}

TEST_SUITE("B.10 TIME-WAIT of Linux and BSD") {
  TEST_CASE("in Linux an acknowledgment begins TIME-WAIT anew, elsewhere it does not") {
    for (const bool extends : {true, false}) {
      Tcb tcb = time_wait_with({.acks_extend_time_wait = extends});
      Effects fx;
      arrive_at(tcb, bare_ack(tcb), world_start + 10s, fx);
      CHECK(fx.segments.empty());
      CHECK(tcb.timers[Timer::time_wait].expires_at == world_start + 240s + (extends ? 10s : 0s));
      CHECK(noted(fx, Rule::time_wait_extended) == extends);
    }
  }

  TEST_CASE("in Linux old text does so too, and is answered as everywhere") {
    for (const bool extends : {true, false}) {
      Tcb tcb = time_wait_with({.acks_extend_time_wait = extends});
      Segment old = bare_ack(tcb);
      old.seq = tcb.rcv.nxt - 40;
      old.text = {0, 10};
      Effects fx;
      arrive_at(tcb, old, world_start + 10s, fx);
      CHECK(fx.segments.size() == 1);
      CHECK(tcb.timers[Timer::time_wait].expires_at == world_start + 240s + (extends ? 10s : 0s));
    }
  }

  TEST_CASE("BSD asks for the number, Linux for number or timestamp, RFC 6191 for both in turn") {
    struct Row {
      ReopenRule rule;
      std::uint32_t beyond;  // RCV.NXT + this
      std::uint32_t stamp;   // TS.Recent is 500
      bool opens;
    };
    const Row rows[] = {{ReopenRule::rfc6191, 5, 400, false}, {ReopenRule::number, 5, 400, true},
                        {ReopenRule::either, 5, 400, false},  {ReopenRule::number, 0, 600, false},
                        {ReopenRule::either, 0, 600, true},   {ReopenRule::either, 5, 500, true},
                        {ReopenRule::rfc6191, 0, 500, true},  {ReopenRule::either, 0, 500, false}};
    for (const Row& row : rows) {
      Tcb tcb = time_wait_with({.timestamps = true, .reopen_rule = row.rule});
      tcb.ts.on = true;
      tcb.ts.recent = 500;
      const SeqNum last = tcb.snd.max;
      Segment syn{.seq = tcb.rcv.nxt + row.beyond, .flags = {.syn = true}};
      syn.options.timestamps = Timestamps{row.stamp, 0};
      Effects fx;
      arrive(tcb, syn, fx, {900'000});
      CHECK((tcb.state == State::syn_received) == row.opens);
      const bool challenges = !row.opens && row.rule == ReopenRule::rfc6191;
      CHECK(fx.segments.size() == 1);
      CHECK(noted(fx, Rule::challenge_for_syn) == challenges);
      CHECK(noted(fx, Rule::old_syn_answered) == (!challenges && !row.opens));
      if (row.opens && row.rule == ReopenRule::either) CHECK(tcb.snd.iss == last + 65'537);
    }
  }

  TEST_CASE("a SYN that is refused again and again is not answered each time") {
    Tcb tcb = time_wait_with({.reopen_rule = ReopenRule::number});
    Effects fx;
    arrive(tcb, {.seq = tcb.rcv.nxt - 9, .flags = {.syn = true}}, fx);
    CHECK(fx.segments.size() == 1);
    arrive(tcb, {.seq = tcb.rcv.nxt - 9, .flags = {.syn = true}}, fx);
    CHECK(fx.segments.empty());
  }
}

TEST_SUITE("D.1 the timeout of Linux and BSD") {
  TEST_CASE("a round trip that falls widens RTTVAR an eighth as much, one that rises as ever") {
    for (const bool gentle : {false, true}) {
      RttEstimator falls, rises;
      const RtoBounds bounds{.gentle = gentle};
      falls.sample(1000ms, bounds);
      rises.sample(1000ms, bounds);
      falls.sample(200ms, bounds);
      rises.sample(1800ms, bounds);
      CHECK(falls.rttvar == (gentle ? 509'375us : 575ms));
      CHECK(rises.rttvar == 575ms);
      CHECK(falls.srtt == 900ms);
    }
  }

  TEST_CASE("after four timeouts the next sample counts as the first, if it is forgotten") {
    for (const std::uint8_t forgets : {std::uint8_t{0}, std::uint8_t{4}}) {
      DUET(duet,
           {.config = {.timestamps = true, .delayed_ack = 0s, .rtt_forgotten_after = forgets}});
      duet.establish();
      const Duration before = duet.client().rtt.srtt;
      duet.lose(with_text(Side::client), 5);
      duet.send(Side::client, "hello");
      duet.run(20s);
      CHECK(duet.client().rtt.measured == (forgets == 0));
      CHECK(duet.noted(Rule::rtt_forgotten) == (forgets != 0));
      duet.run(30s);
      CHECK(duet.client().rtt.measured);
      CHECK(duet.client().rtt.srtt == before);
      if (forgets != 0) CHECK(duet.client().rtt.rttvar == 50ms);  // half the sample: the first
      if (forgets == 0) CHECK(duet.client().rtt.rttvar < 50ms);
    }
  }
}

TEST_SUITE("D.2 a SYN that is refused") {
  TEST_CASE("Windows asks twice more before it believes, at gaps that do not grow") {
    DUET(duet, {.config = {.syn_retries = 2, .syn_give_up = 0s, .syn_again_after_reset = 500ms}});
    duet.connect();  // nobody listens
    duet.run(10s);
    CHECK(syn_times(duet) == std::vector<std::int64_t>{0, 600, 1200});
    CHECK(duet.client().state == State::closed);
    CHECK(duet.signalled(Side::client, Signal::refused) == 1);
    CHECK(duet.count(Rule::refusal_not_believed) == 2);
    CHECK(duet.count(Rule::syn_again_after_reset) == 2);
  }

  TEST_CASE("a server that begins in time is reached all the same") {
    DUET(duet, {.config = {.syn_retries = 2, .syn_give_up = 0s, .syn_again_after_reset = 500ms}});
    duet.connect();
    duet.run(300ms);
    duet.listen();
    duet.run(1s);
    CHECK(duet.client().state == State::established);
  }

  TEST_CASE("RFC 3168 6.1.1.1: after a RST the SYN goes once without its congestion marks") {
    DUET(duet, {.config = {.ecn = EcnUse::on}});
    duet.connect();
    duet.run(10s);
    const std::vector<std::string> said = duet.departures(Side::client);
    REQUIRE(said.size() == 2);
    CHECK(said[0].starts_with("SYN,ECE,CWR"));
    CHECK(said[1].starts_with("SYN "));
    CHECK(duet.noted(Rule::syn_again_without_ecn));
    CHECK(duet.signalled(Side::client, Signal::refused) == 1);
  }
}

TEST_SUITE("D.3 the probe of Linux") {
  TEST_CASE("it carries no text and an old number, and the peer answers") {
    DUET(duet, {.config = {.receive_buffer = 1000, .delayed_ack = 0s, .empty_probes = true}});
    duet.establish();
    duet.send_bulk(Side::client, 1500);
    duet.run(200ms);
    const SeqNum una = duet.client().snd.una, max = duet.client().snd.max;
    duet.run(5s);
    REQUIRE(duet.count(Rule::empty_probe_sent) >= 2);
    CHECK(duet.client().snd.max == max);
    const auto probe = std::ranges::find_if(duet.sent(), [&](const Duet::Sent& s) {
      return s.from == Side::client && s.segment.seq == una - 1;
    });
    REQUIRE(probe != duet.sent().end());
    CHECK(probe->segment.text.length == 0);
    CHECK(duet.count(Rule::probe_answered) >= 2);
    duet.lose(from(Side::server));  // the window update
    duet.read(Side::server);
    duet.run(20s);
    CHECK(duet.server().receive_buffer.unread() == 500);
  }
}

TEST_SUITE("D.6 keepalive of Linux") {
  TEST_CASE("text that only waits to be sent is reason enough not to probe") {
    for (const bool minds : {false, true}) {
      const TcpConfig config{
          .keepalive = true, .keepalive_idle = 10s, .keepalive_minds_unsent = minds};
      Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, config);
      Effects fx;
      arrive(tcb, {.seq = {5001}, .ack = tcb.snd.max, .flags = {.ack = true}}, fx);  // window 0
      happen(tcb, SendCall{.bytes = {50, 300}, .iss = {}}, world_start, fx);
      tcb.timers.stop(Timer::persist);  // else its probe is outstanding text already
      tcb.timers.arm(Timer::keepalive, world_start, 10s);
      happen(tcb, TimerFires{Timer::keepalive}, world_start + 10s, fx);
      CHECK(noted(fx, Rule::keepalive_not_needed) == minds);
      CHECK(noted(fx, Rule::keepalive_sent) == !minds);
    }
  }
}

TEST_SUITE("E.2 options that cannot be read") {
  TEST_CASE("the strict switch answers with a RST, in every state that may") {
    const std::pair<Situation, State> rows[] = {{Situation::listen, State::listen},
                                                {Situation::syn_sent, State::closed},
                                                {Situation::established, State::closed}};
    for (const bool strict : {false, true})
      for (const auto& [situation, after] : rows) {
        Tcb tcb = tcb_in(situation, {1000}, {5000}, {.strict_options = strict});
        Segment seg{.seq = {5000}, .flags = {.syn = true}, .window = granted};
        if (situation == Situation::syn_sent) seg.flags.ack = true, seg.ack = {1001};
        if (situation == Situation::established) seg = bare_ack(tcb);
        SegmentArrives event{example_sockets(), seg, {77'000}};
        event.options_damaged = true;
        const Effects fx = happen(tcb, event);
        CHECK(noted(fx, Rule::options_earn_reset) == strict);
        if (strict) CHECK(tcb.state == after);
        if (strict) CHECK(fx.segments.at(0).segment.flags.rst);
      }
  }

  TEST_CASE("a segment that is not believed anyway does not reset by its options") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.strict_options = true});
    Segment far = bare_ack(tcb);
    far.seq = tcb.rcv.nxt + 100'000;
    SegmentArrives event{example_sockets(), far, {}};
    event.options_damaged = true;
    happen(tcb, event);
    CHECK(tcb.state == State::established);
  }
}

TEST_SUITE("F.3 a half-open request, in Linux") {
  TEST_CASE("another SYN in the window ends it with a RST, by the RFC without") {
    for (const bool resets : {false, true}) {
      Tcb tcb =
          tcb_in(Situation::syn_received_passive, {1000}, {5000}, {.reset_for_new_syn = resets});
      Effects fx;
      arrive(tcb, {.seq = tcb.rcv.nxt + 7, .flags = {.syn = true}}, fx);
      CHECK(tcb.state == State::listen);
      CHECK(fx.segments.size() == (resets ? 1 : 0));
      CHECK(noted(fx, Rule::reset_for_other_syn) == resets);
    }
  }

  TEST_CASE("TCP_DEFER_ACCEPT: a bare ACK completes nothing, text does") {
    DUET(duet, {.config = {.delayed_ack = 0s, .defer_accept = 3}});
    duet.establish();
    CHECK(duet.client().state == State::established);
    CHECK(duet.server().state == State::syn_received);
    CHECK(duet.noted(Rule::accept_deferred));
    duet.send(Side::client, "GET /");
    duet.run(100ms);
    CHECK(duet.server().state == State::established);
    CHECK(duet.read(Side::server) == "GET /");
  }

  TEST_CASE("TCP_DEFER_ACCEPT: the SYN-ACK rests until the last expiry, then a bare ACK will do") {
    DUET(duet, {.config = {.delayed_ack = 0s, .defer_accept = 3}});
    duet.establish();
    duet.run(6s);
    CHECK(duet.count(Rule::syn_ack_retransmitted) == 0);
    CHECK(duet.count(Rule::accept_still_deferred) == 2);
    CHECK(duet.server().state == State::syn_received);
    duet.run(2s);
    CHECK(duet.count(Rule::syn_ack_retransmitted) == 1);
    CHECK(duet.server().state == State::established);
  }
}

TEST_SUITE("G.8 idleness in Linux") {
  TEST_CASE("each timeout of silence halves cwnd, down to the initial window") {
    const std::pair<int, std::uint32_t> rows[] = {
        {1, 40'000}, {2, 20'000}, {3, 10'000}, {9, 5'000}};
    for (const bool halves : {true, false})
      for (const auto& [timeouts, cwnd] : rows) {
        const TcpConfig config{.mss = 500, .nagle = false, .restart_by_halves = halves};
        Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, config);
        Effects fx;
        arrive(tcb, {.seq = {5001}, .ack = tcb.snd.max, .flags = {.ack = true}, .window = granted},
               fx);
        tcb.snd.mss = 500;
        tcb.congestion.cwnd = 80'000;
        tcb.rtt.rto = 1s;
        const Instant later = tcb.last_text_sent_at + timeouts * 1s + 1ms;
        happen(tcb, SendCall{.bytes = {0, 10}, .iss = {}}, later, fx);
        CHECK(tcb.congestion.cwnd == (halves ? cwnd : 5'000));
      }
  }
}

TEST_SUITE("SHLD-20") {
  TEST_CASE("an application that wants no reports hears of the end alone") {
    for (const bool reports : {true, false}) {
      TcpConfig config{.delayed_ack = 0s, .soft_reports = reports};
      config.data_retries = 6;
      DUET(duet, {.config = config});
      duet.establish();
      duet.send(Side::server, "now", true);
      duet.run(200ms);
      CHECK((duet.signalled(Side::client, Signal::urgent) > 0) == reports);
      CHECK(duet.client().rcv.urgent);
      duet.lose(from(Side::client), 100);
      duet.send(Side::client, "hello");
      duet.run(1000s);
      CHECK((duet.signalled(Side::client, Signal::soft_error) > 0) == reports);
      CHECK(duet.client().state == State::closed);
    }
  }
}
