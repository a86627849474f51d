// What attackers can do, and what they cannot because they do not know enough.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/segment/describe.hpp"
#include "tests/support/network_builder.hpp"
#include "tests/support/packet_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

constexpr Socket client_end{client_address, 50'000};
const Socket server_end = server_socket();
constexpr AddressBlock nowhere{ipv4(203, 0, 113, 0), 256};

Stage conversation(Sight sight) {
  World world = with_attacker(sight);
  world.host(server).application.program = Sink{.close_at_end = false};
  Stage stage(std::move(world));
  stage.establish();
  return stage;
}

std::size_t forged(const Stage& stage) {
  const auto sent = stage.all<PacketSent>();
  return static_cast<std::size_t>(
      std::ranges::count(sent, Provenance::forged, &PacketSent::provenance));
}

}  // namespace

TEST_SUITE("attacker") {
  TEST_CASE("where no attacker stands nobody attacks") {
    Stage stage(three_hosts());
    CHECK_FALSE(stage.apply(Attack{third, Storm{client_end, server_end}}));
    CHECK_FALSE(stage.apply(CeaseFire{third}));
  }

  TEST_CASE("a plan that makes no sense is refused") {
    Stage stage(with_attacker(Sight::blind));
    CHECK_FALSE(
        stage.apply(Attack{third, Flood{.target = server_end, .sources = nowhere, .count = 0}}));
    CHECK_FALSE(stage.apply(Attack{third, Guess{.stride = 0}}));
    CHECK_FALSE(stage.apply(Attack{third, Scan{.first_port = 9, .last_port = 8}}));
    CHECK_FALSE(stage.apply(Attack{third, Hijack{client_end, server_end, {}}}));
    CHECK(stage.world.next_event_at() == never);
  }

  TEST_CASE("all that an attacker sends is marked as forged and departs where it stands") {
    Stage stage(with_attacker(Sight::blind));
    stage.apply(Attack{third, Flood{.target = server_end, .sources = nowhere, .count = 5}});
    stage.run_until_quiet();
    CHECK(forged(stage) == 5);
    for (const PacketSent& sent : stage.all<PacketSent>())
      CHECK((sent.provenance == Provenance::forged) == (sent.from == third));
  }

  TEST_CASE("a flood comes in bursts at its rate") {
    Stage stage(with_attacker(Sight::blind));
    stage.apply(Attack{
        third,
        Flood{.target = server_end, .sources = nowhere, .count = 10, .burst = 4, .every = 10ms}});
    stage.run_for(0ms);
    CHECK(forged(stage) == 4);
    stage.run_for(10ms);
    CHECK(forged(stage) == 8);
    stage.run_for(10ms);
    CHECK(forged(stage) == 10);
    CHECK(noted_by_third(stage, Rule::attack_over) == 1);
    CHECK(stage.world.attackers[0].assaults.empty());
  }

  TEST_CASE("cease-fire ends what has begun") {
    Stage stage(with_attacker(Sight::blind));
    stage.apply(Attack{third, Flood{.target = server_end, .sources = nowhere, .count = 100}});
    stage.run_for(3ms);
    const std::size_t sent = forged(stage);
    CHECK(stage.apply(CeaseFire{third}));
    stage.run_for(1s);
    CHECK(forged(stage) == sent);
    CHECK(noted_by_third(stage, Rule::attack_called_off) == 1);
  }

  TEST_CASE("a plan instead of another ends the other in the same breath") {
    Stage stage(with_attacker(Sight::blind));
    Flood flood{.target = server_end, .sources = nowhere, .count = 100, .every = 10ms};
    stage.apply(Attack{third, flood});
    stage.run_for(25ms);
    flood.every = 5ms;
    CHECK(stage.apply(Attack{third, flood, true}));
    CHECK(noted_by_third(stage, Rule::attack_called_off) == 1);
    REQUIRE(stage.world.attackers[0].assaults.size() == 1);
    CHECK(std::get<Flood>(stage.world.attackers[0].assaults[0].plan).every == 5ms);
  }

  TEST_CASE("a plan that is refused ends nothing") {
    Stage stage(with_attacker(Sight::blind));
    stage.apply(Attack{third, Flood{.target = server_end, .sources = nowhere, .count = 100}});
    CHECK_FALSE(stage.apply(Attack{third, Guess{.stride = 0}, true}));
    CHECK(stage.world.attackers[0].assaults.size() == 1);
  }

  TEST_CASE("a spoofed bystander who lives answers with a reset, which frees the entry") {
    Stage stage(with_attacker(Sight::blind));
    stage.call(server, Listen{.port = 80});
    stage.apply(Attack{third, Flood{.target = server_end, .sources = {client_address, 1}}});
    stage.run_for(150ms);
    CHECK(stage.noted(Rule::reset_of_half_open));
    CHECK(stage.world.host(server).connections.size() == 1);  // the listener
  }
}

