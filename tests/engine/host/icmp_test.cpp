// ICMP errors on their way to a connection (MUST-54): which record they concern, and which nobody.
#include "engine/segment/icmp.hpp"

#include <doctest/doctest.h>

#include "tests/support/packet_builder.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

constexpr Ipv4Address router = ipv4(10, 0, 0, 254);

// A router complains about the latest packet of the client.
void complain(Stage& stage, std::uint8_t type, std::uint8_t code, std::uint16_t mtu = 0) {
  ByteRef latest;
  for (const PacketSent& sent : stage.all<PacketSent>())
    if (sent.from == client) latest = sent.bytes;
  stage.apply(Forge{.from = server,
                    .to = client,
                    .packet = encode_icmp(router, type, code, mtu, stage.bytes.read(latest))});
}

CallResult why_it_died(Stage& stage) {
  stage.call(client, SendText{.text = "?"});
  return stage.last_result();
}

}  // namespace

TEST_SUITE("RFC 9293 3.9.2.2") {
  TEST_CASE("port unreachable refuses an opening connection") {
    Stage stage;
    stage.call(client, Connect{.remote = {ipv4(10, 0, 0, 9), 80}});
    complain(stage, 3, 3);
    stage.run_for(60ms);
    CHECK(stage.noted(Rule::icmp_hard_error));
    CHECK(stage.state(client) == State::closed);
    CHECK(why_it_died(stage) == CallResult::refused);
  }

  TEST_CASE("protocol unreachable is a refusal: nobody there speaks TCP") {
    Stage stage;
    stage.call(client, Connect{.remote = {ipv4(10, 0, 0, 9), 80}});
    complain(stage, 3, 2);
    stage.run_for(60ms);
    CHECK(why_it_died(stage) == CallResult::refused);
  }

  TEST_CASE("an error about a connection that does not exist is noted and forgotten") {
    Stage stage = Stage();
    stage.establish();
    stage.call(client, SendText{.text = "x"});
    complain(stage, 3, 3);
    stage.call(client, Abort{});
    stage.run_for(60ms);
    CHECK(stage.noted(Rule::icmp_for_nobody));
    CHECK_FALSE(stage.noted(Rule::icmp_hard_error));
  }

  TEST_CASE("an error that quotes a segment of somebody else's address is not ours") {
    Stage stage;
    stage.establish();
    stage.call(client, SendText{.text = "x"});
    stage.world.host(client).address = ipv4(10, 0, 0, 77);
    complain(stage, 3, 3);
    stage.run_for(60ms);
    CHECK(stage.noted(Rule::not_our_address));
  }

  TEST_CASE("a damaged message vanishes") {
    Stage stage;
    stage.establish();
    stage.call(client, SendText{.text = "x"});
    std::vector<std::uint8_t> packet =
        encode_icmp(router, 3, 3, 0, stage.bytes.read(stage.all<PacketSent>().back().bytes));
    packet.back() ^= 1;
    stage.apply(Forge{.from = server, .to = client, .packet = packet});
    stage.run_for(60ms);
    CHECK(stage.noted(Rule::packet_malformed));
    CHECK(stage.state(client) == State::established);
  }
}
