// What systems do with a listener's queues, and with ports and clocks, beyond what the RFC asks
// (requirements F.1, B.10, C.7, E.3, D.2).
#include <doctest/doctest.h>

#include "engine/host/isn.hpp"
#include "engine/host/ports.hpp"
#include "engine/segment/codec.hpp"
#include "tests/support/patient_server.hpp"

using namespace engine;
using namespace engine::test;

namespace {

bool is_half_open(const Stage& stage, std::uint16_t port) {
  return std::ranges::any_of(stage.world.host(server).connections, [port](const Connection& c) {
    return c.tcb.sockets.remote.port == port && queue_place(c) == QueuePlace::half_open;
  });
}

}  // namespace

TEST_SUITE("F.1 limits of the system") {
  TEST_CASE("somaxconn caps what listen() asks for") {
    const Stage capped = patient_server({.port = 80, .backlog = 1000},
                                        teaching_with([](TcpConfig& c) { c.somaxconn = 128; }));
    CHECK(queues_of(capped).backlog == 128);
    const Stage less = patient_server({.port = 80, .backlog = 5},
                                      teaching_with([](TcpConfig& c) { c.somaxconn = 128; }));
    CHECK(queues_of(less).backlog == 5);
    const Stage any = patient_server({.port = 80, .backlog = 1000});
    CHECK(queues_of(any).backlog == 1000);
    CHECK(config_of(Profile::linux_like).somaxconn == 4096);
    CHECK(config_of(Profile::bsd_like).somaxconn == 128);
  }

  TEST_CASE("the reserve is a quarter of max_syn_backlog, however long the queue may be") {
    Stage stage = patient_server({.port = 80, .backlog = 100}, teaching_with([](TcpConfig& c) {
                                   c.syn_queue_reserve = true;
                                   c.max_syn_backlog = 8;
                                 }));
    for (std::uint16_t i = 0; i < 12; ++i) forge_syn(stage, 7000 + i);
    CHECK(queues_of(stage).half_open == 7);
    CHECK(stage.times_noted(Rule::syn_queue_reserved) == 5);
  }

  TEST_CASE("BSD: beyond the cache the oldest request gives way, whatever the backlog") {
    Stage stage = patient_server({.port = 80, .backlog = 1},
                                 teaching_with([](TcpConfig& c) { c.syn_cache = 3; }));
    for (std::uint16_t i = 0; i < 5; ++i) forge_syn(stage, 7000 + i);
    CHECK(queues_of(stage).half_open == 3);
    CHECK(stage.times_noted(Rule::oldest_request_evicted) == 2);
    CHECK(!is_half_open(stage, 7001));
    CHECK(is_half_open(stage, 7002));
    CHECK(is_half_open(stage, 7004));
    CHECK(stage.world.host(server).connections.consistent());
  }

  TEST_CASE("BSD: one cache serves all listeners") {
    Stage stage = patient_server({.port = 80, .backlog = 5},
                                 teaching_with([](TcpConfig& c) { c.syn_cache = 2; }));
    stage.call(server, Listen{.port = 81, .backlog = 5});
    forge_syn(stage, 7000, 80);
    forge_syn(stage, 7001, 80);
    forge_syn(stage, 7002, 81);
    CHECK(queues_of(stage, 0).half_open == 1);
    CHECK(queues_of(stage, 1).half_open == 1);
  }

  TEST_CASE("BSD: with cookies on a full cache answers with one and evicts nobody") {
    Stage stage = patient_server({.port = 80, .backlog = 5}, teaching_with([](TcpConfig& c) {
                                   c.syn_cache = 2;
                                   c.syn_cookies = SynCookies::on;
                                 }));
    for (std::uint16_t i = 0; i < 3; ++i) forge_syn(stage, 7000 + i);
    CHECK(stage.noted(Rule::cookie_sent));
    CHECK(is_half_open(stage, 7000));
  }
}

TEST_SUITE("D.2 SYN-ACKs while the queue is full") {
  // A request is repeated at 1, 3, 7, 15, 31 s; twelve of a queue of sixteen are old.
  const auto given_up_at = [](bool fewer) {
    Stage stage =
        patient_server({.port = 80, .backlog = 16},
                       teaching_with([fewer](TcpConfig& c) { c.fewer_syn_acks = fewer; }));
    for (std::uint16_t i = 0; i < 12; ++i) forge_syn(stage, 7000 + i);
    for (int i = 0; i < 1000 && is_half_open(stage, 7000); ++i) stage.step();
    const auto seconds = (stage.world.now - world_start) / 1s;
    return std::pair(seconds, stage.noted(Rule::request_given_up_sooner));
  };

  TEST_CASE("more than half full, old requests are given up after two repetitions") {
    const auto [usual, not_sooner] = given_up_at(false);
    CHECK(usual == 63);
    CHECK(!not_sooner);
    const auto [early, sooner] = given_up_at(true);
    CHECK(early == 7);
    CHECK(sooner);
  }

  TEST_CASE("a queue that is mostly new gives them all the time") {
    Stage stage = patient_server({.port = 80, .backlog = 16},
                                 teaching_with([](TcpConfig& c) { c.fewer_syn_acks = true; }));
    for (std::uint16_t i = 0; i < 12; ++i) forge_syn(stage, 7000 + i);
    const Host& host = stage.world.host(server);
    const ListenerRow& row = host.connections.listeners()[0];
    CHECK(row.young == 12);
    CHECK(most_syn_acks(host, host.connections.back()) == 5);
    stage.run_for(2s);
    CHECK(row.young == 0);
    CHECK(most_syn_acks(host, host.connections.back()) == 2);
    CHECK(host.connections.consistent());
  }
}

