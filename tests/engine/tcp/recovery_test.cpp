// Loss recovery: fast retransmit, NewReno, limited transmit, SACK, and what a timeout does to them
// (RFC 5681 3.2, RFC 6582, RFC 3042, RFC 6675; requirements G.3 to G.6). Segments carry 1000 octets
// and a round trip takes 100 ms, so that every figure can be done in the head.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/tcp/next_seg.hpp"
#include "tests/support/duet.hpp"
#include "tests/support/sender.hpp"

using namespace support;

namespace {

TcpConfig plain(bool sack = false) { return {.mss = 1000, .sack = sack, .delayed_ack = 0s}; }

// The n-th segment of the client's text, counted from 0, the first time it leaves.
Duet::Match nth(const Duet& duet, std::uint32_t n) {
  const SeqNum seq = SeqNum{duet.sent().at(0).segment.seq} + 1 + n * 1000;
  return [seq](Side who, const Segment& s) {
    return who == Side::client && s.text.length > 0 && s.seq == seq;
  };
}

// Which segments of the client were sent again, in order, counted from 0.
std::vector<std::uint32_t> resent(const Duet& duet) {
  const SeqNum first = SeqNum{duet.sent().at(0).segment.seq} + 1;
  std::vector<std::uint32_t> list;
  for (const Duet::Sent& s : duet.sent())
    if (s.from == Side::client && s.retransmission && s.segment.text.length > 0)
      list.push_back(distance(first, s.segment.seq) / 1000);
  return list;
}

// Until the client has seen this many more duplicate acknowledgments.
void run_to_duplicate(Duet& duet, int count) {
  const int wanted = duet.count(Rule::duplicate_ack) + count;
  while (duet.count(Rule::duplicate_ack) < wanted) REQUIRE(duet.step());
}

bool is_whole(const std::string& text, std::size_t size) {
  if (text.size() != size) return false;
  for (std::size_t i = 0; i < size; ++i)
    if (text[i] != static_cast<char>('a' + i % 23)) return false;
  return true;
}

// Ten segments are in flight.
struct TenInFlight : Sender {
  explicit TenInFlight(const TcpConfig& config) : Sender(config) {
    send(10'000);
    REQUIRE(fx.segments.size() == 10);
  }
};

}  // namespace

TEST_SUITE("RFC 5681 3.2") {
  TEST_CASE("the third duplicate, not the second, sends the missing segment again") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .config = plain()});
      duet.establish();
      duet.lose(nth(duet, 0));
      duet.send_bulk(Side::client, 10'000);
      const Instant start = duet.now();
      run_to_duplicate(duet, 2);
      CHECK(resent(duet).empty());
      run_to_duplicate(duet, 1);
      CHECK(resent(duet) == Which{0});
      CHECK(duet.now() == start + 100ms);  // no timer was needed
      CHECK(duet.client().congestion.ssthresh == 5000);
      CHECK(duet.client().congestion.cwnd == 8000);
      run_to_duplicate(duet, 6);
      CHECK(duet.client().congestion.cwnd == 14'000);
      duet.run(1s);
      CHECK(resent(duet) == Which{0});
      CHECK(duet.client().congestion.cwnd == 2000);  // RFC 6582: nothing in flight, no burst
      CHECK(duet.client().recovery.phase == LossPhase::none);
      CHECK(is_whole(duet.read(Side::server), 10'000));
      CHECK(duet.noted(Rule::cwnd_inflated));
      CHECK(duet.noted(Rule::recovery_complete));
    }
  }

  TEST_CASE("an ACK with text, or with another window, is no duplicate") {
    TenInFlight s(plain());
    for (std::uint16_t window = 50'000; window < 50'004; ++window) s.ack(0, {}, window);
    CHECK(s.tcb.recovery.duplicates == 0);
    for (std::uint32_t i = 0; i < 4; ++i) {
      arrive(s.tcb,
             {.seq = s.tcb.rcv.nxt,
              .ack = {1000},
              .flags = {.ack = true},
              .window = 50'003,
              .text = {i, 1}},
             s.fx);
    }
    CHECK(s.tcb.recovery.duplicates == 0);
    for (int i = 0; i < 3; ++i) s.ack(0, {}, 50'003);
    CHECK(s.sent() == Which{0});
  }

  TEST_CASE("without congestion control the segment is sent again and cwnd is left alone") {
    TcpConfig config = plain();
    config.congestion = CongestionAlgorithm::none;
    TenInFlight s(config);
    const std::uint32_t cwnd = s.tcb.congestion.cwnd;
    for (int i = 0; i < 4; ++i) s.ack(0);
    CHECK(s.tcb.recovery.phase == LossPhase::fast_recovery);
    s.ack(10'000);
    CHECK(s.tcb.congestion.cwnd == cwnd);
  }
}

TEST_SUITE("RFC 3042") {
  TEST_CASE("the first two duplicates each let one new segment out, beyond what is in flight") {
    TenInFlight s(plain());
    happen(s.tcb, SendCall{{10'000, 9'000}, false, {}}, world_start, s.fx);
    CHECK(s.fx.segments.empty());
    s.ack(0);
    CHECK(s.sent() == Which{10});
    CHECK(s.noted(Rule::limited_transmit));
    s.ack(0);
    CHECK(s.sent() == Which{11});
    CHECK(s.tcb.congestion.cwnd == 10'000);
    s.ack(0);
    CHECK(s.sent() == Which{0});
    CHECK(s.tcb.congestion.ssthresh == 5000);  // half of ten, not of twelve segments
  }

  TEST_CASE("without it they only count") {
    TcpConfig config = plain();
    config.limited_transmit = false;
    TenInFlight s(config);
    happen(s.tcb, SendCall{{10'000, 9'000}, false, {}}, world_start, s.fx);
    s.ack(0);
    CHECK(s.fx.segments.empty());
    s.ack(0);
    CHECK(s.fx.segments.empty());
    s.ack(0);
    CHECK(s.sent() == Which{0});
  }

  TEST_CASE("with SACK what has left the network makes the room") {
    TcpConfig config = plain(true);
    TenInFlight s(config);
    happen(s.tcb, SendCall{{10'000, 9'000}, false, {}}, world_start, s.fx);
    s.ack(0, {block(1000, 2000)});
    CHECK(s.sent() == Which{10});
    s.ack(0, {});  // nothing new in it
    CHECK(s.fx.segments.empty());
    config.limited_transmit = false;
    TenInFlight without(config);
    happen(without.tcb, SendCall{{10'000, 9'000}, false, {}}, world_start, without.fx);
    without.ack(0, {block(1000, 2000)});
    CHECK(without.fx.segments.empty());
  }
}

TEST_SUITE("RFC 6582") {
  TEST_CASE("two losses in one window: the partial acknowledgment sends the second again") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .config = plain()});
      duet.establish();
      duet.lose(nth(duet, 0));
      duet.lose(nth(duet, 4));
      duet.send_bulk(Side::client, 10'000);
      duet.run(900ms);
      CHECK(resent(duet) == Which{0, 4});
      CHECK(duet.noted(Rule::partial_acknowledgment));
      CHECK(!duet.noted(Rule::timeout_backs_off));
      CHECK(is_whole(duet.read(Side::server), 10'000));
    }
  }

  TEST_CASE("a partial acknowledgment deflates cwnd by what it covers and adds one segment") {
    TenInFlight s(plain());
    for (int i = 0; i < 9; ++i) s.ack(0);
    REQUIRE(s.tcb.congestion.cwnd == 14'000);
    s.ack(4000);
    CHECK(s.sent() == Which{4});
    CHECK(s.tcb.congestion.cwnd == 11'000);
    CHECK(s.tcb.congestion.ssthresh == 5000);
    s.ack(10'000);
    CHECK(s.tcb.congestion.cwnd == 2000);
  }

  TEST_CASE("the full acknowledgment of a window that is still in use leaves ssthresh") {
    TenInFlight s(plain());
    happen(s.tcb, SendCall{{10'000, 20'000}, false, {}}, world_start, s.fx);
    for (int i = 0; i < 9; ++i) s.ack(0);
    REQUIRE(distance(s.tcb.snd.una, s.tcb.snd.max) > 12'000);
    const SeqNum point = *s.tcb.recovery.point;
    s.ack(distance({1000}, point));
    CHECK(s.tcb.congestion.cwnd == 3000);  // two segments were in flight
    CHECK(s.tcb.congestion.ssthresh == 5000);
  }

  TEST_CASE("only the first partial acknowledgment restarts the timer") {
    TenInFlight s(plain());
    for (int i = 0; i < 3; ++i) s.ack(0);
    const auto deadline = [&s] { return s.tcb.timers[Timer::retransmit].expires_at; };
    const auto ack_at = [&s](std::uint32_t number, Instant when) {
      Segment a{.seq = s.tcb.rcv.nxt,
                .ack = SeqNum{1000} + number,
                .flags = {.ack = true},
                .window = 60'000};
      happen(s.tcb, SegmentArrives{example_sockets(), a, {}}, when, s.fx);
    };
    ack_at(2000, world_start + 100ms);
    const Instant first = deadline();
    CHECK(first >= world_start + 1100ms);
    ack_at(4000, world_start + 200ms);
    CHECK(deadline() == first);
    CHECK(s.noted(Rule::partial_ack_timer_goes_on));
  }

  TEST_CASE("duplicates of what was sent again before start no second recovery") {
    TenInFlight s(plain());
    happen(s.tcb, TimerFires{Timer::retransmit}, world_start + 1s, s.fx);
    s.ack(10'000);
    REQUIRE(s.tcb.recovery.phase == LossPhase::none);
    happen(s.tcb, SendCall{{10'000, 3'000}, false, {}}, world_start + 1s, s.fx);
    const std::uint32_t ssthresh = s.tcb.congestion.ssthresh;
    for (int i = 0; i < 3; ++i) s.ack(10'000);
    CHECK(s.tcb.recovery.phase == LossPhase::none);
    CHECK(s.noted(Rule::no_second_fast_retransmit));
    CHECK(s.tcb.congestion.ssthresh == ssthresh);
    s.ack(11'000);  // beyond the point: from here on duplicates mean a loss again
    for (int i = 0; i < 3; ++i) s.ack(11'000);
    CHECK(s.tcb.recovery.phase == LossPhase::fast_recovery);
  }

  TEST_CASE("a lost retransmission waits for the timer, and slow start follows") {
    DUET(duet, {.config = plain()});
    duet.establish();
    duet.lose(nth(duet, 0), 2);
    duet.send_bulk(Side::client, 10'000);
    duet.run(3s);
    CHECK(duet.noted(Rule::timeout_backs_off));
    CHECK(duet.client().recovery.phase == LossPhase::none);
    CHECK(is_whole(duet.read(Side::server), 10'000));
  }
}

TEST_SUITE("RFC 6675") {
  TEST_CASE("two losses in one window are both sent again within one round trip") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .config = plain(true)});
      duet.establish();
      duet.lose(nth(duet, 0));
      duet.lose(nth(duet, 3));
      duet.send_bulk(Side::client, 10'000);
      duet.run(200ms);
      CHECK(resent(duet) == Which{0, 3});
      CHECK(duet.client().snd.una == duet.client().snd.max);
      CHECK(duet.client().recovery.phase == LossPhase::none);
      CHECK(duet.client().congestion.cwnd == duet.client().congestion.ssthresh);
      CHECK(duet.client().recovery.scoreboard.empty());
      CHECK(!duet.noted(Rule::timeout_backs_off));
      CHECK(duet.noted(Rule::sack_recovery_begins));
      CHECK(duet.noted(Rule::sack_recovery_goes_on));
      CHECK(duet.noted(Rule::hole_resent));
      CHECK(is_whole(duet.read(Side::server), 10'000));
    }
  }

  TEST_CASE("one acknowledgment that shows enough is enough") {
    TenInFlight s(plain(true));
    s.ack(0, {block(1000, 3000)});
    CHECK(s.tcb.recovery.phase == LossPhase::none);
    s.ack(0, {block(1000, 3001)});  // more than two segments lie beyond
    CHECK(s.tcb.recovery.phase == LossPhase::fast_recovery);
    CHECK(s.sent() == Which{0});
    CHECK(s.tcb.congestion.cwnd == 5000);
  }

  TEST_CASE("three small blocks beyond it mean a loss, too") {
    TenInFlight s(plain(true));
    s.ack(0, {block(1000, 1010), block(2000, 2010)});
    CHECK(!is_lost(s.tcb, {1000}));
    CHECK(s.tcb.recovery.phase == LossPhase::none);
    s.ack(0, {block(3000, 3010), block(1000, 1010), block(2000, 2010)});
    CHECK(is_lost(s.tcb, {1000}));
    CHECK(s.tcb.recovery.phase == LossPhase::fast_recovery);
  }

  TEST_CASE("without news an acknowledgment is no duplicate, however often it comes") {
    TenInFlight s(plain(true));
    for (int i = 0; i < 9; ++i) s.ack(0, {block(1000, 2000)});
    CHECK(s.tcb.recovery.duplicates == 1);
    CHECK(s.tcb.recovery.phase == LossPhase::none);
  }

  TEST_CASE("the pipe counts what is neither lost nor reported, and what was sent again") {
    TenInFlight s(plain(true));
    s.ack(0, {block(1000, 2000), block(3000, 4000)});
    CHECK(counted_in_flight(s.tcb) == 8000);
    s.ack(0, {block(5000, 6000), block(3000, 4000), block(1000, 2000)});
    REQUIRE(s.tcb.recovery.phase == LossPhase::fast_recovery);
    // Lost is only segment 0, which is on its way again; 2, 4 and 6 to 9 are still thought to be.
    CHECK(pipe(s.tcb) == 7000);
    CHECK(s.tcb.congestion.cwnd == 5000);
    s.ack(0, {block(5000, 10'000), block(3000, 4000), block(1000, 2000)});
    // 2 and 4 are lost now, and cwnd has room for both.
    CHECK(s.sent() == Which{2, 4});
    CHECK(pipe(s.tcb) == 3000);
  }

  TEST_CASE("new text has priority over holes that may not be lost") {
    TenInFlight s(plain(true));
    happen(s.tcb, SendCall{{10'000, 1'000}, false, {}}, world_start, s.fx);
    s.ack(0, {block(1000, 8000)});
    CHECK(s.sent() == Which{0, 10});
    s.ack(0, {block(9000, 10'000), block(1000, 8000)});
    CHECK(s.sent() == Which{8});
    CHECK(s.noted(Rule::doubtful_hole_resent));
  }

  TEST_CASE("once in a recovery the last segment is sent again, so that ACKs keep coming") {
    TenInFlight s(plain(true));
    s.ack(0, {block(1000, 8000)});
    CHECK(s.sent() == Which{0});
    s.ack(8000);  // 8 and 9 were lost as well, or are late
    CHECK(s.noted(Rule::rescue_resent));
    CHECK(s.sent() == Which{9});
    s.ack(8500);
    CHECK(s.fx.segments.empty());
  }

  TEST_CASE("after a timeout the old reports are forgotten and the new ones are used") {
    TenInFlight s(plain(true));
    s.ack(0, {block(1000, 2000)});
    happen(s.tcb, TimerFires{Timer::retransmit}, world_start + 1s, s.fx);
    CHECK(s.sent() == Which{0});
    CHECK(s.tcb.recovery.scoreboard.empty());
    s.ack(1000, {block(2000, 3000)});
    CHECK(s.sent() == Which{1, 3});
    s.ack(1000, {block(5000, 9000), block(2000, 3000)});
    CHECK(s.tcb.recovery.phase ==
          LossPhase::after_timeout);  // no second reduction before the point
    s.ack(10'000);
    CHECK(s.tcb.recovery.phase == LossPhase::none);
  }

  TEST_CASE("blocks outside of what is in flight are ignored") {
    TenInFlight s(plain(true));
    s.ack(0, {block(1000, 1000), block(9000, 10'001), block(20'000, 21'000)});
    s.ack(2000, {block(0, 1000)});  // RFC 2883: reports a duplicate
    CHECK(s.tcb.recovery.scoreboard.empty());
    CHECK(s.noted(Rule::duplicate_reported));
  }

  TEST_CASE("a FIN is lost with the text before it and both are sent again") {
    DUET(duet, {.config = plain(true)});
    duet.establish();
    duet.lose(nth(duet, 0));
    duet.send_bulk(Side::client, 5000);
    duet.shutdown(Side::client);
    duet.run(300ms);
    CHECK(duet.server().state == State::close_wait);
    CHECK(is_whole(duet.read(Side::server), 5000));
    CHECK(!duet.noted(Rule::timeout_backs_off));
  }
}
