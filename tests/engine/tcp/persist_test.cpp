// The persist timer and what a probe leaves behind (RFC 9293 3.8.6.1, 3.8.6.2.1; requirements D.3,
// D.4, D.11).
#include <doctest/doctest.h>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

// ESTABLISHED, everything acknowledged, and 3000 octets wait for a window that has closed.
struct ClosedWindow {
  Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.delayed_ack = 0s});
  Instant now = world_start;
  Effects fx;

  ClosedWindow() {
    hear(1011, 0);
    happen(tcb, SendCall{.bytes = {50, 3000}, .iss = {}}, now, fx);
  }
  void hear(std::uint32_t ack, std::uint16_t window) {
    const Segment s{.seq = {5001}, .ack = {ack}, .flags = {.ack = true}, .window = window};
    happen(tcb, SegmentArrives{example_sockets(), s, {}}, now, fx);
  }
  void fire() {
    const DueTimer due = *earliest(tcb.timers);
    REQUIRE(due.timer == Timer::persist);
    now = due.at;
    happen(tcb, TimerFires{due.timer}, now, fx);
  }
};

}  // namespace

TEST_SUITE("RFC 9293 3.8.6.1") {
  TEST_CASE("a FIN that was accepted as a probe leaves no timer behind in FIN-WAIT-2") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .config = {.receive_buffer = 1000, .delayed_ack = 0s}});
      duet.establish();
      duet.send_bulk(Side::client, 1000);
      duet.run(200ms);
      duet.shutdown(Side::client);
      REQUIRE(duet.client().timers[Timer::persist].running());
      duet.lose(from(Side::server));  // the window update
      duet.read(Side::server);
      duet.run(5s);
      REQUIRE(duet.client().state == State::fin_wait_2);
      CHECK(!earliest(duet.client().timers));
      const std::size_t before = duet.sent().size();
      duet.run(24h);
      CHECK(duet.sent().size() == before);
      CHECK(duet.client().state == State::fin_wait_2);
    }
  }

  TEST_CASE("there is never a second FIN, though the window stays closed behind the first") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    const Segment closed{.seq = {5001}, .ack = {1011}, .flags = {.ack = true}};
    arrive(tcb, closed, fx);
    happen(tcb, ShutdownCall{}, world_start, fx);
    const DueTimer due = *earliest(tcb.timers);
    happen(tcb, TimerFires{due.timer}, due.at, fx);
    REQUIRE(one_line(fx.segments.at(0).segment) == "FIN,ACK 1011/5001");
    arrive(tcb, {.seq = {5001}, .ack = {1012}, .flags = {.ack = true}}, fx);
    CHECK(tcb.state == State::fin_wait_2);
    CHECK(!earliest(tcb.timers));
  }

  TEST_CASE("a probe that is accepted lets the next one wait for a full timeout") {
    ClosedWindow peer;
    peer.fire();
    peer.hear(1012, 0);
    CHECK(peer.tcb.timers[Timer::persist].running());
    CHECK(!peer.tcb.timers[Timer::retransmit].running());
    peer.fire();
    CHECK(one_line(peer.fx.segments.at(0).segment) == "ACK 1012/5001 +1");
  }

  TEST_CASE("a probe says how many before it went unanswered") {
    ClosedWindow peer;
    peer.fire();
    CHECK(note_of(peer.fx, Rule::window_probe_sent)->numbers[1] == 0);
    peer.hear(1011, 0);
    peer.fire();
    CHECK(note_of(peer.fx, Rule::window_probe_sent)->numbers[1] == 0);
    peer.fire();
    CHECK(note_of(peer.fx, Rule::window_probe_sent)->numbers[1] == 1);
  }

  TEST_CASE("while a probe is on its way, no keepalive is needed") {
    ClosedWindow peer;
    peer.fire();
    peer.tcb.timers.arm(Timer::keepalive, peer.now, 0s);
    happen(peer.tcb, TimerFires{Timer::keepalive}, peer.now, peer.fx);
    CHECK(note_of(peer.fx, Rule::keepalive_not_needed));
    CHECK(peer.fx.segments.empty());
  }
}

TEST_SUITE("RFC 9293 3.8.6.2.1") {
  TEST_CASE("after a probe, too, a small window is not worth a segment") {
    ClosedWindow peer;
    peer.fire();
    peer.hear(1011, 30);
    CHECK(peer.fx.segments.empty());
    CHECK(note_of(peer.fx, Rule::sender_avoids_silly_window));
    peer.hear(1011, 500);  // half of the largest window seen
    REQUIRE(peer.fx.segments.size() == 1);
    CHECK(peer.fx.segments.at(0).segment.text.length == 500);
  }

  TEST_CASE("a segment of which only the probed octet is old is no retransmission") {
    ClosedWindow peer;
    peer.fire();
    peer.hear(1011, 1000);
    CHECK(!peer.fx.segments.at(0).retransmission);
    CHECK(note_of(peer.fx, Rule::text_sent));
    CHECK(peer.tcb.rtt.timed.has_value());
  }

  TEST_CASE("the override timer does not wait for the next probe") {
    ClosedWindow peer;
    for (int i = 0; i < 6; ++i) peer.fire();
    REQUIRE(peer.tcb.timers[Timer::persist].expires_at > peer.now + 10s);
    peer.hear(1011, 30);
    CHECK(peer.tcb.timers[Timer::persist].expires_at == peer.now + 1s);
    peer.fire();
    CHECK(peer.fx.segments.at(0).segment.text.length == 30);
  }
}
