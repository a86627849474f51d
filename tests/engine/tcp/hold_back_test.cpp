// What the application says about its own writes: more follows, a record ends here, a cork is in.
// And how long it is willing to wait for a connection (RFC 9293 3.9.1).
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

using Lengths = std::vector<std::uint32_t>;

// An open connection in which nothing is in flight.
Tcb idle(TcpConfig config = {}) {
  config.nagle = false;
  Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, config);
  Effects fx;
  arrive(tcb, {.seq = tcb.rcv.nxt, .ack = tcb.snd.max, .flags = {.ack = true}, .window = 2000}, fx);
  return tcb;
}

Lengths lengths(const Effects& fx) {
  Lengths found;
  for (const Outgoing& out : fx.segments) found.push_back(out.segment.text.length);
  return found;
}

}  // namespace

TEST_SUITE("RFC 9293 3.9.1.2") {
  TEST_CASE("a write that promises more waits for the next one") {
    Tcb tcb = idle();
    const Effects first = happen(tcb, SendCall{.bytes = {0, 5}, .iss = {}, .more = true});
    CHECK(lengths(first).empty());
    CHECK(noted(first, Rule::more_follows));
    CHECK(lengths(happen(tcb, SendCall{.bytes = {5, 6}, .iss = {}})) == Lengths{11});
  }

  TEST_CASE("what waits for more does not wait for ever") {
    Tcb tcb = idle();
    happen(tcb, SendCall{.bytes = {0, 5}, .iss = {}, .more = true});
    const RunningTimer timer = tcb.timers[Timer::persist];
    REQUIRE(timer.running());
    CHECK(timer.expires_at <= world_start + 1s);
    CHECK(lengths(happen(tcb, TimerFires{Timer::persist}, timer.expires_at)) == Lengths{5});
  }

  TEST_CASE("what waits for more is not pushed") {
    Tcb tcb = idle();
    happen(tcb, SendCall{.bytes = {0, 5}, .iss = {}, .more = true});
    const Instant due = tcb.timers[Timer::persist].expires_at;
    const Effects alone = happen(tcb, TimerFires{Timer::persist}, due);
    CHECK(!alone.segments.at(0).segment.flags.psh);
    const Effects last = happen(tcb, SendCall{.bytes = {5, 6}, .iss = {}}, due);
    CHECK(last.segments.at(0).segment.flags.psh);
  }

  TEST_CASE("CLOSE lets go of what waits for more") {
    Tcb tcb = idle();
    happen(tcb, SendCall{.bytes = {0, 5}, .iss = {}, .more = true});
    const Effects fx = happen(tcb, ShutdownCall{});
    REQUIRE(lengths(fx) == Lengths{5});
    CHECK(fx.segments[0].segment.flags.fin);
  }

  TEST_CASE("a promise is not kept by a write that did not fit") {
    Tcb tcb = idle({.send_buffer = 3});
    CHECK(lengths(happen(tcb, SendCall{.bytes = {0, 5}, .iss = {}, .more = true})) == Lengths{3});
  }

  TEST_CASE("under a cork only full segments leave, and the rest when it is taken off") {
    Tcb tcb = idle({.mss = 500});
    tcb.config.cork = true;
    CHECK(lengths(happen(tcb, SendCall{.bytes = {0, 700}, .iss = {}})) == Lengths{500});
    TcpConfig open = tcb.config;
    open.cork = false;
    const Effects fx = happen(tcb, ConfigureCall{open});
    REQUIRE(fx.segments.size() == 1);
    CHECK(fx.segments[0].segment.text.length == 200);
  }

  TEST_CASE("no segment runs across the end of a record") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.nagle = false});
    Effects fx;
    arrive(tcb, {.seq = tcb.rcv.nxt, .ack = tcb.snd.max, .flags = {.ack = true}, .window = 0}, fx);
    happen(tcb, SendCall{.bytes = {0, 3}, .iss = {}, .ends_record = true});
    happen(tcb, SendCall{.bytes = {3, 4}, .iss = {}, .ends_record = true});
    happen(tcb, SendCall{.bytes = {7, 5}, .iss = {}});
    arrive(tcb, {.seq = tcb.rcv.nxt, .ack = tcb.snd.max, .flags = {.ack = true}, .window = 900},
           fx);
    CHECK(lengths(fx) == Lengths{3, 4, 5});
    CHECK(std::ranges::all_of(fx.segments,
                              [](const Outgoing& out) { return out.segment.flags.psh; }));
  }
}

TEST_SUITE("RFC 9293 3.9.1.1") {
  TEST_CASE("an opening takes no longer than the caller wants to wait") {
    Tcb tcb;
    tcb.config.connect_timeout = 5s;
    happen(tcb, ActiveOpen{.sockets = example_sockets(), .iss = {1000}});
    CHECK(tcb.timers[Timer::user_timeout].expires_at == world_start + 5s);
    const Effects fx = happen(tcb, TimerFires{Timer::user_timeout}, world_start + 5s);
    CHECK(tcb.state == State::closed);
    CHECK(fx.signals == std::vector{Signal::user_timeout});
  }

  TEST_CASE("a connection that is open does not hear that clock any more") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000},
                     {.connect_timeout = 5s, .user_timeout = 300s});
    happen(tcb, SendCall{.bytes = {0, 5}, .iss = {}});
    CHECK(tcb.timers[Timer::user_timeout].expires_at == world_start + 300s);
  }
}
