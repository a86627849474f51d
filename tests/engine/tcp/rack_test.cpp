// RACK-TLP (RFC 8985; requirements D.10): losses judged by time, and a probe for the end of a
// flight. A round trip takes 100 ms, segments carry 1000 octets.
#include <doctest/doctest.h>

#include "engine/tcp/next_seg.hpp"
#include "tests/support/duet.hpp"
#include "tests/support/sender.hpp"

using namespace support;

namespace {

TcpConfig rack_config(bool timestamps = false) {
  return {.mss = 1000,
          .timestamps = timestamps,
          .sack = true,
          .rack_tlp = true,
          .delayed_ack = 0s,
          .rto_min = 200ms};
}

// A sender with ten segments that left at `left_at`, and acknowledgments made by hand.
// Its text leaves as soon as the handshake is over.
struct TimedSender : Sender {
  Instant left_at = world_start + 100ms;

  explicit TimedSender(const TcpConfig& config = rack_config(), std::uint32_t octets = 10'000)
      : Sender(config, world_start + 100ms) {
    send(octets);
  }

  void send(std::uint32_t octets) { Sender::send(octets, left_at); }
  void ack(Instant at, std::uint32_t number, const std::vector<SackBlock>& blocks = {}) {
    ack_at(at, number, blocks);
  }
  void fire(Timer timer) {
    REQUIRE(tcb.timers[timer].running());
    happen(tcb, TimerFires{timer}, expiry(timer), fx);
  }
  Instant expiry(Timer timer) const { return tcb.timers[timer].expires_at; }
};

}  // namespace

TEST_SUITE("RFC 8985 6.2") {
  TEST_CASE("what is missing has a quarter of the least round trip to arrive") {
    TimedSender s;
    s.ack(s.left_at + 100ms, 0, {block(1000, 2000)});
    CHECK(s.fx.segments.empty());
    CHECK(s.noted(Rule::rack_waits_for_reordering));
    CHECK(s.expiry(Timer::reorder) == s.left_at + 125ms);
    CHECK(!s.tcb.timers[Timer::retransmit].running());
    s.fire(Timer::reorder);
    CHECK(s.sent() == Which{0});
    CHECK(s.noted(Rule::rack_sees_loss));
    CHECK(s.tcb.congestion.cwnd == 5000);
    CHECK(s.tcb.timers[Timer::retransmit].running());
  }

  TEST_CASE("if it arrives in time nothing is sent again, and reordering is known from then on") {
    TimedSender s;
    s.ack(s.left_at + 100ms, 0, {block(1000, 2000)});
    s.ack(s.left_at + 110ms, 2000);
    CHECK(!s.tcb.timers[Timer::reorder].running());
    CHECK(s.tcb.recovery.phase == LossPhase::none);
    CHECK(s.tcb.rack.reordering_seen);
    s.ack(s.left_at + 120ms, 2000, {block(3000, 8000)});  // now even many do not make it certain
    CHECK(s.tcb.recovery.phase == LossPhase::none);
    CHECK(s.tcb.timers[Timer::reorder].running());
  }

  TEST_CASE("three segments beyond it make it certain at once") {
    TimedSender s;
    s.ack(s.left_at + 100ms, 0, {block(1000, 2000)});
    s.ack(s.left_at + 101ms, 0, {block(1000, 3000)});
    CHECK(s.fx.segments.empty());
    s.ack(s.left_at + 102ms, 0, {block(1000, 4000)});
    CHECK(s.sent() == Which{0});
    CHECK(s.tcb.recovery.phase == LossPhase::fast_recovery);
  }

  TEST_CASE("what left after the newest report is not judged by it") {
    TimedSender s;
    s.ack(s.left_at + 100ms, 0, {block(1000, 4000)});
    CHECK(pipe(s.tcb) == 7000);  // the front again, and 4 to 9
    s.ack(s.left_at + 110ms, 0, {block(1000, 4000), block(8000, 10'000)});
    // 4 to 7 are lost, too; cwnd of 5000 has room for the front and all of them.
    CHECK(s.sent() == Which{4, 5, 6, 7});
  }

  TEST_CASE("the loss of a retransmission is seen when something sent later arrives") {
    TimedSender s;
    s.ack(s.left_at + 100ms, 0, {block(1000, 4000)});
    REQUIRE(s.sent() == Which{0});
    s.send(3000);
    s.ack(s.left_at + 101ms, 0, {block(1000, 10'000)});
    REQUIRE(s.sent() == Which{10, 11, 12});
    s.ack(s.left_at + 201ms, 0, {block(1000, 11'000)});
    CHECK(s.sent() == Which{0});
    CHECK(!s.tcb.timers[Timer::reorder].running());
  }

  TEST_CASE(
      "each round trip with a reported duplicate adds a quarter, sixteen recoveries take it") {
    TimedSender s;
    s.ack(s.left_at + 100ms, 1000, {block(0, 1000)});
    CHECK(s.tcb.rack.patience == 2);
    s.ack(s.left_at + 100ms, 2000, {block(1000, 2000)});
    CHECK(s.tcb.rack.patience == 2);  // the same round trip
    s.ack(s.left_at + 110ms, 2000, {block(3000, 4000)});
    CHECK(s.expiry(Timer::reorder) == s.left_at + 110ms + 50ms);
  }

  TEST_CASE("a recovery after a timeout wears patience off as any other does") {
    TimedSender s;
    s.ack(s.left_at + 100ms, 1000, {block(0, 1000)});
    REQUIRE(s.tcb.rack.patience_lasts == 16);
    s.fire(Timer::tail_loss_probe);
    s.fire(Timer::retransmit);
    REQUIRE(s.tcb.recovery.phase == LossPhase::after_timeout);
    s.ack(s.expiry(Timer::retransmit) - 1ms, distance({1000}, s.tcb.snd.max));
    CHECK(s.tcb.recovery.phase == LossPhase::none);
    CHECK(s.tcb.rack.patience_lasts == 15);
  }

  TEST_CASE("a loss that the window leaves no room to repair still has a timer") {
    TimedSender s;
    REQUIRE(s.tcb.timers[Timer::tail_loss_probe].running());
    s.ack_at(s.left_at + 100ms, 0, {block(1000, 10'000)}, 0);  // and the window has closed
    CHECK(s.noted(Rule::rack_sees_loss));
    CHECK(s.fx.segments.empty());
    CHECK(s.tcb.timers[Timer::retransmit].running());
    s.fire(Timer::retransmit);
    CHECK(s.tcb.timers[Timer::persist].running());
  }

  TEST_CASE("without the knob, or without SACK, the acknowledgments are counted") {
    TcpConfig off = rack_config();
    off.rack_tlp = false;
    TimedSender s(off);
    s.ack(s.left_at + 100ms, 0, {block(1000, 2000)});
    CHECK(!s.tcb.timers[Timer::reorder].running());
    CHECK(s.tcb.rack == RackState{});
  }

  TEST_CASE("after a timeout everything is sent again and nothing is judged before its point") {
    TimedSender s;
    s.fire(Timer::tail_loss_probe);
    s.fire(Timer::retransmit);
    CHECK(s.sent() == Which{0});
    s.ack(s.expiry(Timer::retransmit) - 1ms, 1000, {block(3000, 9000)});
    CHECK(s.tcb.recovery.phase == LossPhase::after_timeout);
    CHECK(s.sent() == Which{1, 2});
  }
}

TEST_SUITE("RFC 8985 7") {
  TEST_CASE("two round trips of silence bring a probe instead of a timeout") {
    TimedSender s;
    CHECK(s.expiry(Timer::tail_loss_probe) == s.left_at + 200ms);
    CHECK(!s.tcb.timers[Timer::retransmit].running());
    s.fire(Timer::tail_loss_probe);
    CHECK(s.sent() == Which{9});
    CHECK(s.noted(Rule::tail_probe_again));
    CHECK(s.tcb.timers[Timer::retransmit].running());
    CHECK(!s.tcb.timers[Timer::tail_loss_probe].running());
    CHECK(s.tcb.congestion.cwnd == 10'000);
  }

  TEST_CASE("after a probe no other one leaves before a round trip was measured") {
    TimedSender s;
    s.fire(Timer::tail_loss_probe);  // sent again, so that nothing is timed any more
    s.ack(s.left_at + 300ms, 10'000);
    s.left_at += 400ms;
    s.send(1000);
    CHECK(!s.tcb.timers[Timer::tail_loss_probe].running());
    CHECK(s.tcb.timers[Timer::retransmit].running());
    s.ack(s.left_at + 100ms, 11'000);
    s.left_at += 200ms;
    s.send(1000);
    CHECK(s.tcb.timers[Timer::tail_loss_probe].running());
  }

  TEST_CASE("new text is the better probe, whatever cwnd says") {
    TimedSender s(rack_config(), 12'000);
    REQUIRE(s.fx.segments.size() == 10);
    s.fire(Timer::tail_loss_probe);
    CHECK(s.sent() == Which{10});
    CHECK(s.noted(Rule::tail_probe_of_new_text));
  }

  TEST_CASE("a single segment gives the peer's delayed ACK its time") {
    TimedSender s(rack_config(), 500);
    // Two round trips of 100 ms and 200 ms of delay, but never later than the timeout of 300 ms.
    CHECK(s.expiry(Timer::tail_loss_probe) == s.left_at + 300ms);
    TcpConfig slow = rack_config();
    slow.rto_min = 1s;
    TimedSender patient(slow, 500);
    CHECK(patient.expiry(Timer::tail_loss_probe) == patient.left_at + 400ms);
  }

  TEST_CASE("the end of a flight is repaired by the probe and counts as a loss once") {
    DUET(duet, {.config = rack_config()});
    duet.establish();
    const SeqNum last{1001 + 9000};
    duet.lose([last](Side from, const Segment& s) {
      return from == Side::client && s.seq == last && s.text.length > 0;
    });
    duet.send_bulk(Side::client, 10'000);
    duet.run(400ms);
    CHECK(duet.read(Side::server).size() == 10'000);
    CHECK(!duet.noted(Rule::timeout_backs_off));
    const std::uint32_t cwnd = duet.client().congestion.cwnd;
    duet.send_bulk(Side::client, 2000);
    duet.run(150ms);
    CHECK(duet.noted(Rule::tail_probe_repaired));
    CHECK(duet.client().congestion.cwnd < cwnd);
    CHECK(!duet.client().rack.probe_end);
  }

  TEST_CASE("a probe that repeats what had arrived is no loss") {
    DUET(duet, {.config = rack_config()});
    duet.establish();
    duet.hold(from(Side::server));  // the acknowledgments are late
    duet.send_bulk(Side::client, 3000);
    duet.run(250ms);
    REQUIRE(duet.noted(Rule::tail_probe_again));
    duet.release();
    duet.run(500ms);
    duet.send_bulk(Side::client, 2000);
    duet.run(1s);
    CHECK(!duet.noted(Rule::tail_probe_repaired));
    CHECK(duet.noted(Rule::duplicate_reported));
    CHECK(!duet.client().rack.probe_end);
  }

  TEST_CASE("a peer that reports no duplicates says the same with a second acknowledgment") {
    TcpConfig config = rack_config();
    config.dsack = false;
    DUET(duet, {.config = config});
    duet.establish();
    duet.hold(from(Side::server));  // the acknowledgments are late
    duet.send_bulk(Side::client, 3000);
    duet.run(250ms);
    REQUIRE(duet.noted(Rule::tail_probe_again));
    duet.release();
    duet.run(500ms);
    CHECK(!duet.client().rack.probe_end);
    const std::uint32_t cwnd = duet.client().congestion.cwnd;
    duet.send_bulk(Side::client, 2000);
    duet.run(150ms);
    CHECK(!duet.noted(Rule::tail_probe_repaired));
    CHECK(duet.client().congestion.cwnd >= cwnd);
  }

  TEST_CASE("many losses are repaired without waiting for the timer") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .config = rack_config(true)});
      duet.establish();
      int n = 0;
      duet.lose(
          [&n](Side from, const Segment& s) {
            return from == Side::client && s.text.length > 0 && ++n % 5 == 0;
          },
          12);
      duet.send_bulk(Side::client, 60'000);
      duet.run(20s);
      CHECK(duet.read(Side::server).size() == 60'000);
      CHECK(duet.client().recovery.phase == LossPhase::none);
      CHECK(duet.client().rack.sent.empty());
    }
  }
}
