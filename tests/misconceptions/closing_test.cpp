// What is often said about closing, TIME-WAIT and connections that nobody closes, and is not so.
#include <doctest/doctest.h>

#include "engine/host/profile.hpp"
#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

// The client has closed first, then the server; how long the one that waits does so.
Duration time_wait_with(const TcpConfig& config) {
  Duet duet({.config = config});
  duet.establish();
  duet.close(Side::client);
  duet.run(500ms);
  duet.close(Side::server);
  duet.run(500ms);
  REQUIRE(duet.client().state == State::time_wait);
  const RunningTimer timer = duet.client().timers[Timer::time_wait];
  return timer.expires_at - timer.armed_at;
}

std::size_t segments_after(const Duet& duet, std::size_t before) {
  return duet.sent().size() - before;
}

}  // namespace

TEST_SUITE("misconceptions: closing") {
  TEST_CASE("1: the MSL has nothing to do with the size of segments") {
    CHECK(time_wait_with({.mss = 500}) == time_wait_with({.mss = 1460}));
    CHECK(time_wait_with({.mss = 500, .msl = 10s}) == 20s);
  }

  TEST_CASE("2: TIME-WAIT lasts four minutes by the RFC, one in Linux and BSD, four in Windows") {
    CHECK(time_wait_with(config_of(Profile::rfc)) == 240s);
    CHECK(time_wait_with(config_of(Profile::linux_like)) == 60s);
    CHECK(time_wait_with(config_of(Profile::bsd_like)) == 60s);
    CHECK(time_wait_with(config_of(Profile::windows_like)) == 240s);
  }

  TEST_CASE("10: closing takes four segments, or three, or one") {
    DUET(four);
    four.establish();
    std::size_t before = four.sent().size();
    four.shutdown(Side::client);
    four.run(1s);
    four.shutdown(Side::server);
    four.run(1s);
    CHECK(segments_after(four, before) == 4);

    DUET(three);
    three.establish();
    three.lose(from(Side::server));  // its bare ACK: the FIN that follows says the same
    three.shutdown(Side::client);
    three.run(60ms);
    three.shutdown(Side::server);
    three.run(60ms);
    CHECK(three.client().state == State::time_wait);
    CHECK(three.noted(Rule::fin_and_ack_of_fin_received));

    DUET(one);
    one.establish();
    before = one.sent().size();
    one.abort(Side::client);
    one.run(1s);
    CHECK(segments_after(one, before) == 1);
    CHECK(one.server().state == State::closed);
  }

  TEST_CASE("11: a FIN travels with an ACK, and without it is dropped") {
    DUET(duet);
    duet.establish();
    duet.shutdown(Side::client);
    CHECK(to_string(duet.sent().back().segment.flags) == "FIN,ACK");
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = tcb.rcv.nxt, .flags = {.fin = true}}, fx);
    CHECK(tcb.state == State::established);
    CHECK(fx.segments.empty());
  }

  TEST_CASE("12: TIME-WAIT is where the close began, be it the server, or at both ends") {
    DUET(duet);
    duet.establish();
    duet.shutdown(Side::server);
    duet.run(1s);
    duet.shutdown(Side::client);
    duet.run(1s);
    CHECK(duet.server().state == State::time_wait);
    CHECK(duet.client().state == State::closed);

    DUET(both);
    both.establish();
    both.shutdown(Side::client);
    both.shutdown(Side::server);
    both.run(1s);
    CHECK(both.client().state == State::time_wait);
    CHECK(both.server().state == State::time_wait);
  }

  TEST_CASE("13: the passive end is CLOSED four minutes before the active one") {
    DUET(duet);
    duet.establish();
    duet.shutdown(Side::client);
    duet.run(1s);
    duet.shutdown(Side::server);
    duet.run(239s);
    CHECK(duet.server().state == State::closed);
    CHECK(duet.client().state == State::time_wait);
    duet.run(2s);
    CHECK(duet.client().state == State::closed);
  }

  TEST_CASE("14: TIME-WAIT also keeps old text out of the next connection of the same pair") {
    const auto old_text_is_read = [](bool waits) {
      DUET(duet);
      duet.establish();
      duet.send(Side::client, "old");
      duet.run(1s);
      const Segment old = duet.sent().at(3).segment;
      REQUIRE(old.text.length == 3);
      duet.read(Side::server);
      if (waits) {
        duet.shutdown(Side::client);
        duet.run(1s);
        duet.shutdown(Side::server);
      } else {
        duet.abort(Side::client);
      }
      duet.run(1s);
      duet.listen();
      duet.connect();  // the same pair, the same numbers: the worst that can happen
      duet.run(1s);
      duet.forge(Side::server, old);
      return duet.read(Side::server) == "old";
    };
    CHECK(old_text_is_read(false));
    CHECK(!old_text_is_read(true));
  }

  TEST_CASE("15: tcp_fin_timeout is about orphans in FIN-WAIT-2, not about TIME-WAIT") {
    const TcpConfig config{.delayed_ack = 0s, .msl = 30s, .fin_wait_2_timeout = 5s};
    CHECK(time_wait_with(config) == 60s);
    DUET(orphan, {.config = config});
    orphan.establish();
    orphan.close(Side::client);
    orphan.run(6s);
    CHECK(orphan.client().state == State::closed);
    CHECK(orphan.server().state == State::close_wait);
  }

  TEST_CASE("16: CLOSE-WAIT has no timer, and FIN-WAIT-2 after shutdown() has none, either") {
    DUET(duet, {.config = config_of(Profile::linux_like)});
    duet.establish();
    duet.shutdown(Side::client);
    duet.run(24h * 30);
    CHECK(duet.server().state == State::close_wait);
    CHECK(duet.client().state == State::fin_wait_2);
    CHECK(!earliest(duet.server().timers));
  }

  TEST_CASE("44: keepalive is off, and where it is on it begins after two hours") {
    for (const Profile profile : {Profile::rfc, Profile::linux_like, Profile::bsd_like}) {
      DUET(off, {.config = config_of(profile)});
      off.establish();
      const std::size_t before = off.sent().size();
      off.crash(Side::server);
      off.run(10h);
      CHECK(segments_after(off, before) == 0);
      CHECK(off.client().state == State::established);  // it knows nothing of the crash
    }
    DUET(on, {.config = {.delayed_ack = 0s, .keepalive = true}});
    on.establish();
    const std::size_t before = on.sent().size();
    on.run(7190s);
    CHECK(segments_after(on, before) == 0);
    on.run(20s);
    CHECK(on.noted(Rule::keepalive_sent));
  }

  TEST_CASE("59: half-open is a connection whose other end has forgotten it") {
    DUET(duet);
    duet.establish();
    duet.crash(Side::server);
    duet.run(1h);
    CHECK(duet.client().state == State::established);  // half-open
    duet.send(Side::client, "are you there?");
    duet.run(1s);
    CHECK(duet.client().state == State::closed);
    CHECK(duet.signalled(Side::client, Signal::reset) == 1);
    DUET(closed);
    closed.establish();
    closed.shutdown(Side::client);  // half-closed is another thing: text still flows
    closed.run(1s);
    closed.send(Side::server, "all the rest");
    closed.run(1s);
    CHECK(closed.read(Side::client) == "all the rest");
  }
}
