// How quickly text is acknowledged where the delay follows the peer, as in Linux (requirements
// D.5): 40 ms to begin with, at most 200, and no waiting at first and after trouble.
#include "engine/tcp/ack_pace.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

struct PacedReceiver {
  Tcb tcb;
  Instant now = world_start;
  Effects fx;

  explicit PacedReceiver(const TcpConfig& config)
      : tcb(tcb_in(Situation::established, {1000}, {5000}, config)) {
    tcb.rtt.rto = 1s;
    tcb.rtt.measured = false;
  }

  // Ten octets more, or with a gap before them, after so long.
  void hear(Duration wait, std::uint32_t gap = 0) {
    now += wait;
    Segment s{.seq = tcb.rcv.nxt + gap,
              .ack = tcb.snd.max,
              .flags = {.ack = true},
              .window = granted,
              .text = {0, 10}};
    happen(tcb, SegmentArrives{example_sockets(), s, {}}, now, fx);
  }
  bool answered() const { return !fx.segments.empty(); }
  // How long the acknowledgment will wait; it leaves before anything else happens.
  Duration delay() {
    const RunningTimer timer = tcb.timers[Timer::delayed_ack];
    if (!timer.running()) return 0s;
    now = timer.expires_at;
    happen(tcb, TimerFires{Timer::delayed_ack}, now, fx);
    return timer.expires_at - timer.armed_at;
  }
};

const TcpConfig adaptive{.delayed_ack = 40ms, .delayed_ack_most = 200ms};
const TcpConfig quick{.delayed_ack = 40ms, .delayed_ack_most = 200ms, .quick_acks = 16};

}  // namespace

TEST_SUITE("D.5 the pace of acknowledgments") {
  TEST_CASE("without the switch the delay is the same for ever") {
    PacedReceiver end({.delayed_ack = 40ms});
    for (int i = 0; i < 5; ++i) {
      end.hear(500ms);
      CHECK(end.delay() == 40ms);
    }
  }

  TEST_CASE("an acknowledgment that went alone doubles the delay, up to the most there is") {
    PacedReceiver end(adaptive);
    std::vector<Duration> seen;
    for (int i = 0; i < 5; ++i) {
      end.hear(500ms);
      seen.push_back(end.delay());
    }
    CHECK(seen == std::vector<Duration>{40ms, 80ms, 160ms, 200ms, 200ms});
  }

  TEST_CASE("it is never longer than a round trip") {
    PacedReceiver end(adaptive);
    for (int i = 0; i < 5; ++i) end.hear(500ms), end.delay();
    end.tcb.rtt.measured = true;
    end.tcb.rtt.srtt = 60ms;
    end.hear(500ms);
    CHECK(end.delay() == 60ms);
  }

  TEST_CASE("a burst makes it short again") {
    PacedReceiver end(adaptive);
    for (int i = 0; i < 4; ++i) end.hear(500ms), end.delay();
    for (int i = 0; i < 6; ++i) end.hear(1ms);
    end.delay();  // the one that was armed when the burst began
    CHECK(end.tcb.pace.delay < 120ms);
  }

  TEST_CASE("the first segments are acknowledged at once, sixteen at most") {
    PacedReceiver end(quick);
    end.tcb.rcv.wnd = 60'000;
    int at_once = 0;
    for (int i = 0; i < 30; ++i) {
      end.hear(100ms);
      at_once += end.answered() ? 1 : 0;
      end.delay();
    }
    CHECK(at_once == 16);
  }

  TEST_CASE("a gap brings quick acknowledgments back") {
    PacedReceiver end(quick);
    for (int i = 0; i < 30; ++i) end.hear(100ms), end.delay();
    REQUIRE(!acknowledges_quickly(end.tcb));
    end.hear(100ms, 50);
    CHECK(acknowledges_quickly(end.tcb));
  }

  TEST_CASE("so does a silence longer than the retransmission timeout") {
    PacedReceiver end(quick);
    for (int i = 0; i < 30; ++i) end.hear(100ms), end.delay();
    end.hear(1001ms);
    CHECK(end.answered());
    Effects& fx = end.fx;
    CHECK(std::ranges::any_of(fx.notes, [](const Note& n) { return n.rule == Rule::quick_ack; }));
  }

  TEST_CASE("whoever answers at once with text of his own is not quick any more") {
    PacedReceiver end(quick);
    end.hear(100ms);
    happen(end.tcb, SendCall{.bytes = {50, 10}, .iss = {}}, end.now, end.fx);
    CHECK(end.tcb.pace.talking);
    end.hear(10ms);
    CHECK(!end.answered());
  }
}
