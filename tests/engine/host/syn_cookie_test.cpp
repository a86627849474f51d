// The arithmetic of SYN cookies, and what a listener does with them (requirements F.5).
#include "engine/host/syn_cookie.hpp"

#include <doctest/doctest.h>

#include "engine/base/random.hpp"
#include "tests/support/packet_builder.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

constexpr CookieSecret secret{1, 2, 3};
constexpr SocketPair pair{.local = {server_address, 80}, .remote = {client_address, 4000}};
constexpr SeqNum client_isn{0xFFFF'FF00};

Instant at(Duration after_start) { return world_start + after_start; }

CookieFault fault_of(SeqNum cookie, Instant now, SocketPair sockets = pair,
                     SeqNum isn = client_isn) {
  return read_syn_cookie(secret, sockets, isn, cookie, now).fault;
}

Stage cookie_server(SynCookies cookies, std::uint32_t backlog = 1) {
  Stage stage;
  stage.world.host(server).config.syn_cookies = cookies;
  stage.call(server, Listen{.port = 80, .backlog = backlog});
  return stage;
}

// A SYN from an address where nobody lives fills a place of the SYN queue.
void occupy(Stage& stage, unsigned n = 1, Duration wait = 0s) {
  const Segment syn{.source_port = 7000, .dest_port = 80, .flags = {.syn = true}, .window = 100};
  const Ipv4Header ip{.source = ipv4(20, 0, 0, n), .destination = server_address};
  stage.apply(Forge{.from = client, .to = server, .packet = packet_bytes(syn, {}, ip)}, wait);
  stage.run_for(120ms);
}

std::size_t records_of_server(const Stage& stage) {
  return stage.world.host(server).connections.size();
}

}  // namespace

