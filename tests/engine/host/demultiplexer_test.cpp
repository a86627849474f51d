#include <doctest/doctest.h>

#include "engine/host/stack.hpp"
#include "tests/support/packet_builder.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

// Bytes that reach the server now; what it says about them.
Stage deliver(std::vector<std::uint8_t> packet, Stage stage = Stage()) {
  stage.apply(Forge{.from = client, .to = server, .packet = std::move(packet)});
  stage.run_for(50ms);
  return stage;
}

std::size_t answers(const Stage& stage) {
  std::size_t count = 0;
  for (const PacketSent& sent : stage.all<PacketSent>()) count += sent.from == server ? 1u : 0u;
  return count;
}

constexpr Segment syn_to_80{.source_port = 50'000,
                            .dest_port = 80,
                            .seq = {100},
                            .ack = {},
                            .flags = {.syn = true},
                            .window = 1000,
                            .urgent_pointer = 0,
                            .options = {},
                            .text = {}};

}  // namespace

TEST_SUITE("B.1 before the state machine") {
  TEST_CASE("garbage vanishes without a reply") {
    const Stage stage = deliver({1, 2, 3, 4, 5});
    CHECK(stage.noted(Rule::packet_malformed));
    CHECK(answers(stage) == 0);
  }

  TEST_CASE("a segment with a wrong checksum vanishes without a reply") {
    auto packet = packet_bytes(syn_to_80);
    packet[24] ^= 1;  // a bit of the sequence number
    const Stage stage = deliver(packet);
    CHECK(stage.noted(Rule::checksum_wrong));
    CHECK(answers(stage) == 0);
  }

  TEST_CASE("an option of impossible length is told, and the segment counts all the same") {
    Segment with_option = syn_to_80;
    with_option.options.mss = 1000;
    auto packet = packet_bytes(with_option);
    packet[41] = 1;  // the length of the first option
    seal(packet);
    const Stage stage = deliver(packet);
    CHECK(stage.noted(Rule::options_cut));
    CHECK(stage.noted(Rule::no_record));
  }

  TEST_CASE("a segment for another address is not answered") {
    for (const Ipv4Address address :
         {ipv4(10, 0, 0, 3), ipv4(224, 0, 0, 1), ipv4(255, 255, 255, 255)}) {
      const Stage stage =
          deliver(packet_bytes(syn_to_80, {}, {.source = client_address, .destination = address}));
      CHECK(stage.noted(Rule::not_our_address));
      CHECK(answers(stage) == 0);
    }
  }

  TEST_CASE("the address is looked at before the checksum of what it encloses") {
    auto packet =
        packet_bytes(syn_to_80, {}, {.source = client_address, .destination = ipv4(224, 0, 0, 1)});
    packet[24] ^= 1;
    const Stage stage = deliver(packet);
    CHECK(stage.noted(Rule::not_our_address));
    CHECK_FALSE(stage.noted(Rule::checksum_wrong));
  }

  TEST_CASE("a segment from no single host is not answered") {
    for (const Ipv4Address address :
         {ipv4(0, 0, 0, 0), ipv4(224, 0, 0, 1), ipv4(255, 255, 255, 255)}) {
      const Stage stage =
          deliver(packet_bytes(syn_to_80, {}, {.source = address, .destination = server_address}));
      CHECK(stage.noted(Rule::source_not_unicast));
      CHECK(answers(stage) == 0);
    }
  }
}

