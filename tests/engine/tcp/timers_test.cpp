// Timers (RFC 6298, RFC 9293 3.8; requirements D). Every figure here is in virtual time and exact.
#include <doctest/doctest.h>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

// When the segments of one side that match left, in milliseconds.
std::vector<std::int64_t> times(const Duet& duet, Side side, std::string_view flags) {
  std::vector<std::int64_t> list;
  for (const Duet::Sent& s : duet.sent())
    if (s.from == side && to_string(s.segment.flags) == flags)
      list.push_back(s.at.time_since_epoch() / 1ms);
  return list;
}

using Times = std::vector<std::int64_t>;

// What the Linux-like profile says about the opening.
TcpConfig linux_like() {
  return {.delayed_ack = 0s, .syn_retries = 6, .syn_ack_retries = 5, .syn_give_up = 0s};
}

}  // namespace

TEST_SUITE("requirements D.2") {
  TEST_CASE("by the RFC a SYN is repeated until three minutes have passed") {
    DUET(duet);
    duet.lose(from(Side::client), 100);
    duet.connect();
    duet.run(246s);
    CHECK(duet.client().state == State::syn_sent);
    duet.run(1s);
    CHECK(times(duet, Side::client, "SYN") ==
          Times{0, 1000, 3000, 7000, 15'000, 31'000, 63'000, 127'000});
    CHECK(duet.client().state == State::closed);
    CHECK(duet.signalled(Side::client, Signal::timed_out) == 1);
    CHECK(duet.signalled(Side::client, Signal::soft_error) == 1);
  }

  TEST_CASE("six retries as in Linux: given up after 127 s") {
    DUET(duet, {.config = linux_like()});
    duet.lose(from(Side::client), 100);
    duet.connect();
    duet.run(127s - 1ns);
    CHECK(times(duet, Side::client, "SYN") == Times{0, 1000, 3000, 7000, 15'000, 31'000, 63'000});
    CHECK(duet.client().state == State::syn_sent);
    duet.run(1ns);
    CHECK(duet.client().state == State::closed);
  }

  TEST_CASE("the first timeouts of a SYN may be linear") {
    TcpConfig config = linux_like();
    config.linear_syn_timeouts = 4;
    config.syn_retries = 6;  // beside the linear ones
    DUET(duet, {.config = config});
    duet.lose(from(Side::client), 100);
    duet.connect();
    duet.run(100s);
    CHECK(times(duet, Side::client, "SYN") ==
          Times{0, 1000, 2000, 3000, 4000, 5000, 7000, 11'000, 19'000, 35'000, 67'000});
  }

  TEST_CASE("a SYN-ACK is repeated five times and dropped at 63 s") {
    DUET(duet, {.config = linux_like()});
    duet.listen();
    duet.lose(from(Side::server), 100);
    duet.forge(Side::server, {.seq = {1000}, .flags = {.syn = true}});
    duet.run(63s - 1ns);
    CHECK(times(duet, Side::server, "SYN,ACK") == Times{0, 1000, 3000, 7000, 15'000, 31'000});
    CHECK(duet.server().state == State::syn_received);
    duet.run(1ns);
    CHECK(duet.server().state == State::closed);
  }

  TEST_CASE("a reopened TIME-WAIT whose SYN-ACK nobody answers goes on waiting") {
    Tcb tcb = tcb_in(Situation::time_wait, {1000}, {5000}, linux_like());
    Effects fx;
    arrive(tcb, {.seq = tcb.rcv.nxt + 70, .flags = {.syn = true}}, fx);
    while (tcb.state == State::syn_received) {
      const DueTimer due = *earliest(tcb.timers);
      happen(tcb, TimerFires{due.timer}, due.at, fx);
    }
    CHECK(tcb.state == State::time_wait);
    CHECK(fx.signals.empty());
  }
}

TEST_SUITE("RFC 6298 5") {
  TEST_CASE("5.1 to 5.3: started by text, restarted by new acknowledgments, stopped by the last") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    CHECK(tcb.timers[Timer::retransmit].expires_at == world_start + 1s);
    Effects fx;
    const auto ack = [&](std::uint32_t number, Instant at) {
      Segment s{.seq = {5001}, .ack = {number}, .flags = {.ack = true}, .window = granted};
      happen(tcb, SegmentArrives{example_sockets(), s, {}}, at, fx);
    };
    ack(1001, world_start + 100ms);  // nothing new: the timer goes on
    CHECK(tcb.timers[Timer::retransmit].expires_at == world_start + 1s);
    ack(1005, world_start + 300ms);
    CHECK(tcb.timers[Timer::retransmit].expires_at == world_start + 1300ms);
    ack(1011, world_start + 400ms);
    CHECK(!tcb.timers[Timer::retransmit].running());
    CHECK(!tcb.timers[Timer::user_timeout].running());
  }

  TEST_CASE("5.4 to 5.6: only the earliest segment is repeated, at doubling gaps") {
    DUET(duet);
    duet.establish();
    duet.lose(with_text(Side::client), 4);
    duet.send_bulk(Side::client, 3000);
    const Instant start = duet.now();
    duet.run(8s);
    Times again;
    for (const Duet::Sent& s : duet.sent())
      if (s.retransmission && s.segment.seq == SeqNum{1001}) again.push_back((s.at - start) / 1ms);
    CHECK(again == Times{1000, 3000, 7000});
    CHECK(duet.read(Side::server).size() == 3000);
  }

  TEST_CASE("Karn: a repeated segment gives no sample, and the doubled timeout stays") {
    DUET(duet);
    duet.establish();
    duet.lose(with_text(Side::client));
    duet.send(Side::client, "once more");
    const RttEstimator before = duet.client().rtt;
    duet.run(1500ms);
    CHECK(duet.client().snd.una == duet.client().snd.nxt);
    CHECK(duet.client().rtt.srtt == before.srtt);
    CHECK(duet.client().rtt.rto == 2s);
    duet.send(Side::client, "a clean one");
    duet.run(200ms);
    CHECK(duet.client().rtt.rto == 1s);
  }

  TEST_CASE("timestamps say which transmission was acknowledged") {
    DUET(duet, {.config = {.timestamps = true, .delayed_ack = 0s}});
    duet.establish();
    duet.lose(with_text(Side::client));
    duet.send(Side::client, "once more");
    duet.run(1500ms);
    CHECK(duet.client().rtt.rto == 1s);  // a sample of 100 ms, bounded below
    CHECK(duet.client().rtt.srtt == 100ms);
  }

  TEST_CASE("5.7: after a SYN that timed out, data starts with three seconds") {
    DUET(duet);
    duet.lose(with_flags(Side::client, "SYN"));
    duet.listen();
    duet.connect();
    duet.run(1200ms);
    REQUIRE(duet.client().state == State::established);
    CHECK(duet.client().rtt.rto == 3s);
    CHECK(duet.noted(Rule::three_seconds_after_lost_syn));
    duet.lose(with_text(Side::client));
    duet.send(Side::client, "x");
    const Instant start = duet.now();
    duet.run(4s);
    CHECK(duet.sent().at(duet.sent().size() - 2).at == start + 3s);
  }

  TEST_CASE("a simultaneous open measures nothing: the SYN left twice") {
    DUET(duet);
    duet.connect(Side::client);
    duet.connect(Side::server);
    duet.run(900ms);
    REQUIRE(duet.client().state == State::established);
    CHECK(!duet.client().rtt.measured);
  }

  TEST_CASE("a clean handshake measures the round trip") {
    DUET(duet, {.config = {.delayed_ack = 0s, .rto_min = 200ms}});
    duet.establish();
    CHECK(duet.client().rtt.srtt == 100ms);
    CHECK(duet.client().rtt.rto == 300ms);
    CHECK(duet.server().rtt.srtt == 100ms);
  }
}

TEST_SUITE("RFC 9293 3.8.3") {
  TEST_CASE("R1 tells the application, R2 needs both its retransmissions and its time") {
    TcpConfig config{.delayed_ack = 0s, .data_retries = 4, .user_timeout = 0s};
    DUET(duet, {.config = config});
    duet.establish();
    duet.lose(with_text(Side::client), 100);
    duet.send(Side::client, "into the void");
    duet.run(6999ms);  // 1, 3: two in vain
    CHECK(duet.signalled(Side::client, Signal::soft_error) == 0);
    duet.run(1ms);
    CHECK(duet.signalled(Side::client, Signal::soft_error) == 1);
    duet.run(92s);  // four retries are long over, 100 s are not
    CHECK(duet.client().state == State::established);
    duet.run(60s);  // the expiry at 127 s
    CHECK(duet.client().state == State::closed);
    CHECK(duet.signalled(Side::client, Signal::timed_out) == 1);
  }

  TEST_CASE("the user timeout ends the wait for an acknowledgment") {
    DUET(duet, {.config = {.delayed_ack = 0s, .user_timeout = 30s}});
    duet.establish();
    duet.lose(with_text(Side::client), 100);
    duet.send(Side::client, "into the void");
    duet.run(30s - 1ns);
    CHECK(duet.client().state == State::established);
    duet.run(1ns);
    CHECK(duet.client().state == State::closed);
    CHECK(duet.signalled(Side::client, Signal::user_timeout) == 1);
  }

  TEST_CASE("an idle connection has no user timeout") {
    DUET(duet, {.config = {.delayed_ack = 0s, .user_timeout = 30s}});
    duet.establish();
    duet.run(24h);
    CHECK(duet.client().state == State::established);
    CHECK(duet.sent().size() == 3);
  }
}

TEST_SUITE("RFC 9293 3.8.6.1") {
  // The server reads nothing until its 1000-octet buffer is full.
  Duet stuck(TcpConfig config = {.receive_buffer = 1000, .delayed_ack = 0s}) {
    Duet duet({.config = config});
    duet.establish();
    duet.send_bulk(Side::client, 3000);
    duet.run(500ms);
    return duet;
  }

  TEST_CASE("the first probe comes after one timeout, the next at doubling gaps") {
    Duet duet = stuck();
    INFO(duet.transcript());
    CHECK(duet.client().snd.wnd == 0);
    CHECK(duet.client().timers[Timer::persist].running());
    const Instant armed = duet.client().timers[Timer::persist].armed_at;
    duet.run(16s);
    Times probes;
    for (const Duet::Sent& s : duet.sent())
      if (s.segment.text.length == 1) probes.push_back((s.at - armed) / 1ms);
    CHECK(probes == Times{1000, 3000, 7000, 15'000});
    CHECK(duet.server().state == State::established);
  }

  TEST_CASE("probes that are answered keep the connection for a day") {
    Duet duet = stuck();
    duet.run(24h);
    CHECK(duet.client().state == State::established);
    CHECK(duet.noted(Rule::probe_answered));
  }

  TEST_CASE("probes that nobody answers end it") {
    Duet duet = stuck({.receive_buffer = 1000, .delayed_ack = 0s, .data_retries = 3});
    INFO(duet.transcript());
    duet.lose(from(Side::server), 1000);
    duet.run(10min);
    CHECK(duet.client().state == State::closed);
    CHECK(duet.signalled(Side::client, Signal::timed_out) == 1);
  }

  TEST_CASE("a lost window update is survived") {
    Duet duet = stuck();
    INFO(duet.transcript());
    duet.lose(from(Side::server));
    std::string text = duet.read(Side::server);
    CHECK(duet.noted(Rule::window_update_sent));
    for (int i = 0; i < 20; ++i) {
      duet.run(5s);
      text += duet.read(Side::server);
    }
    CHECK(text.size() == 3000);
    CHECK(text[2999] == 'a' + 2999 % 23);
  }

  TEST_CASE("a FIN waits for a window as an octet does") {
    DUET(duet, {.config = {.receive_buffer = 1000, .delayed_ack = 0s}});
    duet.establish();
    duet.send_bulk(Side::client, 1000);
    duet.shutdown(Side::client);
    duet.run(30s);
    CHECK(duet.client().state == State::fin_wait_1);
    CHECK(duet.server().state == State::established);  // not accepted at a closed window
    CHECK(duet.noted(Rule::window_probe_sent));
    duet.read(Side::server);
    duet.run(1s);
    CHECK(duet.server().state == State::close_wait);
    CHECK(duet.client().state == State::fin_wait_2);
  }

  TEST_CASE("two ends that probe each other hear of each other's window") {
    DUET(duet, {.config = {.receive_buffer = 1000, .delayed_ack = 0s}});
    duet.establish();
    duet.send_bulk(Side::client, 2000);
    duet.send_bulk(Side::server, 2000);
    duet.run(500ms);
    CHECK(duet.client().snd.wnd == 0);
    CHECK(duet.server().snd.wnd == 0);
    duet.lose([](Side, const Segment& s) { return s.text.length == 0; }, 2);  // both updates
    std::string right = duet.read(Side::server);
    std::string left = duet.read(Side::client);
    for (int i = 0; i < 20; ++i) {
      duet.run(5s);
      right += duet.read(Side::server);
      left += duet.read(Side::client);
    }
    CHECK(right.size() == 2000);
    CHECK(left.size() == 2000);
  }
}

TEST_SUITE("RFC 9293 3.8.6.3") {
  TEST_CASE("a small segment is acknowledged after the delay") {
    DUET(duet, {.config = {.delayed_ack = 200ms}});
    duet.establish();
    duet.send(Side::client, "hm");
    duet.run(249ms);
    CHECK(duet.departures(Side::server).size() == 1);
    duet.run(1ms);
    CHECK(duet.departures(Side::server).size() == 2);
    CHECK(duet.noted(Rule::delayed_ack_sent));
  }

  TEST_CASE("the second full-sized segment is acknowledged at once") {
    DUET(duet, {.config = {.delayed_ack = 200ms}});
    duet.establish();
    duet.send_bulk(Side::client, 2 * 1460);
    duet.run(50ms);
    CHECK(duet.departures(Side::server).size() == 2);
    CHECK(!duet.server().timers[Timer::delayed_ack].running());
  }

  TEST_CASE("an answer carries the acknowledgment") {
    DUET(duet, {.config = {.delayed_ack = 200ms}});
    duet.establish();
    duet.send(Side::client, "ping");
    duet.run(60ms);
    duet.send(Side::server, "pong");
    duet.run(20ms);
    CHECK(duet.departures(Side::server).back() == "PSH,ACK 5001/1005 +4");
    CHECK(!duet.server().timers[Timer::delayed_ack].running());
  }
}

TEST_SUITE("RFC 9293 3.8.4") {
  const TcpConfig keepalive{.delayed_ack = 0s, .keepalive = true};

  TEST_CASE("silence is probed after two hours, one below SND.NXT") {
    DUET(duet, {.config = keepalive});
    duet.establish();
    duet.lose(from(Side::server));
    const std::size_t before = duet.sent().size();
    duet.run(7200s - 1s);
    CHECK(duet.sent().size() == before);
    duet.run(76s);
    CHECK(duet.sent().at(before).segment.seq == SeqNum{1000});
    CHECK(duet.client().state == State::established);  // one unanswered probe kills nobody
    duet.run(1s);
    CHECK(duet.client().keepalive_probes == 0);
  }

  TEST_CASE("nine unanswered probes do: 7875 s") {
    DUET(duet, {.config = keepalive});
    duet.establish();
    const Instant heard = duet.client().last_received_at;
    duet.crash(Side::server);
    duet.lose(from(Side::server), 1000);
    duet.run(heard + 7875s - duet.now() - 1ns);
    CHECK(duet.client().state == State::established);
    duet.run(1ns);
    CHECK(duet.client().state == State::closed);
    CHECK(duet.noted(Rule::keepalive_failed));
  }

  TEST_CASE("a connection that is closing is not probed") {
    DUET(duet, {.config = keepalive});
    duet.establish();
    CHECK(duet.client().timers[Timer::keepalive].running());
    duet.shutdown(Side::client);
    CHECK(!duet.client().timers[Timer::keepalive].running());
    duet.run(1s);
    CHECK(duet.client().timers[Timer::keepalive].running());  // FIN-WAIT-2 may last
  }

  TEST_CASE("no probe while text is in flight") {
    DUET(duet,
         {.config = {
              .delayed_ack = 0s, .data_retries = 200, .user_timeout = 0s, .keepalive = true}});
    duet.establish();
    duet.lose(from(Side::client), 1000);
    duet.send(Side::client, "in flight");
    duet.lose(from(Side::server), 1000);
    duet.run(3h);
    CHECK(duet.noted(Rule::keepalive_not_needed));
    for (std::size_t i = 3; i < duet.sent().size(); ++i)
      if (duet.sent()[i].from == Side::client) CHECK(duet.sent()[i].segment.text.length > 0);
  }
}
