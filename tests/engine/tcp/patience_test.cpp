// The user timeout and its option (RFC 5482, requirements D.9), and settings of a living TCB.
#include "engine/tcp/patience.hpp"

#include <doctest/doctest.h>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

const TcpConfig telling = prompt_with([](TcpConfig& c) { c.user_timeout_option = true; });

// What the option on the peer's segment makes of our timeout.
Duration after_hearing(UserTimeoutOption option, const TcpConfig& config) {
  Tcb tcb = tcb_in(Situation::close_wait, {1000}, {5000}, config);
  Effects fx;
  Segment ack{.seq = tcb.rcv.nxt, .ack = tcb.snd.una, .flags = {.ack = true}, .window = granted};
  ack.options.user_timeout = option;
  arrive(tcb, ack, fx);
  return tcb.config.user_timeout;
}

std::vector<bool> carries_option(const Duet& duet, Side side) {
  std::vector<bool> found;
  for (const Duet::Sent& sent : duet.sent())
    if (sent.from == side) found.push_back(sent.segment.options.user_timeout.has_value());
  return found;
}

}  // namespace

TEST_SUITE("D.9 user timeout option") {
  TEST_CASE("15 bits of seconds, else minutes, and never zero") {
    CHECK(user_timeout_option(300s) == UserTimeoutOption{false, 300});
    CHECK(user_timeout_option(32'767s) == UserTimeoutOption{false, 32'767});
    CHECK(user_timeout_option(32'768s) == UserTimeoutOption{true, 546});
    CHECK(user_timeout_option(1ms) == UserTimeoutOption{false, 1});
  }

  TEST_CASE("it is on the SYN and the first segment that is none, and then no more") {
    DUET(duet, {.config = telling});
    duet.establish();
    duet.send(Side::client, "text");
    duet.run(1s);
    CHECK(carries_option(duet, Side::client) == std::vector{true, true, false});
    CHECK(carries_option(duet, Side::server) == std::vector{true, true});
    CHECK(duet.noted(Rule::user_timeout_told));
  }

  TEST_CASE("it is off by default, and a timeout that is off is not told") {
    for (const TcpConfig& config : {prompt_with([](TcpConfig&) {}), prompt_with([](TcpConfig& c) {
                                      c.user_timeout_option = true;
                                      c.user_timeout = 0s;
                                    })}) {
      DUET(duet, {.config = config});
      duet.establish();
      CHECK(carries_option(duet, Side::client) == std::vector{false, false});
    }
  }

  TEST_CASE("a full-sized segment makes room for it") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, telling);
    tcb.patience.announce = true;
    tcb.snd.mss = 500;
    Effects fx;
    happen(tcb, SendCall{.bytes = {0, 900}, .iss = {}}, world_start, fx);
    REQUIRE(fx.segments.size() >= 1);
    CHECK(fx.segments[0].segment.text.length == 496);
    CHECK(fx.segments[0].segment.options.user_timeout.has_value());
  }

  TEST_CASE("adopted is the larger wish within the limits") {
    const TcpConfig limits = prompt_with([](TcpConfig& c) {
      c.user_timeout_option = true;
      c.user_timeout = 200s;
      c.user_timeout_least = 150s;
      c.user_timeout_most = 1000s;
    });
    CHECK(after_hearing({false, 300}, limits) == 300s);
    CHECK(after_hearing({false, 20}, limits) == 200s);
    CHECK(after_hearing({true, 6}, limits) == 360s);
    CHECK(after_hearing({true, 60}, limits) == 1000s);
    TcpConfig low = limits;
    low.user_timeout = 10s;
    CHECK(after_hearing({false, 20}, low) == 150s);
  }

  TEST_CASE("without the switch the option has no effect") {
    CHECK(after_hearing({false, 600}, prompt_with([](TcpConfig&) {})) == 300s);
  }

  TEST_CASE("both ends hear it during the handshake") {
    DuetSetup setup{.config = telling};
    DUET(duet, setup);
    duet.listen();
    duet.server().config.user_timeout = 900s;
    duet.connect();
    duet.run(1s);
    CHECK(duet.client().config.user_timeout == 900s);
    CHECK(duet.server().config.user_timeout == 900s);
    CHECK(duet.noted(Rule::user_timeout_adopted));
  }

  TEST_CASE("an application that has set its own does not listen to the peer any more") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, telling);
    TcpConfig own = tcb.config;
    own.user_timeout = 120s;
    Effects fx;
    happen(tcb, ConfigureCall{own}, world_start, fx);
    CHECK(tcb.patience.announce);  // told again, because it has changed
    Segment ack{.seq = tcb.rcv.nxt, .ack = tcb.snd.una, .flags = {.ack = true}, .window = granted};
    ack.options.user_timeout = UserTimeoutOption{false, 900};
    arrive(tcb, ack, fx);
    CHECK(tcb.config.user_timeout == 120s);
  }
}