TEST_SUITE("F.5 SYN cookies") {
  TEST_CASE("a cookie is five bits of time, three of size and a hash") {
    const Instant now = at(64s * 37);
    const SeqNum cookie = make_syn_cookie(secret, pair, client_isn, 1460, now);
    const std::uint32_t fields = distance(client_isn, cookie);
    CHECK((fields >> 27) == 37 % 32);
    CHECK((fields >> 24 & 7) == 7);
    const SeqNum later = make_syn_cookie(secret, pair, client_isn, 1460, now + 64s);
    CHECK((distance(client_isn, later) & 0xFF'FFFF) != (fields & 0xFF'FFFF));
  }

  TEST_CASE("the size is rounded down to one of eight") {
    const std::pair<std::uint16_t, std::uint16_t> rows[] = {
        {1, 88}, {88, 88}, {535, 256}, {536, 536}, {1459, 1440}, {1460, 1460}, {9000, 1460}};
    for (const auto& [announced, kept] : rows) {
      const SeqNum cookie = make_syn_cookie(secret, pair, client_isn, announced, at(5s));
      CHECK(read_syn_cookie(secret, pair, client_isn, cookie, at(6s)).mss == kept);
    }
  }

  TEST_CASE("a cookie is good in its own period and the next") {
    const SeqNum cookie = make_syn_cookie(secret, pair, client_isn, 536, at(64s));
    CHECK(fault_of(cookie, at(64s)) == CookieFault::none);
    CHECK(fault_of(cookie, at(191s)) == CookieFault::none);
    CHECK(fault_of(cookie, at(192s)) == CookieFault::stale);
    CHECK(fault_of(cookie, at(64s * 33)) == CookieFault::forged);  // the five bits came round
  }

  TEST_CASE("a cookie is good for nobody else") {
    const SeqNum cookie = make_syn_cookie(secret, pair, client_isn, 536, at(64s));
    SocketPair other = pair;
    other.remote.port = 4001;
    CHECK(fault_of(cookie, at(64s), other) == CookieFault::forged);
    CHECK(fault_of(cookie, at(64s), pair, client_isn + 1) == CookieFault::forged);
    CHECK(read_syn_cookie({9}, pair, client_isn, cookie, at(64s)).fault == CookieFault::forged);
  }

  TEST_CASE("a sweep of guesses finds no cookie") {
    Random dice(7);
    int good = 0;
    for (int i = 0; i < 50'000; ++i)
      good += fault_of({static_cast<std::uint32_t>(dice.next())}, at(64s)) == CookieFault::none;
    CHECK(good == 0);
  }

  TEST_CASE("six bits of a timestamp hold the options of high speed") {
    for (const std::uint32_t clock : {64u, 100u, 0xFFFF'FFFFu, 0u})
      for (const CookieOptions& options :
           {CookieOptions{}, CookieOptions{.window_scale = 0, .sack = true},
            CookieOptions{.window_scale = 14, .ecn = true}}) {
        const std::uint32_t stamp = stamp_with(options, clock);
        CHECK(options_in_stamp(stamp) == options);
        CHECK(clock - stamp < 64);  // never ahead of the clock
      }
  }
}

TEST_SUITE("F.2 a SYN arrives: cookies") {
  TEST_CASE("with room in the SYN queue no cookie is sent") {
    Stage stage = cookie_server(SynCookies::on);
    stage.connect();
    stage.run_for(150ms);
    CHECK_FALSE(stage.noted(Rule::cookie_sent));
    CHECK(stage.state(server) == State::established);
  }

  TEST_CASE("a full SYN queue answers with a cookie and keeps nothing") {
    Stage stage = cookie_server(SynCookies::on);
    occupy(stage);
    stage.connect();
    stage.run_for(60ms);
    CHECK(stage.noted(Rule::cookie_sent));
    CHECK(records_of_server(stage) == 2);  // the listener and the one that fills the queue
  }

  TEST_CASE("the cookie that comes back makes the connection, which is a normal one then") {
    Stage stage = cookie_server(SynCookies::on);
    stage.apply(SetProgram{.host = server, .application = {.program = Sink{}}});
    occupy(stage);
    stage.connect();
    stage.run_for(200ms);
    CHECK(stage.noted(Rule::cookie_restores_request));
    CHECK(stage.state(client) == State::established);
    CHECK(stage.state(server) == State::established);
    stage.call(client, SendText{.text = "through the cookie"});
    stage.run_for(1s);
    CHECK(stage.read_by(server) == "through the cookie");
    stage.call(client, Close{});
    stage.run_for(1s);
    CHECK(stage.state(client) == State::time_wait);
  }

  TEST_CASE("always means that the SYN queue stays empty") {
    Stage stage = cookie_server(SynCookies::always, 4);
    stage.connect();
    stage.run_for(60ms);
    CHECK(records_of_server(stage) == 1);
    stage.run_for(100ms);
    CHECK(stage.state(server) == State::established);
  }

  TEST_CASE("without timestamps window scale, SACK and ECN are lost, with them they are kept") {
    for (const bool timestamps : {false, true}) {
      Stage stage;
      for (Host& host : stage.world.hosts) {
        host.config.timestamps = timestamps;
        host.config.window_scale = 7;
        host.config.sack = true;
        host.config.ecn = EcnUse::on;
        host.config.syn_cookies = SynCookies::always;
      }
      stage.call(server, Listen{.port = 80});
      stage.connect();
      stage.run_for(150ms);
      for (const HostId host : {client, server}) {
        const Tcb& tcb = newest_connection(stage.world.host(host))->tcb;
        CHECK(tcb.state == State::established);
        CHECK(tcb.window_scaling == timestamps);
        CHECK(tcb.snd.scale == (timestamps ? 7 : 0));
        CHECK(tcb.sack_permitted == timestamps);
        CHECK(tcb.ts.on == timestamps);
        CHECK(tcb.ecn.on == timestamps);
      }
    }
  }

  TEST_CASE("the size of segments is that of the table") {
    Stage stage = cookie_server(SynCookies::always);
    stage.world.host(client).config.mss = 1400;
    stage.connect();
    stage.run_for(150ms);
    CHECK(newest_connection(stage.world.host(server))->tcb.snd.mss == 1300);
  }

  TEST_CASE("the last ACK is lost: data of the client heals it") {
    Stage stage = cookie_server(SynCookies::always);
    stage.lose_next(client, {.ack = true});
    stage.connect();
    stage.run_for(150ms);
    CHECK(stage.state(client) == State::established);
    CHECK(records_of_server(stage) == 1);
    stage.call(client, SendText{.text = "hello"});
    stage.run_for(100ms);
    CHECK(stage.state(server) == State::established);
    CHECK(newest_connection(stage.world.host(server))->tcb.receive_buffer.unread() == 5);
  }

  TEST_CASE("the last ACK is lost and nobody speaks: the SYN-ACK is never repeated") {
    Stage stage = cookie_server(SynCookies::always);
    stage.lose_next(client, {.ack = true});
    stage.connect();
    stage.run_for(200s);
    CHECK(stage.state(client) == State::established);
    CHECK(records_of_server(stage) == 1);
    std::size_t from_server = 0;
    for (const PacketSent& sent : stage.all<PacketSent>())
      from_server += sent.from == server ? 1u : 0u;
    CHECK(from_server == 1);
  }

  TEST_CASE("text and FIN of the SYN are not remembered") {
    Stage stage = cookie_server(SynCookies::always);
    const Segment syn{.source_port = 4000,
                      .dest_port = 80,
                      .seq = {90},
                      .flags = {.syn = true, .fin = true},
                      .window = 100};
    stage.apply(Forge{.from = client, .to = server, .packet = packet_bytes(syn, "early")});
    stage.run_for(60ms);
    REQUIRE(stage.noted(Rule::cookie_sent));
    const PacketSent sent = stage.all<PacketSent>().back();
    CHECK(decode(stage.bytes.read(sent.bytes))->segment.ack == SeqNum{91});
  }

  TEST_CASE("a cookie that is too old, or none at all, earns a RST") {
    for (const bool forged : {false, true}) {
      Stage stage = cookie_server(SynCookies::always);
      stage.lose_next(client, {.ack = true});
      stage.connect();
      stage.run_for(150ms);
      if (!forged) occupy(stage, 1, 60s);  // cookies are in use all the time
      if (!forged) occupy(stage, 2, 70s);
      if (forged) stage.world.hosts[server.value].isn.secret[0] ^= 1;
      stage.call(client, SendText{.text = "late"});
      stage.run_for(100ms);
      CHECK(stage.noted(Rule::cookie_is_right));
      CHECK(stage.noted(Rule::reset_for_bad_ack));
      CHECK(records_of_server(stage) == 1);
      CHECK(stage.state(client) == State::closed);
    }
  }

  TEST_CASE("a listener that has sent no cookie lately looks for none") {
    Stage stage = cookie_server(SynCookies::on, 4);
    const Segment ack{.source_port = 4000,
                      .dest_port = 80,
                      .seq = {90},
                      .ack = {77},
                      .flags = {.ack = true},
                      .window = 100};
    stage.apply(Forge{.from = client, .to = server, .packet = packet_bytes(ack)});
    stage.run_for(60ms);
    CHECK_FALSE(stage.noted(Rule::cookie_is_right));
    CHECK(stage.noted(Rule::reset_for_bad_ack));
  }

  TEST_CASE("a cookie does not get past a full accept queue") {
    Stage stage;
    stage.world.host(server).config.syn_cookies = SynCookies::always;
    stage.apply(SetProgram{.host = server, .application = {.auto_accept = false}});
    stage.call(server, Listen{.port = 80, .backlog = 1});
    stage.connect();
    stage.connect();  // its SYN is answered before the first is established
    stage.run_for(150ms);
    CHECK(stage.noted(Rule::accept_queue_full_ack));
    CHECK(records_of_server(stage) == 2);
    stage.connect();
    stage.run_for(60ms);
    CHECK(stage.noted(Rule::accept_queue_full_syn));
  }
}
