// The limits of a listener's two queues, and what happens beyond them (requirements F.1 to F.3).
#include <doctest/doctest.h>

#include "tests/support/patient_server.hpp"

using namespace engine;
using namespace engine::test;

TEST_SUITE("F.1 two queues") {
  TEST_CASE("the SYN queue has a limit of its own") {
    Stage stage = patient_server({.port = 80, .backlog = 5},
                                 teaching_with([](TcpConfig& c) { c.syn_backlog = 2; }));
    for (std::uint16_t i = 0; i < 4; ++i) forge_syn(stage, 7000 + i);
    CHECK(queues_of(stage).half_open == 2);
    CHECK(stage.times_noted(Rule::syn_queue_full) == 2);
  }

  TEST_CASE("a SYN queue that is larger than the backlog fills beyond it") {
    Stage stage = patient_server({.port = 80, .backlog = 1},
                                 teaching_with([](TcpConfig& c) { c.syn_backlog = 3; }));
    for (std::uint16_t i = 0; i < 4; ++i) forge_syn(stage, 7000 + i);
    CHECK(queues_of(stage).half_open == 3);
  }

  TEST_CASE("a full queue that recycles throws out its oldest entry") {
    Stage stage =
        patient_server({.port = 80, .backlog = 2},
                       teaching_with([](TcpConfig& c) { c.recycle_oldest_request = true; }));
    for (std::uint16_t i = 0; i < 3; ++i) forge_syn(stage, 7000 + i);
    CHECK(queues_of(stage).half_open == 2);
    CHECK(stage.times_noted(Rule::oldest_request_recycled) == 1);
    CHECK_FALSE(stage.noted(Rule::syn_queue_full));
    const SocketPair oldest{server_socket(), {ipv4(20, 0, 0, 1), 7000}};
    const SocketPair newest{server_socket(), {ipv4(20, 0, 0, 1), 7002}};
    CHECK_FALSE(stage.world.host(server).connections.with_sockets(oldest));
    CHECK(stage.world.host(server).connections.with_sockets(newest));
  }

  TEST_CASE("what a backlog of four means depends on the system") {
    const std::pair<BacklogRule, std::uint32_t> rows[] = {
        {BacklogRule::exact, 4}, {BacklogRule::plus_one, 5}, {BacklogRule::plus_half, 6}};
    for (const auto& row : rows) {
      Stage stage =
          patient_server({.port = 80, .backlog = 4},
                         teaching_with([&row](TcpConfig& c) { c.backlog_rule = row.first; }));
      for (int i = 0; i < 8; ++i) {
        stage.connect();
        stage.run_for(150ms);
      }
      CHECK(queues_of(stage).acceptable == row.second);
    }
  }

  TEST_CASE("each profile counts as its system does") {
    CHECK(config_of(Profile::rfc).backlog_rule == BacklogRule::exact);
    CHECK(config_of(Profile::linux_like).backlog_rule == BacklogRule::plus_one);
    CHECK(config_of(Profile::bsd_like).backlog_rule == BacklogRule::plus_half);
    CHECK(config_of(Profile::bsd_like).linear_syn_timeouts == 4);
    CHECK(config_of(Profile::windows_like).abort_on_overflow);
  }
}

TEST_SUITE("F.2 a SYN arrives: the reserve") {
  const auto with_reserve = [](TcpConfig& c) {
    c.syn_backlog = 8;
    c.syn_queue_reserve = true;
  };

  TEST_CASE("without cookies the last quarter is kept for peers that are known") {
    Stage stage = patient_server({.port = 80, .backlog = 8}, teaching_with(with_reserve));
    stage.connect();  // the client makes itself known
    stage.run_for(150ms);
    for (std::uint16_t i = 0; i < 9; ++i) forge_syn(stage, 7000 + i);
    CHECK(queues_of(stage).half_open == 7);
    CHECK(stage.times_noted(Rule::syn_queue_reserved) == 2);
    stage.connect();
    stage.run_for(60ms);
    CHECK(queues_of(stage).half_open == 8);
  }

  TEST_CASE("with cookies there is no reserve") {
    Stage stage = patient_server({.port = 80, .backlog = 8}, teaching_with([&](TcpConfig& c) {
                                   with_reserve(c);
                                   c.syn_cookies = SynCookies::on;
                                 }));
    for (std::uint16_t i = 0; i < 9; ++i) forge_syn(stage, 7000 + i);
    CHECK(queues_of(stage).half_open == 8);
    CHECK(stage.times_noted(Rule::cookie_sent) == 1);
  }
}

TEST_SUITE("F.3 the last ACK meets a full accept queue") {
  // Two connections whose handshakes cross: both requests are in the SYN queue before the first
  // takes the only place of the accept queue.
  Stage overflowing(bool abort) {
    Stage stage = patient_server({.port = 80, .backlog = 1}, teaching_with([abort](TcpConfig& c) {
                                   c.syn_backlog = 4;
                                   c.abort_on_overflow = abort;
                                 }));
    stage.connect();
    stage.connect();
    stage.run_for(250ms);
    return stage;
  }

  TEST_CASE("it is ignored: the client is established, the server is not") {
    const Stage stage = overflowing(false);
    CHECK(stage.noted(Rule::accept_queue_full_ack));
    CHECK(queues_of(stage).half_open == 1);
    CHECK(stage.state(client) == State::established);
  }

  TEST_CASE("the SYN-ACK is repeated until its retries are spent, and then data earns a RST") {
    Stage stage = overflowing(false);
    stage.run_for(120s);
    CHECK(stage.noted(Rule::syn_ack_retransmitted));
    CHECK(stage.noted(Rule::retries_exhausted));
    CHECK(queues_of(stage).half_open == 0);
    REQUIRE(stage.state(client) == State::established);
    stage.call(client, SendText{.text = "anybody?"});
    stage.run_for(200ms);
    CHECK(stage.world.host(client).connections.size() == 1);  // only the first is left
  }

  TEST_CASE("with abort_on_overflow the client is reset") {
    const Stage stage = overflowing(true);
    CHECK(stage.noted(Rule::overflow_aborts));
    CHECK(queues_of(stage).half_open == 0);
    CHECK(queues_of(stage).acceptable == 1);
    CHECK(stage.world.host(client).connections.size() == 1);
    bool told = false;
    for (const Notified& news : stage.all<Notified>())
      told = told || (news.host == client && news.signal == Signal::reset);
    CHECK(told);
  }
}
