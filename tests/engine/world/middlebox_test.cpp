// Boxes on the way, seen from the run: what they decide, what becomes of the packets, and that the
// failures which the literature tells of really happen.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/segment/describe.hpp"
#include "engine/segment/icmp.hpp"
#include "tests/support/network_builder.hpp"
#include "tests/support/packet_builder.hpp"
#include "tests/support/pattern_text.hpp"

using namespace engine;
using namespace engine::test;

namespace {

std::vector<PacketDropped> dropped_for(const Stage& stage, DropReason reason) {
  std::vector<PacketDropped> found;
  for (const PacketDropped& drop : stage.all<PacketDropped>())
    if (drop.reason == reason) found.push_back(drop);
  return found;
}

// A SYN from the server's side to the client, who listens.
void knock(Stage& stage, std::uint16_t port) {
  stage.call(client, Listen{.port = port});
  stage.call(server, Connect{.remote = {client_address, port}});
  stage.run_for(400ms);
}

// The client sends `bytes` to a server that reads everything.
Stage bulk(World world, std::uint32_t bytes) {
  world.host(server).application.program = Sink{.close_at_end = false};
  Stage stage(std::move(world));
  stage.establish();
  stage.call(client, SendBulk{bytes});
  return stage;
}

}  // namespace

TEST_SUITE("wire: firewall") {
  TEST_CASE("who opens from inside is answered") {
    Stage stage(with_box(Firewall{}));
    stage.establish();
    CHECK(stage.state(client) == State::established);
    CHECK(noted_by_third(stage, Rule::flow_opened) == 1);
  }

  TEST_CASE("nobody comes in from outside, and silence is the answer") {
    Stage stage(with_box(Firewall{}));
    knock(stage, 80);
    CHECK(stage.state(server) == State::syn_sent);
    CHECK(noted_by_third(stage, Rule::port_not_admitted) == 1);
    CHECK(dropped_for(stage, DropReason::box).front().box == third);
  }

  TEST_CASE("a firewall that answers refuses in the name of the host inside") {
    Stage stage(with_box(Firewall{.resets = true}));
    knock(stage, 80);
    CHECK(stage.state(server) == State::closed);
    CHECK(stage.noted(Rule::connection_refused));
    const auto sent = stage.all<PacketSent>();
    const auto reset = std::ranges::find(sent, third, &PacketSent::from);
    REQUIRE(reset != sent.end());
    CHECK(reset->provenance == Provenance::forged);
    CHECK(describe(stage.bytes.read(reset->bytes)).source == client_address);
  }

  TEST_CASE("an admitted port is open to everybody") {
    Stage stage(with_box(Firewall{.admits = {80}}));
    knock(stage, 80);
    CHECK(stage.state(server) == State::established);
    knock(stage, 81);
    CHECK(stage.state(server) == State::syn_sent);
  }

  TEST_CASE("a flow that was silent for too long is forgotten") {
    Stage stage(with_box(Firewall{.idle_timeout = 10s}));
    stage.establish();
    stage.run_for(9s);
    stage.apply(DoCall{server, {}, SendText{"in time"}}, 9s);
    stage.run_for(1s);
    CHECK(noted_by_third(stage, Rule::flow_forgotten) == 0);
    stage.apply(DoCall{server, {}, SendText{"too late"}}, 11s);
    stage.run_for(5s);
    CHECK(noted_by_third(stage, Rule::flow_forgotten) == 1);
    CHECK(noted_by_third(stage, Rule::no_flow) >= 2);
    CHECK(stage.state(server) == State::established);  // it does not know
  }

  TEST_CASE("a full table admits no further flow") {
    Stage stage(with_box(Firewall{.most_flows = 1}));
    stage.establish();
    stage.call(client, Connect{.remote = server_socket()});
    stage.run_for(500ms);
    CHECK(noted_by_third(stage, Rule::flow_table_full) == 1);
    CHECK(stage.state(client) == State::syn_sent);
  }

  TEST_CASE("a reboot of the box forgets every flow") {
    Stage stage(with_box(Firewall{}));
    stage.establish();
    stage.apply(Crash{third});
    stage.call(client, SendText{"x"});
    stage.run_for(500ms);
    CHECK(dropped_for(stage, DropReason::box).size() == 1);
    stage.apply(Reboot{third});
    stage.run_for(2s);
    CHECK(noted_by_third(stage, Rule::no_flow) >= 1);
  }

  TEST_CASE("an ICMP error without a flow is stopped") {
    Stage stage(with_box(Firewall{}));
    const auto offending = packet_bytes({.source_port = 50'000, .dest_port = 80});
    stage.apply(Forge{server, client, encode_icmp(server_address, 3, 1, 0, offending)});
    stage.run_for(200ms);
    CHECK(noted_by_third(stage, Rule::no_segment_for_box) == 1);
    CHECK_FALSE(stage.noted(Rule::icmp_for_nobody));
  }
}

TEST_SUITE("wire: address translation") {
  TEST_CASE("the server meets the address of the box") {
    Stage stage(with_box(Translator{}));
    stage.establish();
    const Connection* const c = newest_connection(stage.world.host(server));
    CHECK(c->tcb.sockets.remote == Socket{third_address(), first_translated_port});
    CHECK(noted_by_third(stage, Rule::mapping_made) == 1);
  }

  TEST_CASE("what is delivered through it is what was sent") {
    Stage stage = bulk(with_box(Translator{}), 50'000);
    stage.run_for(10s);
    CHECK(stage.read_by(server).size() == 50'000);
    CHECK(is_pattern(stage.read_by(server)));
    CHECK_FALSE(stage.noted(Rule::checksum_wrong));
  }

  TEST_CASE("nothing comes in where nothing is mapped") {
    Stage stage(with_box(Translator{}));
    stage.call(server, Connect{.remote = {third_address(), 80}});
    stage.run_for(200ms);
    CHECK(noted_by_third(stage, Rule::no_mapping) == 1);
    CHECK(stage.state(server) == State::syn_sent);
  }

  TEST_CASE("a mapping without traffic is forgotten") {
    Stage stage(with_box(Translator{.idle_timeout = 5s}));
    stage.establish();
    stage.apply(DoCall{server, {}, SendText{"x"}}, 6s);
    stage.run_for(100ms);
    CHECK(noted_by_third(stage, Rule::mapping_forgotten) == 1);
    CHECK(noted_by_third(stage, Rule::no_mapping) == 1);
  }

  TEST_CASE("after the mapping is gone the client has another port, and the server resets it") {
    Stage stage(with_box(Translator{.idle_timeout = 5s}));
    stage.establish();
    stage.apply(DoCall{client, {}, SendText{"x"}}, 6s);
    stage.run_for(200ms);
    CHECK(noted_by_third(stage, Rule::mapping_made) == 2);
    CHECK(stage.state(client) == State::closed);
  }
}

TEST_SUITE("wire: options on the way") {
  TEST_CASE("a stripped option was never offered") {
    World world = with_box(OptionStripper{.sack = true, .timestamps = true});
    for (Host& host : world.hosts) host.config.sack = host.config.timestamps = true;
    Stage stage = bulk(std::move(world), 20'000);
    stage.run_for(5s);
    CHECK(noted_by_third(stage, Rule::option_stripped) == 2);  // in the SYN; nobody answers in kind
    for (const HostId host : {client, server})
      CHECK_FALSE(newest_connection(stage.world.host(host))->tcb.sack_permitted);
    CHECK(is_pattern(stage.read_by(server)));
    CHECK(stage.read_by(server).size() == 20'000);
  }

  TEST_CASE("a clamped size is the largest that is sent") {
    Stage stage = bulk(with_box(MssClamp{.most = 500}), 20'000);
    stage.run_for(10s);
    CHECK(noted_by_third(stage, Rule::mss_clamped) == 2);
    for (const PacketSent& sent : stage.all<PacketSent>()) CHECK(sent.bytes.length <= 540);
    CHECK(stage.read_by(server).size() == 20'000);
    CHECK(is_pattern(stage.read_by(server)));
  }

  // The trouble of 2004: a window scale that only one end believes in.
  TEST_CASE("a window scale lost in the SYN-ACK turns 64 KB of room into 512 bytes") {
    World world = with_box(ScaleMangler{.outward = false, .inward = true, .becomes = {}});
    for (Host& host : world.hosts) host.config.window_scale = 7;
    Stage stage = bulk(std::move(world), 60'000);
    CHECK(noted_by_third(stage, Rule::window_scale_removed) == 1);
    stage.run_for(2s);
    // What the server says are units of 128 (RFC 7323 2.3); the client takes them for octets.
    const std::uint32_t meant = newest_connection(stage.world.host(server))->tcb.rcv.wnd;
    CHECK(meant > 60'000);
    CHECK(newest_connection(stage.world.host(client))->tcb.snd.wnd == meant >> 7);
    const auto sent = stage.all<PacketSent>();
    const auto last = std::find_if(sent.rbegin(), sent.rend(),
                                   [](const PacketSent& p) { return p.from == client; });
    CHECK(last->bytes.length <= 40 + 512);
    CHECK(stage.read_by(server).size() < 60'000);
    CHECK(is_pattern(stage.read_by(server)));
  }

  TEST_CASE("a window scale lost in the SYN does no harm: nobody scales") {
    World world = with_box(ScaleMangler{.outward = true, .inward = false, .becomes = {}});
    for (Host& host : world.hosts) host.config.window_scale = 7;
    Stage stage = bulk(std::move(world), 60'000);
    stage.run_for(2s);
    CHECK(stage.read_by(server).size() == 60'000);
  }

  TEST_CASE("a replaced window scale is told") {
    World world = with_box(ScaleMangler{.outward = true, .inward = false, .becomes = 0});
    for (Host& host : world.hosts) host.config.window_scale = 7;
    Stage stage(std::move(world));
    stage.establish();
    CHECK(noted_by_third(stage, Rule::window_scale_replaced) == 1);
    // The SYN has offered 65,535 octets, which no unit of 128 divides. The next segment says 512 of
    // them, for 511 would take something back (RFC 7323 2.4); the server takes them for octets.
    CHECK(newest_connection(stage.world.host(server))->tcb.snd.wnd == 512);
  }
}

TEST_SUITE("wire: router") {
  TEST_CASE("a packet that is too big is reported, and everything arrives in smaller ones") {
    Stage stage = bulk(with_box(Router{.mtu = 1'000}), 30'000);
    stage.run_for(10s);
    CHECK(noted_by_third(stage, Rule::too_big_for_next_hop) > 0);
    CHECK(stage.noted(Rule::path_mtu_lowered));
    CHECK(stage.read_by(server).size() == 30'000);
    CHECK(is_pattern(stage.read_by(server)));
  }

  TEST_CASE("a silent router is a black hole") {
    Stage stage = bulk(with_box(Router{.mtu = 1'000, .silent = true}), 30'000);
    stage.run_for(10s);
    CHECK(noted_by_third(stage, Rule::too_big_for_next_hop) > 0);
    CHECK_FALSE(stage.noted(Rule::path_mtu_lowered));
    CHECK(stage.read_by(server).empty());
  }

  TEST_CASE("an address where nobody lives is reported to whoever asked") {
    Stage stage(with_box(Router{}));
    stage.call(client, Connect{.remote = {ipv4(203, 0, 113, 1), 80}});
    stage.run_for(200ms);
    CHECK(noted_by_third(stage, Rule::nobody_lives_there) == 1);
    CHECK(stage.noted(Rule::icmp_soft_error));
    CHECK(stage.state(client) == State::syn_sent);
  }

  TEST_CASE("every router takes one from the time to live, and the last one ends the trip") {
    World world = with_box(Router{});
    world.host(client).config.ttl = 1;
    Stage stage(std::move(world));
    stage.establish();
    CHECK(noted_by_third(stage, Rule::time_to_live_over) == 1);
    CHECK(stage.noted(Rule::icmp_soft_error));
    Stage passing(with_box(Router{}));
    passing.establish();
    const auto edits = passing.all<PacketEdited>();
    REQUIRE_FALSE(edits.empty());
    CHECK(edits.front().box == third);
    CHECK(passing.bytes.read(edits.front().bytes)[8] == 63);
  }
}

TEST_SUITE("wire: congestion marks (RFC 3168)") {
  TEST_CASE("text of a sender that understands marks is marked, and the sender slows down") {
    World world = two_hosts();
    for (Host& host : world.hosts) host.config.ecn = EcnUse::on;
    world.wire.links.push_back(
        {.from = client, .to = server, .config = {.mark_ppm = 300'000}, .leaving = {}});
    Stage stage = bulk(std::move(world), 60'000);
    stage.run_for(20s);
    int marked = 0;
    for (const PacketEdited& edit : stage.all<PacketEdited>()) marked += edit.marked ? 1 : 0;
    CHECK(marked > 0);
    CHECK(stage.noted(Rule::congestion_echo_answered));
    CHECK(stage.read_by(server).size() == 60'000);
  }

  TEST_CASE("a sender that does not understand marks loses text instead") {
    World world = two_hosts();
    world.wire.links.push_back(
        {.from = client, .to = server, .config = {.mark_ppm = 100'000}, .leaving = {}});
    Stage stage = bulk(std::move(world), 60'000);
    stage.run_for(60s);
    CHECK_FALSE(dropped_for(stage, DropReason::early).empty());
    for (const PacketEdited& edit : stage.all<PacketEdited>()) CHECK_FALSE(edit.marked);
    CHECK(is_pattern(stage.read_by(server)));
  }

  TEST_CASE("a queue marks only what finds too many waiting") {
    World world = two_hosts();
    for (Host& host : world.hosts) host.config.ecn = EcnUse::on;
    const LinkConfig slow{.bits_per_second = 1'000'000, .mark_queue = 3};
    world.wire.links.push_back({.from = client, .to = server, .config = slow, .leaving = {}});
    Stage stage = bulk(std::move(world), 60'000);
    stage.run_for(20s);
    std::size_t marked = 0;
    for (const PacketEdited& edit : stage.all<PacketEdited>()) marked += edit.marked ? 1 : 0;
    CHECK(marked > 0);
    CHECK(marked < stage.all<PacketSent>().size());
    CHECK(dropped_for(stage, DropReason::early).empty());
  }
}