TEST_SUITE("B.2 which record handles it") {
  TEST_CASE("a segment for nobody is refused with a reset") {
    const Stage stage = deliver(packet_bytes(syn_to_80));
    CHECK(stage.noted(Rule::no_record));
    REQUIRE(stage.world.wire.packets.size() == 1);
    const Description reply = describe(stage.bytes.read(stage.world.wire.packets[0].bytes));
    CHECK(reply.segment.flags == Flags{.ack = true, .rst = true});
    CHECK(reply.segment.ack == SeqNum{101});
    CHECK(reply.source == server_address);
  }

  TEST_CASE("a reset for nobody is not answered") {
    Segment rst = syn_to_80;
    rst.flags = {.rst = true};
    CHECK(answers(deliver(packet_bytes(rst))) == 0);
  }

  TEST_CASE("an exact pair comes before a listener") {
    Stage stage;
    stage.establish();
    const Host& host = stage.world.host(server);
    const Connection* const child = newest_connection(host);
    CHECK(demultiplex(host, child->tcb.sockets) == child->id);
    SocketPair other = child->tcb.sockets;
    ++other.remote.port;
    const auto listener = demultiplex(host, other);
    REQUIRE(listener.has_value());
    CHECK(find(host, *listener)->tcb.state == State::listen);
  }

  TEST_CASE("the more specific listener wins") {
    Host host;
    const auto listen = [&host](std::uint32_t id, SocketPair sockets) {
      Connection c;
      c.id = {id};
      c.tcb.state = State::listen;
      c.tcb.sockets = sockets;
      host.connections.insert(engine::Connection(c));
    };
    const Socket any_address{.address = {}, .port = 80};
    const Socket ours = server_socket();
    const Socket friendly{ipv4(10, 0, 0, 1), 0};
    listen(1, {.local = any_address});
    listen(2, {.local = ours, .remote = friendly});
    listen(3, {.local = ours});
    const Socket guest{ipv4(10, 0, 0, 1), 4000};
    const Socket stranger{ipv4(10, 0, 0, 7), 4000};
    CHECK(demultiplex(host, {ours, guest}) == ConnId{2});
    CHECK(demultiplex(host, {ours, stranger}) == ConnId{3});
    CHECK(demultiplex(host, {{ipv4(10, 0, 0, 9), 80}, stranger}) == ConnId{1});
    CHECK_FALSE(demultiplex(host, {{server_address, 81}, stranger}).has_value());
  }
}

TEST_SUITE("host/connection_table") {
  TEST_CASE("a thousand records come and go and the indexes agree with a fresh count") {
    ConnectionTable table;
    Random dice(5);
    std::vector<ConnId> live;
    Connection listener;
    listener.id = {1};
    listener.tcb.state = State::listen;
    table.insert(engine::Connection(listener));
    for (std::uint32_t id = 2; id < 1000; ++id) {
      Connection c;
      c.id = {id};
      c.parent = ConnId{1};
      c.tcb.state = State::syn_received;
      c.tcb.sockets.remote = {{id}, static_cast<std::uint16_t>(dice.next())};
      live.push_back(table.insert(engine::Connection(c)).id);
      if (dice.below(3) == 0) {
        const ConnId changed = live[dice.below(live.size())];
        table.edit(changed).tcb.state = State::established;
        table.refresh(changed);
      }
      if (dice.below(2) == 0) {
        const std::size_t victim = dice.below(live.size());
        table.remove(live[victim]);
        live.erase(live.begin() + static_cast<std::ptrdiff_t>(victim));
      }
    }
    CHECK(table.consistent());
    CHECK(table.size() == live.size() + 1);
    for (const ConnId id : live) {
      REQUIRE(table.find(id) != nullptr);
      CHECK(table.with_sockets(table.find(id)->tcb.sockets) == id);
    }
    const ListenerRow* const row = table.listener({1});
    CHECK(row->half_open + row->acceptable == live.size());
  }

  TEST_CASE("two tables with the same records are equal however they came about") {
    ConnectionTable direct, roundabout;
    Connection c;
    c.id = {3};
    c.tcb.state = State::established;
    direct.insert(Connection(c));
    Connection gone;
    gone.id = {2};
    roundabout.insert(Connection(gone));
    roundabout.remove({2});
    roundabout.insert(Connection(c));
    CHECK(direct == roundabout);
    roundabout.edit({3}).accepted = true;
    CHECK(direct != roundabout);
  }
}
