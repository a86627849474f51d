#include <doctest/doctest.h>

#include "engine/host/pattern.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

// Client and server with these programs, connected.
Stage play(Program at_client, Program at_server) {
  Stage stage;
  stage.world.host(client).application.program = at_client;
  stage.world.host(server).application.program = at_server;
  stage.establish();
  return stage;
}

}  // namespace

TEST_SUITE("host/program") {
  TEST_CASE("an echo writes back what it reads and closes at the end") {
    Stage stage = play(Manual{}, Echo{});
    stage.call(client, SendText{.text = "ping"});
    stage.run_for(100ms);
    stage.call(client, Read{});
    CHECK(stage.read_by(client) == "ping");
    stage.call(client, Close{});
    stage.run_for(150ms);
    CHECK(stage.state(client) == State::time_wait);
    CHECK(stage.state(server) == State::closed);
  }

  TEST_CASE("an echo with a small send buffer loses nothing") {
    Stage stage;
    stage.world.host(server).config.send_buffer = 700;
    stage.world.host(client).application.program = Source{.bytes = 20'000};
    stage.world.host(server).application.program = Echo{};
    stage.establish();
    stage.run_until_quiet();
    CHECK(stage.read_by(client).size() == 20'000);
  }

  TEST_CASE("a source sends its whole pattern, half-closes and leaves at the end") {
    Stage stage = play(Source{.bytes = 100'000}, Sink{});
    stage.run_until_quiet();
    const std::string read = stage.read_by(server);
    REQUIRE(read.size() == 100'000);
    CHECK(static_cast<std::uint8_t>(read[99'999]) == pattern_octet(99'999));
    CHECK(stage.world.host(client).connections.empty());
    CHECK(stage.world.host(server).connections.size() == 1);
  }

  TEST_CASE("a source that does not close leaves the connection open") {
    Stage stage = play(Source{.bytes = 10, .close_after = false}, Sink{});
    stage.run_until_quiet();
    CHECK(stage.state(client) == State::established);
  }

  TEST_CASE("a sink that stays leaves CLOSE-WAIT standing") {
    Stage stage = play(Source{.bytes = 10}, Sink{.close_at_end = false});
    stage.run_until_quiet();
    CHECK(stage.state(server) == State::close_wait);
  }

  TEST_CASE("a slow reader reads at its own pace") {
    Stage stage = play(Manual{}, SlowReader{.bytes = 3, .every = 100ms});
    stage.call(client, SendText{.text = "abcdefg"});
    stage.run_for(50ms);
    std::vector<std::size_t> lengths;
    for (int i = 0; i < 4; ++i) {
      stage.run_for(100ms);
      lengths.push_back(stage.read_by(server).size());
    }
    CHECK(lengths.back() == 7);
    for (std::size_t i = 1; i < lengths.size(); ++i) CHECK(lengths[i] - lengths[i - 1] <= 3);
  }

  TEST_CASE("a slow reader wakes as a program and closes at the end") {
    Stage stage = play(Source{.bytes = 5}, SlowReader{.bytes = 3, .every = 100ms});
    bool woke = false;
    for (int i = 0; i < 200 && stage.world.next_event_at() != never; ++i) {
      woke = woke || std::holds_alternative<ByProgram>(*stage.world.next_cause());
      stage.step();
    }
    CHECK(woke);
    CHECK(stage.read_by(server).size() == 5);
    CHECK(stage.world.host(server).connections.size() == 1);
  }

  TEST_CASE("a server that closes first ends in TIME-WAIT") {
    Stage stage = play(Manual{}, CloseFirst{});
    stage.call(client, SendText{.text = "GET /"});
    stage.run_for(150ms);
    CHECK(stage.state(server) == State::fin_wait_2);
    stage.call(client, Close{});
    stage.run_for(100ms);
    CHECK(stage.state(server) == State::time_wait);
  }

  TEST_CASE("a program can be changed while the connection lives") {
    Stage stage = play(Manual{}, Manual{});
    stage.call(client, SendText{.text = "waiting"});
    stage.run_for(100ms);
    stage.apply(SetProgram{.host = server, .application = {.program = Sink{}}});
    CHECK(stage.read_by(server) == "waiting");
  }

  TEST_CASE("a program leaves a connection alone that nobody has accepted") {
    Stage stage;
    stage.world.host(server).application = {.program = Sink{}, .auto_accept = false};
    stage.establish();
    stage.call(client, SendText{.text = "hello"});
    stage.run_for(100ms);
    CHECK(stage.read_by(server).empty());
    stage.call(server, Accept{});
    CHECK(stage.read_by(server) == "hello");
  }
}

TEST_SUITE("host/power") {
  TEST_CASE("a crash is silent, and packets for the host are lost") {
    Stage stage;
    stage.establish();
    stage.apply(Crash{server});
    CHECK(stage.world.host(server).connections.empty());
    CHECK(stage.world.wire.packets.empty());
    stage.call(client, SendText{.text = "anyone there?"});
    stage.run_for(100ms);
    const auto drops = stage.all<PacketDropped>();
    REQUIRE(drops.size() == 1);
    CHECK(drops[0].reason == DropReason::host_down);
    CHECK_FALSE(stage.call(server, Listen{.port = 81}));
  }

  TEST_CASE("a rebooted host answers what it has forgotten with a reset") {
    Stage stage;
    stage.establish();
    stage.apply(Crash{server});
    stage.apply(Reboot{server});
    stage.call(client, SendText{.text = "anyone there?"});
    stage.run_for(100ms);
    CHECK(stage.state(client) == State::closed);
    CHECK(stage.noted(Rule::no_record));
  }

  TEST_CASE("a crashed host cannot crash again") {
    Stage stage;
    CHECK(stage.apply(Crash{server}));
    CHECK_FALSE(stage.apply(Crash{server}));
  }

  TEST_CASE("new defaults reach the next connection of a listener that is open already") {
    Stage stage;
    stage.call(server, Listen{.port = 80});
    TcpConfig config = stage.world.host(server).config;
    config.mss = 500;
    stage.apply(SetConfig{server, config});
    stage.call(client, Connect{.remote = server_socket()});
    stage.run_for(150ms);
    CHECK(newest_connection(stage.world.host(server))->tcb.config.mss == 500);
    CHECK(newest_connection(stage.world.host(client))->tcb.snd.mss == 500);
  }
}
