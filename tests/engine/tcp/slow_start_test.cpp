// HyStart++ at work in a connection (RFC 9406): its samples are the echoes of our timestamps.
#include <doctest/doctest.h>

#include <set>

#include "engine/tcp/make_segment.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

// A sender with more text than it will ever send, in segments of 1000 octets.
struct SlowStarter {
  Tcb tcb;
  Instant now = world_start + 1s;
  std::uint32_t acknowledged = 0;
  std::set<Rule> noted;

  explicit SlowStarter(bool hystart) {
    TcpConfig config{.mss = 1012, .window_scale = 0, .timestamps = true};
    config.send_buffer = 100'000'000;
    config.hystart = hystart;
    tcb = tcb_in(Situation::syn_sent, {999}, {5000}, config);
    Segment syn_ack{
        .seq = {5000}, .ack = {1000}, .flags = {.ack = true, .syn = true}, .window = 60'000};
    syn_ack.options.mss = 1012;
    syn_ack.options.window_scale = 14;
    syn_ack.options.timestamps = Timestamps{1, 0};
    Effects fx;
    arrive(tcb, syn_ack, fx);
    hear(0, 100ms);
    happen(tcb, SendCall{.bytes = {0, 50'000'000}, .iss = {}}, now, fx);
  }

  void hear(std::uint32_t octets, Duration round_trip) {
    Segment ack{
        .seq = tcb.rcv.nxt, .ack = SeqNum{1000} + octets, .flags = {.ack = true}, .window = 60'000};
    ack.options.timestamps = Timestamps{2, timestamp_clock(tcb, now - round_trip)};
    Effects fx;
    happen(tcb, SegmentArrives{example_sockets(), ack, {}}, now, fx);
    for (const Note& note : fx.notes) noted.insert(note.rule);
  }
  // Everything in flight is acknowledged, segment by segment, so long after it left.
  void round(Duration round_trip) {
    now += round_trip;
    const std::uint32_t end = distance({1000}, tcb.snd.max);
    while (acknowledged + 1000 <= end) hear(acknowledged += 1000, round_trip);
  }
};

}  // namespace

TEST_SUITE("RFC 9406 in a connection") {
  TEST_CASE("a growing queue ends slow start without a loss, unless the round trips fall back") {
    SlowStarter s(true);
    for (const Duration round_trip : {100ms, 100ms, 150ms, 150ms}) s.round(round_trip);
    CHECK(s.noted.contains(Rule::slow_start_slows));
    for (int i = 0; i < 2; ++i) s.round(100ms);
    CHECK(s.noted.contains(Rule::slow_start_was_right));
    CHECK(!s.noted.contains(Rule::slow_start_ends));
    for (int i = 0; i < 9; ++i) s.round(150ms);
    CHECK(s.noted.contains(Rule::slow_start_ends));
    CHECK(s.tcb.congestion.ssthresh < Congestion::unlimited);
    CHECK(s.tcb.congestion.cwnd > 40'000);
  }

  TEST_CASE("without the switch it goes on until something is lost") {
    SlowStarter s(false);
    for (const Duration round_trip : {100ms, 100ms, 150ms, 300ms}) s.round(round_trip);
    CHECK(s.tcb.congestion.cwnd == 160'000);
    CHECK(!s.noted.contains(Rule::slow_start_slows));
  }
}