TEST_SUITE("B.10 ports and TIME-WAIT") {
  TEST_CASE("reuse for oneself alone does not reach another host") {
    for (const bool oneself : {false, true}) {
      Stage stage;
      Host& host = stage.world.host(client);
      host.config.timestamps = true;
      host.config.time_wait_reuse_loopback = true;
      Connection waiting;
      waiting.id = {77};
      waiting.accepted = true;
      waiting.tcb.state = State::time_wait;
      waiting.tcb.ts.on = true;
      waiting.tcb.sockets = {.local = {host.address, 4000},
                             .remote = {oneself ? host.address : ipv4(10, 0, 0, 2), 80}};
      host.connections.insert(std::move(waiting));
      const PairUse use = use_of(host, waiting.tcb.sockets, world_start + 2s);
      CHECK(use == (oneself ? PairUse::reusable : PairUse::waits));
    }
  }

  TEST_CASE("without SO_REUSEADDR nobody listens where TIME-WAIT is") {
    for (const bool reuse : {true, false}) {
      Stage stage;
      stage.world.host(server).config.reuse_address = reuse;
      stage.establish();
      stage.call(server, Close{});
      stage.run_for(120ms);
      stage.call(client, Close{});
      stage.run_for(120ms);
      REQUIRE(stage.state(server) == State::time_wait);
      const Host& host = stage.world.host(server);
      const ConnId listener = host.connections.listeners()[0].id;
      stage.apply(DoCall{.host = server, .connection = listener, .call = Close{}});
      CHECK(stage.call(server, Listen{.port = 80}) == reuse);
      CHECK(stage.noted(Rule::time_wait_blocks_listen) == !reuse);
      CHECK(stage.call(server, Listen{.port = 81}));
    }
  }
}

TEST_SUITE("MUST-43") {
  TEST_CASE("an OPEN may name any address of the host, and no other") {
    Stage stage;
    stage.world.host(client).other_addresses = {ipv4(10, 0, 0, 9)};
    CHECK(stage.call(client, Connect{.remote = server_socket(),
                                     .local_port = 0,
                                     .text = {},
                                     .local_address = ipv4(10, 0, 0, 9)}));
    CHECK(stage.newest(client).tcb.sockets.local.address == ipv4(10, 0, 0, 9));
    CHECK(!stage.call(client, Connect{.remote = server_socket(),
                                      .local_port = 0,
                                      .text = {},
                                      .local_address = ipv4(10, 0, 0, 7)}));
    CHECK(stage.noted(Rule::local_address_is_not_ours));
    CHECK(stage.call(client, Listen{.port = 80, .local_address = ipv4(10, 0, 0, 9)}));
    CHECK(stage.call(client, Listen{.port = 80}));  // another address, another listener
  }
}

TEST_SUITE("MUST-44, MUST-45") {
  TEST_CASE("IP chooses an address before the SYN, and every packet keeps it") {
    constexpr Ipv4Address other = ipv4(10, 0, 0, 9);
    for (const Ipv4Address wanted : {Ipv4Address{}, other}) {
      Stage stage;
      stage.world.host(client).other_addresses = {other};
      stage.call(server, Listen{.port = 80, .backlog = 4});
      stage.call(
          client,
          Connect{.remote = server_socket(), .local_port = 0, .text = {}, .local_address = wanted});
      stage.run_for(200ms);
      stage.call(client, SendText{.text = "hello"});
      stage.run_for(4s);  // nobody finds the way to the other address: its SYN is repeated
      std::size_t packets = 0;
      for (const PacketSent& sent : stage.all<PacketSent>()) {
        if (sent.from != client) continue;
        ++packets;
        CHECK(decode(stage.bytes.read(sent.bytes))->ip.source ==
              (is_unspecified(wanted) ? client_address : other));
      }
      CHECK(packets >= 3);
    }
  }
}

TEST_SUITE("MUST-67") {
  TEST_CASE("no larger MSS is announced, and no larger segment sent, than the interface carries") {
    Stage stage;
    for (Host& host : stage.world.hosts) host.config.mtu = 576;
    stage.establish();
    CHECK(stage.newest(client).tcb.snd.mss == 536);
    CHECK(stage.newest(server).tcb.snd.mss == 536);
    CHECK(announced_mss({.mss = 500, .mtu = 576}) == 500);
    CHECK(announced_mss({.mss = 1460, .mtu = 1500}) == 1460);
    CHECK(announced_mss({.mss = 65'495}) == 65'495);
  }
}

TEST_SUITE("RFC 7323 5.4") {
  TEST_CASE("each pair has a clock of its own, and the same one the next time") {
    const auto offsets = [](bool own) {
      Stage stage;
      for (Host& host : stage.world.hosts) {
        host.config.timestamps = true;
        host.config.timestamp_offset = own;
      }
      stage.establish();
      const std::uint32_t first = stage.newest(client).tcb.ts.offset;
      CHECK((stage.newest(server).tcb.ts.offset != 0) == own);
      CHECK(stage.newest(server).tcb.ts.recent == first + 150 - 50);
      stage.call(client, Connect{.remote = server_socket()});
      stage.run_for(150ms);
      CHECK((stage.newest(client).tcb.ts.offset != first) == own);
      const Host& host = stage.world.host(client);
      return std::pair(first, timestamp_offset(host.isn, stage.newest(client).tcb.sockets));
    };
    CHECK(offsets(false).first == 0);
    const auto [first, second] = offsets(true);
    CHECK(first != second);
    CHECK(offsets(true).first == first);
  }
}
