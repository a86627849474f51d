// What is often said about backlogs, floods, checksums and ICMP, and is not so.
#include <doctest/doctest.h>

#include "tests/support/patient_server.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace engine;
using namespace engine::test;

namespace {

TcpConfig linux_times_teaching() {
  TcpConfig config = config_of(Profile::teaching);
  config.backlog_rule = BacklogRule::plus_one;
  return config;
}

void connect(Stage& stage, Duration wait = 150ms) {
  stage.connect();
  stage.run_for(wait);
}

// A SYN from an address where nobody lives.
void flood(Stage& stage, std::uint16_t count) {
  for (std::uint16_t i = 0; i < count; ++i) {
    const Segment syn{.source_port = static_cast<std::uint16_t>(7000 + i),
                      .dest_port = 80,
                      .flags = {.syn = true},
                      .window = 100};
    const Ipv4Header ip{.source = ipv4(20, 0, 0, 1), .destination = server_address};
    stage.apply(Forge{.from = client, .to = server, .packet = packet_bytes(syn, {}, ip)});
  }
  stage.run_for(60ms);
}

IcmpError about(const Tcb& tcb, std::uint8_t type, std::uint8_t code) {
  return {.type = type, .code = code, .quoted_seq = tcb.snd.una, .quoted_length = 1500};
}

std::size_t packets_from_server(const Stage& stage) {
  std::size_t count = 0;
  for (const PacketSent& sent : stage.all<PacketSent>()) count += sent.from == server ? 1 : 0;
  return count;
}

}  // namespace

TEST_SUITE("misconceptions: listening") {
  TEST_CASE("45: n of listen() bounds finished connections, n + 1 in Linux, not half-open ones") {
    TcpConfig config = linux_times_teaching();
    config.syn_backlog = 50;
    Stage stage = patient_server({.port = 80, .backlog = 3}, config);
    for (int i = 0; i < 8; ++i) connect(stage);
    CHECK(queues_of(stage).acceptable == 4);
    Stage half_open = patient_server({.port = 80, .backlog = 3}, config);
    flood(half_open, 20);
    CHECK(queues_of(half_open).half_open == 20);
  }

  TEST_CASE("46: the handshake is done before accept(), which sends nothing") {
    Stage stage = patient_server({.port = 80, .backlog = 3});
    connect(stage);
    CHECK(stage.state(client) == State::established);
    CHECK(stage.state(server) == State::established);
    const std::size_t before = packets_from_server(stage);
    CHECK(stage.call(server, Accept{}));
    stage.run_for(1s);
    CHECK(packets_from_server(stage) == before);
  }

  TEST_CASE("47: a full backlog answers nothing; a RST comes only if somebody wants it so") {
    for (const bool resets : {false, true}) {
      TcpConfig config = linux_times_teaching();
      config.abort_on_overflow = resets;
      Stage stage = patient_server({.port = 80, .backlog = 1}, config);
      for (int i = 0; i < 2; ++i) connect(stage);
      const std::size_t before = packets_from_server(stage);
      connect(stage);  // its SYN meets a full accept queue
      CHECK(packets_from_server(stage) == before);
      CHECK(stage.state(client) == State::syn_sent);
    }
  }

  TEST_CASE("48: the client is ESTABLISHED while the server waits for the last ACK") {
    Stage stage = patient_server({.port = 80, .backlog = 3});
    connect(stage, 110ms);
    CHECK(stage.state(client) == State::established);
    CHECK(stage.state(server) == State::syn_received);
  }

  TEST_CASE("49: a few SYNs are a flood, and whoever is connected notices nothing") {
    Stage stage = patient_server({.port = 80, .backlog = 4});
    connect(stage);
    stage.call(server, Accept{});
    flood(stage, 4);  // the table of half-open requests is full
    CHECK(queues_of(stage).half_open == 4);
    const ConnId old = newest_connection(stage.world.host(client))->id;
    connect(stage);
    CHECK(stage.state(client) == State::syn_sent);
    stage.apply(DoCall{.host = client, .connection = old, .call = SendText{.text = "still here"}});
    stage.run_for(200ms);
    std::uint32_t arrived = 0;
    for (const Connection& c : stage.world.host(server).connections)
      arrived += c.tcb.receive_buffer.unread();
    CHECK(arrived == 10);
  }

  TEST_CASE("50: cookies are for a full queue, and timestamps save the options") {
    TcpConfig config = config_of(Profile::teaching);
    config.syn_cookies = SynCookies::on;
    config.timestamps = config.sack = true;
    Stage stage = patient_server({.port = 80, .backlog = 2}, config);
    stage.world.host(client).config = config;
    connect(stage);
    CHECK(!stage.noted(Rule::cookie_sent));
    stage.call(server, Accept{});
    flood(stage, 2);
    connect(stage);
    CHECK(stage.noted(Rule::cookie_sent));
    CHECK(stage.state(server) == State::established);
    CHECK(newest_connection(stage.world.host(server))->tcb.sack_permitted);
  }

  TEST_CASE("51: a flood in the name of a host that lives frees what it has taken") {
    Stage stage = patient_server({.port = 80, .backlog = 4});
    const Segment syn{.source_port = 7000, .dest_port = 80, .flags = {.syn = true}, .window = 100};
    stage.apply(Forge{.from = client, .to = server, .packet = packet_bytes(syn)});
    stage.run_for(60ms);
    CHECK(queues_of(stage).half_open == 1);
    stage.run_for(100ms);  // the client never asked for this SYN-ACK and resets it
    CHECK(queues_of(stage).half_open == 0);
  }
}

TEST_SUITE("misconceptions: the network") {
  TEST_CASE("52: the checksum sees one flipped bit, but not two words that change places") {
    const Segment segment{.source_port = 1, .dest_port = 80, .seq = {7}, .flags = {.ack = true}};
    std::vector<std::uint8_t> packet = packet_bytes(segment, "abcdefgh");
    const std::size_t at = packet.size() - 8;
    packet[at] ^= 1;
    CHECK(!decode(packet));
    packet[at] ^= 1;
    std::swap(packet[at], packet[at + 4]);
    std::swap(packet[at + 1], packet[at + 5]);
    CHECK(packet[at] == 'e');
    CHECK(decode(packet));
  }

  TEST_CASE("54: a segment that arrives damaged is not answered at all") {
    Stage stage;
    stage.establish();
    const std::size_t before = packets_from_server(stage);
    Impairment damage;
    damage.match = {.from = client};
    damage.action = CorruptIt{.bit = 8 * 42};
    damage.left = 1;
    stage.apply(ArmImpairment{damage});
    stage.call(client, SendText{.text = "hello"});
    stage.run_for(200ms);
    CHECK(stage.noted(Rule::checksum_wrong));
    CHECK(packets_from_server(stage) == before);
  }

  TEST_CASE("57: Source Quench slows nobody down") {
    Tcb tcb = support::tcb_in(support::Situation::established, {1000}, {5000});
    const Tcb before = tcb;
    support::happen(tcb, IcmpArrives{about(tcb, 4, 0)});
    CHECK(tcb == before);
  }

  TEST_CASE("58: host unreachable is told to the application and ends nothing") {
    for (const auto situation : {support::Situation::syn_sent, support::Situation::established}) {
      Tcb tcb = support::tcb_in(situation, {1000}, {5000});
      const State state = tcb.state;
      const Effects fx = support::happen(tcb, IcmpArrives{about(tcb, 3, 1)});
      CHECK(tcb.state == state);
      CHECK(fx.signals == std::vector{Signal::soft_error});
    }
  }
}
