// Ways to leave a connection: linger, abort with TIME-WAIT, and settings for what lives already
// (requirements C.7, ruling H7).
#include <doctest/doctest.h>

#include "tests/support/packet_builder.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

Stage established(const TcpConfig* config = nullptr) {
  Stage stage;
  if (config != nullptr)
    for (Host& host : stage.world.hosts) host.config = *config;
  stage.establish();
  return stage;
}

void lose_everything_from(Stage& stage, HostId host) {
  Impairment rule;
  rule.match = {.from = host};
  rule.unlimited = true;
  stage.apply(ArmImpairment{rule});
}

}  // namespace

TEST_SUITE("C.7 close with linger") {
  TEST_CASE("a linger time of zero aborts: RST, and no TIME-WAIT") {
    Stage stage = established();
    stage.call(client, Close{.linger = 0s});
    CHECK(stage.noted(Rule::linger_zero));
    CHECK(stage.state(client) == State::closed);
    stage.run_for(60ms);
    CHECK(stage.state(server) == State::closed);
    CHECK(stage.noted(Rule::connection_reset));
  }

  TEST_CASE("a listener has nothing to linger for") {
    Stage stage;
    stage.call(server, Listen{.port = 80});
    stage.call(server, Close{.linger = 0s});
    CHECK_FALSE(stage.noted(Rule::linger_zero));
  }

  TEST_CASE("the waiting close returns when text and FIN are acknowledged") {
    Stage stage = established();
    stage.call(client, SendText{.text = "last words"});
    stage.call(client, Close{.linger = 5s});
    CHECK(stage.noted(Rule::linger_begins));
    CHECK_FALSE(stage.noted(Rule::linger_satisfied));
    stage.run_for(150ms);
    CHECK(stage.times_noted(Rule::linger_satisfied) == 1);
    stage.run_for(10s);
    CHECK_FALSE(stage.noted(Rule::linger_over));
  }

  TEST_CASE("it returns when the time is over, and TCP goes on alone") {
    Stage stage = established();
    lose_everything_from(stage, server);
    stage.call(client, Close{.linger = 5s});
    const Instant start = stage.world.now;
    while (!stage.noted(Rule::linger_over) && stage.world.next_event_at() != never) stage.step();
    CHECK(stage.world.now == start + 5s);
    CHECK(stage.state(client) == State::fin_wait_1);
    stage.step();  // the FIN once more
    CHECK(stage.times_noted(Rule::linger_over) == 1);
    CHECK_FALSE(stage.noted(Rule::linger_satisfied));
  }

  TEST_CASE("nothing is left to wait for when the peer's FIN and ours are done") {
    Stage stage = established();
    stage.call(client, Shutdown{});
    stage.run_for(120ms);
    REQUIRE(stage.state(client) == State::fin_wait_2);
    stage.call(client, Close{.linger = 5s});
    CHECK_FALSE(stage.noted(Rule::linger_begins));
  }

  TEST_CASE("a connection that dies while close() waits has not satisfied it") {
    Stage stage = established();
    lose_everything_from(stage, client);
    stage.call(client, Close{.linger = 500s});
    stage.call(server, Abort{});
    stage.run_for(60ms);
    REQUIRE(stage.state(client) == State::closed);
    CHECK_FALSE(stage.noted(Rule::linger_satisfied));
    CHECK(stage.last_result() == CallResult::reset);
  }

  TEST_CASE("a RST in LAST-ACK is told to nobody but the close() that waits") {
    Stage stage = established();
    stage.call(client, Close{});
    stage.run_for(60ms);
    REQUIRE(stage.state(server) == State::close_wait);
    stage.call(server, Close{.linger = 5s});
    stage.apply(Crash{.host = client});
    stage.apply(Reboot{.host = client});
    stage.run_for(150ms);
    REQUIRE(stage.state(server) == State::closed);
    CHECK(stage.last_result() == CallResult::reset);
    CHECK_FALSE(stage.noted(Rule::linger_satisfied));
  }
}

TEST_SUITE("H7 whoever resets waits") {
  TEST_CASE("an abort keeps the record in TIME-WAIT if the switch says so") {
    Stage stage;
    for (Host& host : stage.world.hosts) host.config.reset_keeps_time_wait = true;
    stage.establish();
    stage.call(client, Abort{});
    CHECK(stage.state(client) == State::time_wait);
    CHECK(stage.noted(Rule::reset_keeps_record));
    stage.run_for(60ms);
    CHECK(stage.state(server) == State::closed);  // who is reset does not wait
    CHECK_FALSE(stage.call(client, Connect{.remote = server_socket(), .local_port = 50'000}));
    stage.run_for(61s);
    CHECK(stage.state(client) == State::closed);
  }
}

TEST_SUITE("settings reach what lives") {
  TEST_CASE("new defaults reach living connections and listeners") {
    Stage stage = established();
    TcpConfig config = stage.world.host(server).config;
    config.keepalive = true;
    config.keepalive_idle = 10s;
    config.abort_on_overflow = true;
    stage.apply(SetConfig{.host = server, .config = config});
    CHECK(stage.world.host(server).config.keepalive);
    for (const Connection& c : stage.world.host(server).connections) {
      CHECK(c.tcb.config.abort_on_overflow);
      CHECK(c.tcb.timers[Timer::keepalive].running() == (c.tcb.state == State::established));
    }
    CHECK(stage.times_noted(Rule::configuration_changed) == 2);
    stage.run_for(11s);
    CHECK(stage.noted(Rule::keepalive_sent));
  }

  TEST_CASE("settings for one record leave the others and the defaults alone") {
    Stage stage = established();
    stage.call(client, Connect{.remote = server_socket()});
    stage.run_for(150ms);
    const ConnectionTable& table = stage.world.host(client).connections;
    TcpConfig config = stage.world.host(client).config;
    config.ttl = 9;
    CHECK(stage.apply(SetConfig{.host = client, .config = config, .connection = table[0].id}));
    CHECK(table[0].tcb.config.ttl == 9);
    CHECK(table[1].tcb.config.ttl == 64);
    CHECK(stage.world.host(client).config.ttl == 64);
    CHECK_FALSE(stage.apply(SetConfig{.host = client, .config = config, .connection = ConnId{77}}));
  }

  TEST_CASE("switching Nagle off lets go what it held back") {
    Stage stage = established();
    TcpConfig config = stage.world.host(client).config;
    config.nagle = true;
    stage.apply(SetConfig{.host = client, .config = config});
    stage.call(client, SendText{.text = "a"});
    stage.call(client, SendText{.text = "b"});
    REQUIRE(stage.noted(Rule::nagle_waits));
    const std::size_t before = stage.all<PacketSent>().size();
    config.nagle = false;
    stage.apply(SetConfig{.host = client, .config = config});
    CHECK(stage.all<PacketSent>().size() == before + 1);
  }
}