TEST_SUITE("attacker: guessing and seeing") {
  TEST_CASE("a blind attacker sends nothing where a number is needed") {
    Stage stage = conversation(Sight::blind);
    stage.apply(Attack{third, Strike{client_end, server_end, Ammunition::reset, {}}});
    stage.apply(Attack{third, Hijack{client_end, server_end, {"x"}}});
    stage.apply(Attack{third, Storm{client_end, server_end}});
    stage.run_for(1s);
    CHECK(forged(stage) == 0);
    CHECK(noted_by_third(stage, Rule::sight_is_needed) == 3);
    CHECK(stage.world.attackers[0].assaults.empty());
  }

  TEST_CASE("a blind attacker remembers nothing of what passes") {
    const Stage stage = conversation(Sight::blind);
    CHECK(stage.world.attackers[0].flows.empty());
    CHECK(stage.world.attackers[0].packets.empty());
  }

  TEST_CASE("by sight one reset is enough") {
    Stage stage = conversation(Sight::on_path);
    stage.apply(Attack{third, Strike{client_end, server_end, Ammunition::reset, {}}});
    stage.run_for(60ms);
    CHECK(forged(stage) == 1);
    CHECK(stage.state(server) == State::closed);
    CHECK(stage.state(client) == State::established);
  }

  TEST_CASE("by sight text is slipped in and read") {
    Stage stage = conversation(Sight::on_path);
    stage.apply(Attack{third, Strike{client_end, server_end, Ammunition::text, "evil"}});
    stage.run_for(60ms);
    CHECK(stage.read_by(server) == "evil");
  }

  TEST_CASE("guesses a window apart cannot miss, and the hardened rules answer with challenges") {
    Stage stage = conversation(Sight::blind);
    const Guess guess{.source = client_end,
                      .target = server_end,
                      .with = Ammunition::reset,
                      .first = SeqNum{1'001} - 2 * 65'535 + 7,
                      .stride = 65'535,
                      .count = 4};
    stage.apply(Attack{third, guess});
    stage.run_for(1s);
    CHECK(noted_by_third(stage, Rule::guess_sent) == 4);
    CHECK(stage.times_noted(Rule::challenge_for_reset) == 1);
    CHECK(stage.state(server) == State::established);
  }

  TEST_CASE("by the old rules the guess in the window ends the connection") {
    Stage stage = conversation(Sight::blind);
    TcpConfig old = stage.world.host(server).config;
    old.rfc5961 = false;
    stage.apply(SetConfig{server, old, {}});
    stage.apply(Attack{third, Guess{.source = client_end,
                                    .target = server_end,
                                    .with = Ammunition::reset,
                                    .first = SeqNum{1'001} - 2 * 65'535 + 7,
                                    .stride = 65'535,
                                    .count = 4}});
    stage.run_for(1s);
    CHECK(stage.state(server) == State::closed);
  }

  TEST_CASE("a replayed SYN is the very packet that passed") {
    Stage stage = conversation(Sight::on_path);
    stage.apply(Attack{third, ReplaySegment{client_end, server_end, {.syn = true}}});
    stage.run_for(200ms);
    CHECK(noted_by_third(stage, Rule::segment_replayed) == 1);
    const auto sent = stage.all<PacketSent>();
    const auto again = std::ranges::find(sent, Provenance::forged, &PacketSent::provenance);
    REQUIRE(again != sent.end());
    CHECK(again->bytes == sent.front().bytes);
    CHECK(stage.state(server) == State::established);
    stage.apply(Attack{third, ReplaySegment{client_end, server_end, {.fin = true}}});
    CHECK(noted_by_third(stage, Rule::nothing_to_replay) == 1);
  }

  TEST_CASE("a hijacker is believed, and speaks again once it has been acknowledged") {
    World world = with_attacker(Sight::on_path);
    world.host(server).application.program = Echo{};
    Stage stage(std::move(world));
    stage.establish();
    stage.apply(Attack{third, Hijack{client_end, server_end, {"first ", "second"}}});
    stage.run_for(2s);
    CHECK(stage.read_by(server) == "first second");
    CHECK(noted_by_third(stage, Rule::hijacker_speaks) == 2);
    CHECK(noted_by_third(stage, Rule::hijacker_acknowledges) >= 1);
    CHECK(stage.state(server) == State::established);
  }

  // Joncheray 1995: once neither end can accept the other's numbers, ACK answers ACK.
  TEST_CASE("a storm goes on for ever where answers are not rationed") {
    const auto acks_in = [](Duration interval) {
      Stage stage = conversation(Sight::on_path);
      for (const HostId host : {client, server}) {
        TcpConfig config = stage.world.host(host).config;
        config.invalid_ack_interval = interval;
        stage.apply(SetConfig{host, config, {}});
      }
      stage.apply(Attack{third, Storm{client_end, server_end}});
      const std::size_t before = stage.all<PacketSent>().size();
      stage.run_for(20s);
      return stage.all<PacketSent>().size() - before;
    };
    const std::size_t rationed = acks_in(500ms);
    CHECK(acks_in(0ms) > 300);
    CHECK(rationed < 100);
  }

  TEST_CASE("the memory of an attacker is bounded") {
    World world = with_attacker(Sight::on_path);
    world.host(server).application.program = Sink{};
    Stage stage(std::move(world));
    stage.establish();
    stage.call(client, SendBulk{500'000});
    stage.run_for(10s);
    CHECK(stage.world.attackers[0].packets.size() == Attacker::most_packets);
    CHECK(stage.world.attackers[0].flows.size() == 2);
  }
}

TEST_SUITE("attacker: scans") {
  TEST_CASE("a SYN scan tells open from closed, and the scanner's own TCP resets what it opened") {
    Stage stage(with_attacker(Sight::blind));
    stage.call(server, Listen{.port = 80});
    stage.apply(Attack{third, Scan{.target = server_address, .first_port = 79, .last_port = 81}});
    stage.run_until_quiet();
    CHECK(noted_by_third(stage, Rule::probe_sent) == 3);
    CHECK(noted_by_third(stage, Rule::port_is_open) == 1);
    CHECK(noted_by_third(stage, Rule::port_is_closed) == 2);
    CHECK(noted_by_third(stage, Rule::port_is_filtered) == 0);
    CHECK(stage.noted(Rule::reset_of_half_open));
  }

  TEST_CASE("a FIN scan hears nothing from a listener") {
    Stage stage(with_attacker(Sight::blind));
    stage.call(server, Listen{.port = 80});
    stage.apply(Attack{
        third,
        Scan{.target = server_address, .first_port = 80, .last_port = 81, .kind = ScanKind::fin}});
    stage.run_until_quiet();
    CHECK(noted_by_third(stage, Rule::fin_probe_sent) == 2);
    CHECK(noted_by_third(stage, Rule::port_is_open_or_filtered) == 1);
    CHECK(noted_by_third(stage, Rule::port_is_closed) == 1);
  }

  TEST_CASE("silence to a SYN is a filter") {
    Stage stage(with_attacker(Sight::blind));
    stage.apply(Attack{
        third,
        Scan{
            .target = ipv4(203, 0, 113, 1), .first_port = 80, .last_port = 80, .patience = 400ms}});
    stage.run_for(399ms);
    CHECK(noted_by_third(stage, Rule::port_is_filtered) == 0);
    stage.run_for(1s);
    CHECK(noted_by_third(stage, Rule::port_is_filtered) == 1);
    CHECK(noted_by_third(stage, Rule::attack_over) == 1);
  }
}
