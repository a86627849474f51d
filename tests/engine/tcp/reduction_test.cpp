// How the window falls in recovery, and how a fall that was a mistake is taken back: proportional
// rate reduction (RFC 6937 3) and D-SACK (RFC 2883). Ten segments of 1000 octets are in flight.
#include <doctest/doctest.h>

#include "engine/tcp/next_seg.hpp"
#include "tests/support/sender.hpp"

using namespace support;

namespace {

struct ReducedSender : Sender {
  explicit ReducedSender(TcpConfig config, std::size_t flight = 10) : Sender(selective(config)) {
    send(40'000);
    REQUIRE(fx.segments.size() == flight);
  }
  static TcpConfig selective(TcpConfig config) {
    config.sack = true;
    return config;
  }

  // Thousands of octets, as are the blocks.
  void ack(std::uint32_t number, std::vector<std::pair<std::uint32_t, std::uint32_t>> blocks = {}) {
    std::vector<SackBlock> octets;
    for (const auto& [left, right] : blocks) octets.push_back(block(left * 1000, right * 1000));
    Sender::ack(number * 1000, octets);
  }
  // The first segment was lost: the others arrive one after another. What leaves with each ACK.
  std::vector<std::size_t> lose_the_first(std::uint32_t up_to = 10) {
    std::vector<std::size_t> left;
    for (std::uint32_t i = 2; i <= up_to; ++i) {
      ack(0, {{1, i}});
      left.push_back(fx.segments.size());
    }
    return left;
  }
};

}  // namespace

TEST_SUITE("RFC 6937 3") {
  TEST_CASE("by RFC 6675 half a window of silence comes first, with PRR every second ACK sends") {
    const TcpConfig twenty{.initial_window = 20, .limited_transmit = false};
    ReducedSender halves(twenty, 20);
    const std::vector<std::size_t> front_alone{0, 0, 1, 0, 0, 0, 0, 0, 0};
    CHECK(halves.lose_the_first(10) == front_alone);
    TcpConfig proportional = twenty;
    proportional.proportional_rate = true;
    ReducedSender falls(proportional, 20);
    CHECK(falls.lose_the_first(10) == std::vector<std::size_t>{0, 0, 1, 0, 0, 1, 0, 1, 0});
    CHECK(falls.noted(Rule::rate_reduced));
  }

  TEST_CASE("a recovery that began without it ends without it, whatever is configured meanwhile") {
    ReducedSender s({.limited_transmit = false});
    for (std::uint32_t i = 2; i <= 4; ++i) s.ack(0, {{1, i}});
    REQUIRE(s.tcb.recovery.phase == LossPhase::fast_recovery);
    TcpConfig other = s.tcb.config;
    other.proportional_rate = true;
    happen(s.tcb, ConfigureCall{other});
    s.ack(0, {{1, 5}});
    CHECK(!s.noted(Rule::rate_reduced));
    CHECK(s.tcb.congestion.cwnd == 5000);
  }

  TEST_CASE("at the end of the recovery cwnd is ssthresh") {
    ReducedSender s({.limited_transmit = false, .proportional_rate = true});
    s.lose_the_first();
    const std::uint32_t ssthresh = s.tcb.congestion.ssthresh;
    CHECK(ssthresh == 5000);
    s.ack(10);
    CHECK(s.noted(Rule::recovery_complete));
    CHECK(s.tcb.congestion.cwnd == ssthresh);
  }

  TEST_CASE("many losses at once do not stop the sending: one segment for each that arrives") {
    ReducedSender s({.limited_transmit = false, .proportional_rate = true});
    s.ack(0, {{7, 10}});  // seven are gone
    REQUIRE(s.tcb.recovery.phase == LossPhase::fast_recovery);
    CHECK(s.fx.segments.size() >= 1);
    CHECK(pipe(s.tcb) <= s.tcb.congestion.ssthresh);
    s.ack(1, {{7, 10}});
    CHECK(s.fx.segments.size() >= 1);
    CHECK(s.fx.segments.size() <= 3);
  }
}

TEST_SUITE("G.6 a reduction is undone") {
  TEST_CASE("all that was sent again had arrived: the old window is back") {
    for (const bool undoes : {false, true}) {
      ReducedSender s({.limited_transmit = false, .undo_by_dsack = undoes});
      const std::uint32_t before = s.tcb.congestion.cwnd;
      for (std::uint32_t i = 2; i <= 4; ++i) s.ack(0, {{1, i}});
      REQUIRE(s.tcb.recovery.phase == LossPhase::fast_recovery);
      s.ack(10);  // the late one came
      CHECK(s.tcb.congestion.cwnd < before);
      s.ack(10, {{0, 1}});  // and now the copy
      CHECK(s.noted(Rule::duplicate_reported));
      CHECK(s.noted(Rule::reduction_undone) == undoes);
      CHECK((s.tcb.congestion.cwnd >= before) == undoes);
    }
  }

  TEST_CASE("half of what was sent again is not enough") {
    ReducedSender s({.limited_transmit = false, .undo_by_dsack = true});
    s.ack(0, {{1, 2}, {3, 4}, {5, 6}, {7, 10}});
    s.ack(2, {{3, 4}, {5, 6}, {7, 10}});
    REQUIRE(s.tcb.recovery.reduction);
    REQUIRE(s.tcb.recovery.reduction->again >= 2000);
    s.ack(10, {{0, 1}});
    CHECK(!s.noted(Rule::reduction_undone));
  }

  TEST_CASE("a duplicate from before the recovery says nothing about it") {
    ReducedSender s({.limited_transmit = false, .undo_by_dsack = true});
    s.ack(1);
    for (std::uint32_t i = 3; i <= 5; ++i) s.ack(1, {{2, i}});
    REQUIRE(s.tcb.recovery.phase == LossPhase::fast_recovery);
    s.ack(1, {{0, 1}, {2, 6}});
    CHECK(!s.noted(Rule::reduction_undone));
    CHECK(s.tcb.recovery.phase == LossPhase::fast_recovery);
  }
}