TEST_SUITE("MUST-21") {
  TEST_CASE("a user timeout that was asked for is R2, whether longer or shorter than the counts") {
    for (const Duration patience : {Duration(20s), Duration(2000s)}) {
      DUET(duet, {.config = prompt_with([](TcpConfig& c) { c.data_retries = 4; })});
      duet.establish();
      TcpConfig own = duet.client().config;
      own.user_timeout = patience;
      happen(duet.client(), ConfigureCall{own}, duet.now());
      duet.lose(from(Side::client), 1000);
      duet.send(Side::client, "x");
      const Instant start = duet.now();
      while (duet.client().state != State::closed && duet.step()) {
      }
      CHECK(duet.now() - start == patience);
      CHECK(duet.signalled(Side::client, Signal::user_timeout) == 1);
    }
  }

  TEST_CASE("a timer that runs already is moved") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    REQUIRE(tcb.timers[Timer::user_timeout].running());
    TcpConfig own = tcb.config;
    own.user_timeout = 30s;
    happen(tcb, ConfigureCall{own}, world_start + 10s);
    CHECK(tcb.timers[Timer::user_timeout].expires_at == world_start + 30s);
    own.user_timeout = 0s;
    happen(tcb, ConfigureCall{own}, world_start + 11s);
    CHECK(!tcb.timers[Timer::user_timeout].running());
  }
}

TEST_SUITE("settings of a living connection") {
  TEST_CASE("what the SYNs have settled stays") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    TcpConfig wanted = tcb.config;
    wanted.window_scale = 5;
    wanted.timestamps = wanted.sack = true;
    wanted.mss = 100;
    wanted.msl = 1s;
    happen(tcb, ConfigureCall{wanted});
    CHECK(!tcb.config.window_scale);
    CHECK(!tcb.config.timestamps);
    CHECK(!tcb.config.sack);
    CHECK(tcb.config.mss == 1460);  // was announced
    CHECK(tcb.snd.mss == 100);      // bounds what is sent
    CHECK(tcb.config.msl == 1s);
  }

  TEST_CASE("keepalive begins, changes and ends") {
    Tcb tcb = tcb_in(Situation::close_wait, {1000}, {5000});
    TcpConfig wanted = tcb.config;
    wanted.keepalive = true;
    happen(tcb, ConfigureCall{wanted});
    CHECK(tcb.timers[Timer::keepalive].expires_at == world_start + 7200s);
    wanted.keepalive_idle = 10s;
    happen(tcb, ConfigureCall{wanted}, world_start + 5s);
    CHECK(tcb.timers[Timer::keepalive].expires_at == world_start + 15s);
    wanted.keepalive = false;
    happen(tcb, ConfigureCall{wanted}, world_start + 6s);
    CHECK(!tcb.timers[Timer::keepalive].running());
  }

  TEST_CASE("a smaller receive buffer does not take back the window that was offered") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    const SeqNum edge = tcb.rcv.nxt + tcb.rcv.wnd;
    TcpConfig wanted = tcb.config;
    wanted.receive_buffer = 1000;
    happen(tcb, ConfigureCall{wanted});
    Effects fx;
    arrive(tcb,
           {.seq = tcb.rcv.nxt,
            .ack = tcb.snd.una,
            .flags = {.ack = true},
            .window = granted,
            .text = {0, 500}},
           fx);
    CHECK(precedes_or_equals(edge, tcb.rcv.nxt + tcb.rcv.wnd));
  }

  TEST_CASE("a listener takes everything") {
    Tcb tcb = tcb_in(Situation::listen, {1000}, {5000});
    TcpConfig wanted = tcb.config;
    wanted.window_scale = 5;
    happen(tcb, ConfigureCall{wanted});
    CHECK(tcb.config == wanted);
    CHECK(tcb.state == State::listen);
  }
}

TEST_SUITE("SHLD-17") {
  // The peer takes back what it had granted: of what is in flight, only so much will ever fit.
  Duration survives_shrunken_window(std::uint32_t left, Duration how_long) {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = tcb.rcv.nxt, .ack = tcb.snd.max, .flags = {.ack = true}, .window = 5000},
           fx);
    happen(tcb, SendCall{.bytes = {0, 3000}, .iss = {}}, world_start, fx);
    REQUIRE(distance(tcb.snd.una, tcb.snd.max) > left);
    const SeqNum edge = tcb.snd.una + left;
    SeqNum taken = tcb.snd.una;
    Instant now = world_start;
    const auto answer = [&] {
      const auto window = static_cast<std::uint16_t>(distance(taken, edge));
      happen(tcb,
             SegmentArrives{.sockets = example_sockets(),
                            .segment = {.source_port = tcb.sockets.remote.port,
                                        .dest_port = tcb.sockets.local.port,
                                        .seq = tcb.rcv.nxt,
                                        .ack = taken,
                                        .flags = {.ack = true},
                                        .window = window},
                            .fresh_iss = {}},
             now, fx);
    };
    answer();
    while (tcb.state == State::established && now - world_start < how_long) {
      const std::optional<DueTimer> due = earliest(tcb.timers);
      REQUIRE(due.has_value());
      now = due->at;
      happen(tcb, TimerFires{due->timer}, now, fx);
      const std::vector<Outgoing> sent = fx.segments;
      for (const Outgoing& out : sent) {
        const SeqNum end = end_of(out.segment);
        if (precedes_or_equals(out.segment.seq, taken) && precedes(taken, end))
          taken = precedes(edge, end) ? edge : end;
        answer();
      }
    }
    return now - world_start;
  }

  TEST_CASE("text beyond a shrunken edge does not time the connection out") {
    for (const std::uint32_t left : {0u, 1u, 100u, 700u, 1500u})
      CHECK(survives_shrunken_window(left, 3h) >= 3h);
  }
}
