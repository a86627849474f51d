#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "tests/support/patient_server.hpp"

using namespace engine;
using namespace engine::test;

namespace {

void connect_at(Stage& stage, Duration after_start) {
  const Instant at = world_start + after_start;
  stage.run_for(at - stage.world.now);
  stage.apply(DoCall{.host = client, .call = Connect{.remote = server_socket()}},
              at - stage.world.now);
}

// The newest rule of the wire drops every bare ACK of the client.
void lose_pure_acks(Stage& stage) {
  Impairment rule;
  rule.match = {.from = client, .flag_match = FlagMatch::exactly, .flags = {.ack = true}};
  rule.unlimited = true;
  stage.apply(ArmImpairment{rule});
}

// The server has closed first and waits; the client is gone.
Stage server_in_time_wait() {
  Stage stage;
  stage.call(server, Listen{.port = 80});
  stage.call(client, Connect{.remote = server_socket(), .local_port = 4000});
  stage.run_for(150ms);
  stage.call(server, Close{});
  stage.run_for(50ms);
  stage.call(client, Close{});
  stage.run_for(150ms);
  REQUIRE(stage.state(server) == State::time_wait);
  REQUIRE(stage.state(client) == State::closed);
  return stage;
}

}  // namespace

TEST_SUITE("F listener") {
  TEST_CASE("a SYN becomes a half-open child while the listener keeps listening") {
    Stage stage = patient_server({.port = 80, .backlog = 4});
    stage.connect();
    stage.run_for(50ms);
    CHECK(queues_of(stage).half_open == 1);
    CHECK(queues_of(stage).acceptable == 0);
    CHECK(stage.noted(Rule::request_queued));
    const auto created = stage.all<ConnectionCreated>();
    CHECK(created.back().parent.has_value());
    CHECK(stage.world.host(server).connections.front().tcb.state == State::listen);
  }

  TEST_CASE("a SYN is checked before a number is chosen for its answer") {
    Stage stage = patient_server({.port = 80, .backlog = 4});
    stage.connect();
    stage.run_for(50ms);
    std::vector<Rule> said;
    for (const Noted& noted : stage.all<Noted>())
      if (noted.host == server) said.push_back(noted.note.rule);
    const auto first = std::ranges::find(said, Rule::listen_reset);
    REQUIRE(said.end() - first >= 6);
    CHECK(std::vector(first, first + 6) ==
          std::vector{Rule::listen_reset, Rule::listen_ack, Rule::listen_syn, Rule::isn_fixed,
                      Rule::request_queued, Rule::syn_received_in_listen});
  }

  TEST_CASE("a SYN is checked before the full queue drops it") {
    Stage stage = patient_server({.port = 80, .backlog = 1});
    lose_pure_acks(stage);
    stage.connect();
    stage.connect();
    stage.run_for(50ms);
    CHECK(stage.times_noted(Rule::listen_syn) == 2);
    CHECK(stage.all<Noted>().back().note.rule == Rule::syn_queue_full);
  }

  TEST_CASE("the handshake is finished by the stack, and the connection waits for accept") {
    Stage stage = patient_server({.port = 80, .backlog = 4});
    stage.connect();
    stage.run_for(150ms);
    CHECK(stage.state(server) == State::established);
    CHECK(queues_of(stage).half_open == 0);
    CHECK(queues_of(stage).acceptable == 1);
    CHECK(stage.noted(Rule::joins_accept_queue));
    stage.call(server, Accept{});
    CHECK(queues_of(stage).acceptable == 0);
    CHECK(newest_connection(stage.world.host(server))->accepted);
  }

  TEST_CASE("accept takes connections in the order in which they were finished") {
    Stage stage = patient_server({.port = 80, .backlog = 4});
    stage.connect();
    stage.connect();
    stage.apply(OnPacket{{1}, DelayIt{.by = 30ms}});  // the first SYN is overtaken
    stage.run_for(400ms);
    REQUIRE(queues_of(stage).acceptable == 2);
    stage.call(server, Accept{});
    const auto calls = stage.all<CallMade>();
    REQUIRE(calls.back().connection.has_value());
    CHECK(find(stage.world.host(server), *calls.back().connection)->tcb.sockets.remote.port ==
          50'001);
  }

  TEST_CASE("accept with nobody waiting would block") {
    Stage stage = patient_server({.port = 80, .backlog = 4});
    stage.call(server, Accept{});
    CHECK(stage.all<CallMade>().back().result == CallResult::would_block);
  }

  TEST_CASE("a SYN that meets a full SYN queue is dropped in silence") {
    Stage stage = patient_server({.port = 80, .backlog = 2});
    lose_pure_acks(stage);
    for (int i = 0; i < 3; ++i) stage.connect();
    stage.run_for(50ms);
    CHECK(queues_of(stage).half_open == 2);
    CHECK(stage.times_noted(Rule::syn_queue_full) == 1);
    std::size_t replies = 0;
    for (const PacketSent& sent : stage.all<PacketSent>()) replies += sent.from == server ? 1u : 0u;
    CHECK(replies == 2);
  }

  TEST_CASE("a SYN that meets a full accept queue is dropped in silence") {
    Stage stage = patient_server({.port = 80, .backlog = 1});
    stage.connect();
    stage.run_for(150ms);
    stage.connect();
    stage.run_for(50ms);
    CHECK(stage.noted(Rule::accept_queue_full_syn));
    CHECK(queues_of(stage).half_open == 0);
  }

  TEST_CASE("the last ACK is ignored while the accept queue is full, and heals after accept") {
    Stage stage = patient_server({.port = 80, .backlog = 2});
    connect_at(stage, 0ms);
    connect_at(stage, 10ms);
    connect_at(stage, 105ms);  // its SYN arrives between the completion of the first two
    stage.run_for(200ms);
    CHECK(stage.noted(Rule::accept_queue_full_ack));
    CHECK(queues_of(stage).half_open == 1);
    CHECK(queues_of(stage).acceptable == 2);
    CHECK(stage.state(client) == State::established);
    stage.call(server, Accept{});
    stage.run_for(1200ms);  // the SYN-ACK is repeated after 1 s and answered
    CHECK(queues_of(stage).half_open == 0);
    CHECK(queues_of(stage).acceptable == 2);
  }

  TEST_CASE("a reset removes the request from the SYN queue") {
    Stage stage = patient_server({.port = 80, .backlog = 4});
    stage.apply(Forge{.from = client,
                      .to = server,
                      .packet = packet_bytes({.source_port = 7777,
                                              .dest_port = 80,
                                              .seq = {90},
                                              .flags = {.syn = true},
                                              .window = 100})});
    stage.run_for(50ms);
    REQUIRE(queues_of(stage).half_open == 1);
    stage.run_for(150ms);  // the client knows nothing of it and refuses the SYN-ACK
    CHECK(queues_of(stage).half_open == 0);
    CHECK(stage.all<ConnectionRemoved>().size() == 1);
    CHECK(stage.world.host(server).connections.size() == 1);
  }

  TEST_CASE("a listener that closes resets what nobody has accepted") {
    Stage stage = patient_server({.port = 80, .backlog = 4});
    stage.connect();
    stage.run_for(150ms);
    const ConnId listener = stage.world.host(server).connections.front().id;
    stage.apply(DoCall{.host = server, .connection = listener, .call = Close{}});
    CHECK(stage.noted(Rule::listener_closed));
    CHECK(stage.world.host(server).connections.empty());
    stage.run_for(50ms);
    CHECK(stage.state(client) == State::closed);
  }

  TEST_CASE("a new SYN reopens a record in TIME-WAIT as a child of the listener") {
    Stage stage = server_in_time_wait();
    const ConnId record = newest_connection(stage.world.host(server))->id;
    // A higher sequence number than the old connection used, as RFC 6191 asks for.
    stage.world.host(client).isn.fixed = 900'000;
    stage.call(client, Connect{.remote = server_socket(), .local_port = 4000});
    stage.run_for(150ms);
    CHECK(stage.state(server) == State::established);
    CHECK(stage.state(client) == State::established);
    const Connection* const again = find(stage.world.host(server), record);
    REQUIRE(again != nullptr);
    CHECK(precedes(SeqNum{5000 + 65'536}, again->tcb.snd.iss));
    CHECK(again->accepted);
  }

  TEST_CASE("a SYN that reopens TIME-WAIT is checked before a number is chosen for its answer") {
    Stage stage = server_in_time_wait();
    stage.world.host(client).isn.fixed = 900'000;
    stage.call(client, Connect{.remote = server_socket(), .local_port = 4000});
    stage.facts.clear();
    stage.run_for(60ms);
    const auto said = stage.all<Noted>();
    const auto isn = std::ranges::find_if(
        said, [](const Noted& noted) { return noted.note.rule == Rule::isn_fixed; });
    REQUIRE(isn != said.end());
    REQUIRE(isn != said.begin());
    CHECK(std::prev(isn)->note.outcome == Outcome::passed);
    CHECK(std::next(isn)->note.rule == Rule::time_wait_reopened);
  }

  TEST_CASE("nobody listens any more: a SYN does not reopen TIME-WAIT") {
    Stage stage;
    stage.call(server, Listen{.port = 80});
    stage.call(client, Connect{.remote = server_socket(), .local_port = 4000});
    stage.run_for(150ms);
    stage.call(server, Close{});
    stage.run_for(50ms);
    stage.call(client, Close{});
    stage.run_for(150ms);
    const ConnId listener = stage.world.host(server).connections.front().id;
    stage.apply(DoCall{.host = server, .connection = listener, .call = Close{}});
    stage.world.host(client).isn.fixed = 900'000;
    stage.call(client, Connect{.remote = server_socket(), .local_port = 4000});
    const std::size_t before = stage.all<ConnectionCreated>().size();
    stage.run_for(2s);
    CHECK(stage.all<ConnectionCreated>().size() == before);
    for (const StateChanged& change : stage.all<StateChanged>())
      CHECK_FALSE((change.from == State::time_wait && change.to == State::syn_received));
    CHECK(stage.state(client) == State::closed);  // refused in the end
  }
}
