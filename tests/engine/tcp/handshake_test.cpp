// Opening a connection (RFC 9293 3.5; requirements B.9 1-6, 16), at every sliding ISN.
#include <doctest/doctest.h>

#include "tests/support/duet.hpp"

using namespace support;

namespace {

std::string number(std::uint32_t n) { return std::to_string(n); }

}  // namespace

TEST_SUITE("RFC 9293 3.5 opening") {
  TEST_CASE("three segments establish both ends") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .server_iss = isn + 4000});
      duet.establish();
      CHECK(duet.client().state == State::established);
      CHECK(duet.server().state == State::established);
      CHECK(duet.departures(Side::client) ==
            std::vector<std::string>{"SYN " + number(isn),
                                     "ACK " + number(isn + 1) + "/" + number(isn + 4001)});
      CHECK(duet.departures(Side::server) ==
            std::vector<std::string>{"SYN,ACK " + number(isn + 4000) + "/" + number(isn + 1)});
      CHECK(duet.signalled(Side::client, Signal::connected) == 1);
      CHECK(duet.signalled(Side::server, Signal::connected) == 1);
    }
  }

  TEST_CASE("simultaneous open is one connection in four segments") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .server_iss = isn + 200});
      duet.connect(Side::client);
      duet.connect(Side::server);
      duet.run(1s);
      CHECK(duet.client().state == State::established);
      CHECK(duet.server().state == State::established);
      CHECK(duet.sent().size() == 4);
      CHECK(duet.noted(Rule::crossing_syn_ack));
      CHECK(duet.noted(Rule::simultaneous_open));
    }
  }

  TEST_CASE("read strictly, simultaneous open takes six segments") {
    TcpConfig config{.delayed_ack = 0s, .strict_crossing_syn_ack = true};
    DUET(duet, {.config = config});
    duet.connect(Side::client);
    duet.connect(Side::server);
    duet.run(900ms);
    CHECK(duet.client().state == State::established);
    CHECK(duet.server().state == State::established);
    CHECK(duet.sent().size() == 6);
  }

  TEST_CASE("a socket may connect to itself") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .alone = true});
      duet.connect();
      duet.run(1s);
      CHECK(duet.client().state == State::established);
      CHECK(duet.client().snd.nxt == duet.client().rcv.nxt);
      duet.send(Side::client, "echo");
      duet.run(1s);
      CHECK(duet.read(Side::client) == "echo");
    }
  }

  TEST_CASE("an old duplicate SYN is undone by a RST and the real one works") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .server_iss = isn + 300});
      duet.listen();
      duet.hold(from(Side::client));
      duet.connect();
      duet.forge(Side::server, {.seq = {isn - 10}, .flags = {.syn = true}, .window = 1000});
      CHECK(duet.server().state == State::syn_received);
      duet.run(200ms);  // SYN-ACK for the old one, our RST is held too
      CHECK(duet.client().state == State::syn_sent);
      CHECK(duet.departures(Side::client).back() == "RST " + number(isn - 9));
      duet.release();
      duet.run(5s);
      CHECK(duet.client().state == State::established);
      CHECK(duet.server().state == State::established);
    }
  }

  TEST_CASE("a stale SYN between two listeners leaves both listening") {
    DUET(duet);
    duet.listen();
    duet.client().state = State::listen;
    duet.client().sockets.local = duet.client().passive.local = {ipv4(10, 0, 0, 1), 50'000};
    duet.forge(Side::server, {.seq = {77}, .flags = {.syn = true}});
    CHECK(duet.server().state == State::syn_received);
    duet.run(500ms);
    CHECK(duet.client().state == State::listen);
    CHECK(duet.server().state == State::listen);
    CHECK(duet.departures(Side::client) == std::vector<std::string>{"RST 78"});
    CHECK(duet.server().passive.remote == Socket{});
    CHECK(duet.server().sockets.remote == Socket{});
  }

  TEST_CASE("a rebooted end that is still sent data resets the survivor") {
    DUET(duet);
    duet.establish();
    duet.crash(Side::client);
    duet.send(Side::server, "anyone?");
    duet.run(1s);
    CHECK(duet.server().state == State::closed);
    CHECK(duet.signalled(Side::server, Signal::reset) == 1);
    CHECK(duet.departures(Side::client).back() == "RST 1001");
  }

  TEST_CASE("a rebooted end that connects again is challenged, resets the survivor, then gets in") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .server_iss = 9000});
      duet.establish();
      duet.crash(Side::client);
      duet.connect_with(Side::client, isn + 500);
      duet.run(120ms);
      CHECK(duet.departures(Side::server).back() == "ACK 9001/" + number(isn + 1));
      CHECK(duet.departures(Side::client).back() == "RST " + number(isn + 1));
      CHECK(duet.client().state == State::syn_sent);
      duet.run(100ms);
      CHECK(duet.server().state == State::closed);
      CHECK(duet.signalled(Side::server, Signal::reset) == 1);
      duet.listen();
      duet.run(2s);  // the retransmitted SYN
      CHECK(duet.client().state == State::established);
      CHECK(duet.server().state == State::established);
    }
  }

  TEST_CASE("a lost final ACK: the repeated SYN-ACK is challenged, and that completes it") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .server_iss = isn + 4000});
      duet.lose(with_flags(Side::client, "ACK"));
      duet.establish();
      CHECK(duet.client().state == State::established);
      CHECK(duet.server().state == State::syn_received);
      duet.run(2s);
      CHECK(duet.noted(Rule::challenge_for_syn));
      CHECK(duet.server().state == State::established);
    }
  }

  TEST_CASE("data completes the handshake when the final ACK is lost") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .server_iss = isn + 4000});
      duet.lose(with_flags(Side::client, "ACK"));
      duet.listen();
      duet.connect();
      duet.run(120ms);
      duet.send(Side::client, "hello");
      duet.run(100ms);
      CHECK(duet.server().state == State::established);
      CHECK(duet.read(Side::server) == "hello");
    }
  }

  TEST_CASE("a closed port refuses") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn});
      duet.connect();
      duet.run(1s);
      CHECK(duet.client().state == State::closed);
      CHECK(duet.departures(Side::server) ==
            std::vector<std::string>{"RST,ACK 0/" + number(isn + 1)});
      CHECK(duet.signalled(Side::client, Signal::refused) == 1);
    }
  }

  TEST_CASE("text sent before ESTABLISHED waits for it") {
    DUET(duet);
    duet.listen();
    duet.connect();
    duet.send(Side::client, "early");
    CHECK(duet.departures(Side::client) == std::vector<std::string>{"SYN 1000"});
    duet.run(1s);
    CHECK(duet.read(Side::server) == "early");
  }

  TEST_CASE("text and FIN on a SYN are delivered once the connection is established") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, {.client_iss = isn, .server_iss = 9000});
      duet.listen();
      duet.send(Side::client, "xyz");  // refused in CLOSED, but stores the bytes at 0
      Segment syn{.seq = {isn}, .flags = {.syn = true, .fin = true}, .window = 500, .text = {0, 3}};
      duet.forge(Side::server, syn);
      CHECK(duet.server().receive_buffer.unread() == 0);
      CHECK(duet.server().rcv.nxt == SeqNum{isn + 1});
      CHECK(duet.noted(Rule::text_of_syn_waits));
      duet.forge(Side::server,
                 {.seq = {isn + 1}, .ack = {9001}, .flags = {.ack = true}, .window = 500});
      CHECK(duet.server().state == State::close_wait);
      CHECK(duet.server().rcv.nxt == SeqNum{isn + 5});
      CHECK(duet.read(Side::server) == "xyz");
    }
  }
}
