// Who may have a socket pair: TIME-WAIT and active opens (requirements B.10, client-side reuse),
// and addresses that are no single host (MUST-46).
#include <doctest/doctest.h>

#include "tests/support/packet_builder.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

const Connect same_pair{.remote = server_socket(), .local_port = 4000};

// The client has closed first and waits.
Stage client_in_time_wait(bool timestamps, bool reuse) {
  Stage stage;
  for (Host& host : stage.world.hosts) {
    host.config.timestamps = timestamps;
    host.config.time_wait_reuse = reuse;
  }
  stage.call(server, Listen{.port = 80});
  stage.call(client, same_pair);
  stage.run_for(150ms);
  stage.call(client, Close{});
  stage.run_for(100ms);
  stage.call(server, Close{});
  stage.run_for(110ms);
  REQUIRE(stage.state(client) == State::time_wait);
  return stage;
}

void connect_again(Stage& stage, Duration wait) {
  stage.apply(DoCall{.host = client, .connection = {}, .call = same_pair}, wait);
}

}  // namespace

TEST_SUITE("B.10 an active open meets TIME-WAIT") {
  TEST_CASE("the pair is not to be had before 2MSL are over") {
    Stage stage = client_in_time_wait(true, false);
    connect_again(stage, 2s);
    CHECK(stage.last_result() == CallResult::already_exists);
    CHECK(stage.noted(Rule::time_wait_blocks_open));
    stage.run_for(60s);
    CHECK(stage.call(client, same_pair));
  }

  TEST_CASE("with time_wait_reuse and timestamps it is taken over after a second") {
    Stage stage = client_in_time_wait(true, true);
    const SeqNum last = newest_connection(stage.world.host(client))->tcb.snd.max;
    connect_again(stage, 500ms);
    CHECK(stage.last_result() == CallResult::already_exists);
    connect_again(stage, 600ms);
    CHECK(stage.last_result() == CallResult::ok);
    CHECK(stage.noted(Rule::time_wait_reused));
    CHECK(precedes(last, newest_connection(stage.world.host(client))->tcb.snd.iss));
    stage.run_for(150ms);
    CHECK(stage.state(client) == State::established);
    CHECK(stage.state(server) == State::established);
  }

  TEST_CASE("without timestamps nothing tells old from new, so there is no reuse") {
    Stage stage = client_in_time_wait(false, true);
    connect_again(stage, 5s);
    CHECK(stage.last_result() == CallResult::already_exists);
  }

  TEST_CASE("when every port is taken, an open without a port takes one from TIME-WAIT") {
    for (const bool reuse : {false, true}) {
      Stage stage = client_in_time_wait(true, reuse);
      Host& host = stage.world.host(client);
      host.next_port = 65'535;
      for (std::uint32_t port = 49'152; port <= 65'535; ++port) {
        Connection c;
        c.id = {stage.world.next_connection++};
        c.tcb.state = port == 60'000 ? State::time_wait : State::established;
        c.tcb.ts.on = true;
        if (port == 60'000) c.tcb.timers.arm(Timer::time_wait, stage.world.now, 60s);
        c.tcb.sockets = {.local = {client_address, static_cast<std::uint16_t>(port)},
                         .remote = server_socket()};
        host.connections.insert(engine::Connection(c));
      }
      stage.world.reindex();
      stage.apply(DoCall{client, {}, Connect{.remote = server_socket()}}, 3s);
      CHECK(stage.last_result() == (reuse ? CallResult::ok : CallResult::no_resources));
    }
  }
}

TEST_SUITE("MUST-46") {
  TEST_CASE("an open to a broadcast or multicast address is an error, and nothing is sent") {
    for (const Ipv4Address many : {ipv4(224, 0, 0, 1), ipv4(255, 255, 255, 255)}) {
      Stage stage;
      CHECK_FALSE(stage.call(client, Connect{.remote = {many, 80}}));
      CHECK(stage.last_result() == CallResult::invalid);
      CHECK(stage.noted(Rule::open_to_many_refused));
      CHECK(stage.all<PacketSent>().empty());
      CHECK(stage.world.host(client).connections.empty());
    }
  }
}
