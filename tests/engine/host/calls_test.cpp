#include <doctest/doctest.h>

#include "engine/host/isn.hpp"
#include "engine/host/pattern.hpp"
#include "engine/host/ports.hpp"
#include "engine/host/profile.hpp"
#include "tests/support/packet_builder.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

TEST_SUITE("C.7 calls") {
  TEST_CASE("a call on nothing answers that there is no connection") {
    Stage stage;
    for (const Call& call : {Call{Close{}}, Call{Read{}}, Call{Accept{}}, Call{Abort{}}}) {
      CHECK_FALSE(stage.call(client, call));
      CHECK(stage.last_result() == CallResult::does_not_exist);
    }
  }

  TEST_CASE("a port can be listened on once") {
    Stage stage;
    CHECK(stage.call(server, Listen{.port = 80}));
    CHECK_FALSE(stage.call(server, Listen{.port = 80}));
    CHECK(stage.last_result() == CallResult::already_exists);
    CHECK(stage.call(server, Listen{.port = 81}));
  }

  TEST_CASE("MUST-42: a port with an opening connection can be listened on") {
    Stage stage;
    REQUIRE(stage.call(server, Connect{.remote = {ipv4(10, 0, 0, 1), 9}, .local_port = 80}));
    REQUIRE(stage.state(server) == State::syn_sent);
    CHECK(stage.call(server, Listen{.port = 80}));
    CHECK(stage.state(server) == State::syn_sent);
    stage.call(client, Connect{.remote = server_socket(), .local_port = 4000});
    stage.run_for(200ms);
    CHECK(stage.state(client) == State::established);
  }

  TEST_CASE("sending into a full buffer again and again takes no room in the arena") {
    Stage stage;
    stage.world.host(client).config.send_buffer = 1000;
    stage.call(client, Connect{.remote = server_socket()});  // nobody answers, so nothing leaves
    CHECK(stage.call(client, SendText{.text = std::string(900, 'a')}));
    const std::uint64_t before = stage.world.cursor;
    CHECK(stage.call(client, SendText{.text = std::string(500'000, 'b')}));
    CHECK(stage.last_result() == CallResult::ok);
    CHECK(stage.world.cursor == before + 100);  // what there was room for
    for (int i = 0; i < 10; ++i) {
      stage.call(client, SendText{.text = std::string(500'000, 'c')});
      CHECK(stage.last_result() == CallResult::would_block);
    }
    CHECK(stage.world.cursor == before + 100);
  }

  TEST_CASE("a pair of sockets can be opened once") {
    Stage stage;
    const Connect connect{.remote = server_socket(), .local_port = 4000};
    CHECK(stage.call(client, connect));
    CHECK_FALSE(stage.call(client, connect));
    CHECK(stage.last_result() == CallResult::already_exists);
  }

  TEST_CASE("an active open needs a remote socket") {
    Stage stage;
    CHECK_FALSE(stage.call(client, Connect{.remote = {}}));
    CHECK(stage.last_result() == CallResult::remote_unspecified);
  }

  TEST_CASE("opens without a port take one after the other") {
    Stage stage;
    stage.call(client, Connect{.remote = server_socket()});
    stage.call(client, Connect{.remote = server_socket()});
    const ConnectionTable& table = stage.world.host(client).connections;
    CHECK(table[0].tcb.sockets.local.port == 50'000);
    CHECK(table[1].tcb.sockets.local.port == 50'001);
    CHECK(stage.times_noted(Rule::port_chosen) == 2);
  }

  TEST_CASE("after the last dynamic port comes the first") {
    Stage stage;
    stage.world.host(client).next_port = 65'535;
    stage.call(client, Connect{.remote = server_socket()});
    stage.call(client, Connect{.remote = server_socket()});
    const ConnectionTable& table = stage.world.host(client).connections;
    CHECK(table[0].tcb.sockets.local.port == 65'535);
    CHECK(table[1].tcb.sockets.local.port == 49'152);
  }

  TEST_CASE("when every port is taken the open fails and sends nothing") {
    Stage stage;
    Host& host = stage.world.host(client);
    for (std::uint32_t port = 49'152; port <= 65'535; ++port) {
      Connection c;
      c.id = {stage.world.next_connection++};
      c.tcb.state = State::established;
      c.tcb.sockets = {.local = {client_address, static_cast<std::uint16_t>(port)},
                       .remote = server_socket()};
      if (port != 60'000) host.connections.insert(engine::Connection(c));
    }
    CHECK(choose_port(host, {.local = {host.address, 0}, .remote = server_socket()}, world_start) ==
          60'000);
    CHECK(stage.call(client, Connect{.remote = server_socket()}));
    CHECK_FALSE(stage.call(client, Connect{.remote = server_socket()}));
    CHECK(stage.last_result() == CallResult::no_resources);
    CHECK(stage.noted(Rule::ports_exhausted));
    CHECK(choose_port(host, {.local = {host.address, 0}, .remote = server_socket(81)}, world_start)
              .has_value());
  }

  TEST_CASE("a call after a reset answers why the connection died") {
    Stage stage;
    stage.establish();
    stage.call(server, Abort{});
    stage.run_for(50ms);
    CHECK_FALSE(stage.call(client, SendText{.text = "x"}));
    CHECK(stage.last_result() == CallResult::reset);
  }

  TEST_CASE("a call without a name goes to the newest connection that is no listener") {
    Stage stage;
    stage.establish();
    stage.call(server, Listen{.port = 81});
    stage.call(server, SendText{.text = "x"});
    CHECK(stage.all<CallMade>().back().connection ==
          newest_connection(stage.world.host(server))->id);
  }

  TEST_CASE("what a call causes follows the call") {
    Stage stage;
    stage.call(client, Connect{.remote = server_socket()});
    REQUIRE(stage.facts.size() > 2);
    CHECK(std::holds_alternative<CallMade>(stage.facts[0]));
    CHECK(std::get<CallMade>(stage.facts[0]).connection.has_value());
  }

  TEST_CASE("a connection to its own socket is established with itself") {
    Stage stage;
    const Socket own{client_address, 4000};
    stage.call(client, Connect{.remote = own, .local_port = 4000});
    stage.run_for(200ms);
    CHECK(stage.state(client) == State::established);
    CHECK(stage.world.host(client).connections.size() == 1);
  }

  TEST_CASE("bulk data is the pattern, in order") {
    Stage stage;
    stage.establish();
    stage.call(client, SendBulk{.bytes = 40'000});
    CHECK(stage.all<CallMade>().back().bytes == 40'000);
    stage.apply(SetProgram{.host = server, .application = {.program = Sink{}}});
    stage.run_until_quiet();
    const std::string read = stage.read_by(server);
    REQUIRE(read.size() == 40'000);
    for (std::size_t i = 0; i < read.size(); ++i)
      REQUIRE(static_cast<std::uint8_t>(read[i]) == pattern_octet(i));
  }

  TEST_CASE("a send takes no more than the buffer has room for") {
    Stage stage;
    stage.world.host(client).config.send_buffer = 5000;
    stage.establish();
    stage.call(client, SendBulk{.bytes = 40'000});
    CHECK(stage.all<CallMade>().back().bytes == 5000);
    stage.call(client, SendText{.text = "more"});
    CHECK(stage.last_result() == CallResult::would_block);
  }

  TEST_CASE("a text longer than a chunk of the arena is sent whole") {
    Stage stage;
    stage.world.host(client).config.send_buffer = 1'000'000;
    stage.establish();
    stage.call(client, SendText{.text = std::string(300'000, 'y')});
    CHECK(stage.all<CallMade>().back().bytes == 300'000);
    stage.apply(SetProgram{.host = server, .application = {.program = Sink{}}});
    stage.run_until_quiet();
    CHECK(stage.read_by(server) == std::string(300'000, 'y'));
  }
}

TEST_SUITE("RFC 6528 3") {
  TEST_CASE("the number grows by one every 4 microseconds") {
    const IsnPolicy policy{.fixed = {}, .secret = {1, 2, 3}};
    const SocketPair pair{.local = {client_address, 1}, .remote = {server_address, 2}};
    const SeqNum first = initial_sequence_number(policy, pair, world_start);
    CHECK(initial_sequence_number(policy, pair, world_start + 3us) == first);
    CHECK(initial_sequence_number(policy, pair, world_start + 4us) == first + 1);
    CHECK(initial_sequence_number(policy, pair, world_start + 1s) == first + 250'000);
  }

  TEST_CASE("another pair or another secret gives an unrelated number") {
    const SocketPair pair{.local = {client_address, 1}, .remote = {server_address, 2}};
    SocketPair other = pair;
    other.remote.port = 3;
    const IsnPolicy policy{.fixed = {}, .secret = {1}};
    const SeqNum number = initial_sequence_number(policy, pair, world_start);
    CHECK(number != initial_sequence_number(policy, other, world_start));
    CHECK(number != initial_sequence_number({.fixed = {}, .secret = {2}}, pair, world_start));
  }

  TEST_CASE("a host without a teaching number uses the clock and says so") {
    Stage stage;
    stage.world.host(client).isn.fixed.reset();
    stage.establish();
    CHECK(stage.times_noted(Rule::isn_by_clock) == 1);
    CHECK(stage.times_noted(Rule::isn_fixed) == 1);  // the server's
  }
}

TEST_SUITE("host/profile") {
  TEST_CASE("every profile has a name that finds it") {
    for (const Profile profile : all_profiles) CHECK(find_profile(name(profile)) == profile);
    CHECK_FALSE(find_profile("beos").has_value());
  }

  TEST_CASE("the profile of the RFC is what a TCP does by default") {
    CHECK(config_of(Profile::rfc).congestion == CongestionAlgorithm::newreno);
    CHECK(config_of(Profile::rfc).sack);
    CHECK(config_of(Profile::linux_like).congestion == CongestionAlgorithm::cubic);
    CHECK(config_of(Profile::linux_like) != TcpConfig{});
  }

  TEST_CASE("teaching profile: a SYN to nobody is sent seven times, then 64 s after the last") {
    Stage stage;
    stage.call(client, Connect{.remote = {ipv4(203, 0, 113, 1), 80}});
    stage.run_until_quiet();
    CHECK(stage.all<PacketSent>().size() == 7);
    CHECK(stage.world.now == world_start + 127s);
    CHECK(stage.state(client) == State::closed);
  }

  TEST_CASE("teaching profile: TIME-WAIT lasts a minute") {
    Stage stage;
    stage.establish();
    stage.call(client, Close{});
    stage.run_for(50ms);
    stage.call(server, Close{});
    stage.run_until_quiet();
    const auto removed = stage.all<ConnectionRemoved>();
    REQUIRE(removed.size() == 2);
    CHECK(removed[1].host == client);
    CHECK(stage.world.now == world_start + 150ms + 50ms + 50ms + 60s);
  }
}
