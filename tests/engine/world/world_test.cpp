#include "engine/world/world.hpp"

#include <doctest/doctest.h>

#include "engine/tcp/advance.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

TEST_SUITE("world") {
  TEST_CASE("a handshake takes three segments and one and a half round trips") {
    Stage stage;
    stage.establish();
    CHECK(stage.state(client) == State::established);
    CHECK(stage.state(server) == State::established);
    CHECK(stage.all<PacketSent>().size() == 3);
    CHECK(stage.world.now == world_start + 150ms);
    const auto arrivals = stage.all<PacketArrived>();
    REQUIRE(arrivals.size() == 3);
    CHECK(arrivals[0].at == server);
    CHECK(arrivals[1].at == client);
    CHECK(arrivals[2].at == server);
  }

  TEST_CASE("what is written at one end is read at the other") {
    Stage stage;
    stage.establish();
    stage.call(client, SendText{.text = "hello, server"});
    stage.run_for(50ms);
    stage.call(server, Read{});
    CHECK(stage.read_by(server) == "hello, server");
  }

  TEST_CASE("a close of both ends leaves no record once TIME-WAIT is over") {
    Stage stage;
    stage.establish();
    stage.call(client, Close{});
    stage.run_for(50ms);
    CHECK(stage.state(server) == State::close_wait);
    stage.call(server, Close{});
    stage.run_for(100ms);
    CHECK(stage.state(client) == State::time_wait);
    stage.run_until_quiet();
    CHECK(stage.world.host(client).connections.empty());
    CHECK(stage.world.host(server).connections.size() == 1);  // the listener
    CHECK(stage.world.host(client).gone.size() == 1);
  }

  TEST_CASE("a record that drops its notes tells everything else, and the world becomes the same") {
    Stage told, silent;
    silent.record.drop_notes();
    for (Stage* const stage : {&told, &silent}) {
      stage->establish();
      stage->call(client, SendText{.text = "hello, server"});
      stage->call(client, Close{});
      stage->run_until_quiet();
    }
    CHECK(fingerprint(silent.world, silent.bytes) == fingerprint(told.world, told.bytes));
    CHECK(silent.all<Noted>().empty());
    CHECK(silent.record.changes.empty());
    CHECK(silent.facts.size() == told.facts.size() - told.all<Noted>().size());
    CHECK(silent.all<StateChanged>().size() == told.all<StateChanged>().size());
  }

  TEST_CASE(
      "a record of steps that nobody will look at tells less, and the world becomes the same") {
    Stage told, silent;
    silent.record.only_change_the_world();
    for (Stage* const stage : {&told, &silent}) {
      stage->establish();
      stage->call(client, SendText{.text = "hello, server"});
      stage->run_for(50ms);
      stage->call(server, Read{});
      stage->call(client, Close{});
      stage->call(server, Close{});
      stage->run_until_quiet();
    }
    CHECK(fingerprint(silent.world, silent.bytes) == fingerprint(told.world, told.bytes));
    CHECK(silent.all<Noted>().empty());
    CHECK(silent.all<TimerMoved>().empty());
    CHECK(silent.all<DataRead>().empty());
    CHECK(silent.all<PacketSent>().size() == told.all<PacketSent>().size());
    CHECK(silent.all<StateChanged>().size() == told.all<StateChanged>().size());
    CHECK(silent.all<Notified>().size() == told.all<Notified>().size());
  }

  TEST_CASE("ties at one instant: an arrival comes before a timer, a timer before the schedule") {
    Stage stage;
    stage.call(server, Listen{.port = 80});
    stage.call(client, Connect{.remote = server_socket()});
    const Instant rto = world_start + 1s;  // of the SYN
    stage.apply(OnPacket{.packet = {1}, .action = DelayIt{.by = 950ms}});
    stage.world.schedule.push_back({.when = WhenAt{rto}, .command = DoCall{client, {}, Abort{}}});
    stage.world.reindex();
    REQUIRE(stage.world.next_event_at() == rto);
    CHECK(std::holds_alternative<ByArrival>(*stage.world.next_cause()));
    stage.step();
    CHECK(std::holds_alternative<ByTimer>(*stage.world.next_cause()));
    stage.step();
    CHECK(std::holds_alternative<BySchedule>(*stage.world.next_cause()));
    CHECK(stage.world.now == rto);
  }

  TEST_CASE("a scheduled call waits for a state and then for its delay") {
    World start = two_hosts();
    start.schedule.push_back(
        {.when = WhenAt{world_start}, .command = DoCall{server, {}, Listen{80}}});
    start.schedule.push_back(
        {.when = WhenAt{world_start}, .command = DoCall{client, {}, Connect{server_socket()}}});
    start.schedule.push_back({.when = WhenState{client, State::established, 25ms},
                              .command = DoCall{client, {}, SendText{.text = "x"}}});
    Stage stage(start);
    stage.run_for(124ms);
    CHECK(stage.all<PacketSent>().size() == 3);
    stage.run_for(25ms);
    CHECK(stage.all<PacketSent>().size() == 4);
  }

  TEST_CASE("a scheduled call waits for a signal") {
    World start = two_hosts();
    start.schedule.push_back(
        {.when = WhenAt{world_start}, .command = DoCall{server, {}, Listen{80}}});
    start.schedule.push_back(
        {.when = WhenAt{world_start}, .command = DoCall{client, {}, Connect{server_socket()}}});
    start.schedule.push_back({.when = WhenSignal{server, Signal::connected, 10ms},
                              .command = DoCall{server, {}, Close{}}});
    Stage stage(start);
    stage.run_for(160ms);
    CHECK(stage.state(server) == State::fin_wait_1);
  }

  TEST_CASE("a refused command moves the time and nothing else") {
    Stage stage;
    stage.establish();
    const Command refused[] = {
        OnPacket{.packet = {1}, .action = DropIt{}},  // arrived long ago
        Release{.packet = {99}},
        DeliverNow{.packet = {99}},
        DisarmImpairment{.id = {7}},
        ArmImpairment{.impairment = {.id = {7}}},  // in the place of nothing
        SwitchImpairment{.id = {7}, .enabled = true},
        DoCall{.host = {9}, .connection = {}, .call = Close{}},
        DoCall{.host = client, .connection = ConnId{77}, .call = Close{}},
        DoCall{.host = server, .connection = {}, .call = Listen{.port = 80}},
        Forge{.from = client, .to = {5}, .packet = {1, 2, 3}},
        Forge{.from = client, .to = server, .packet = {}},
        SetLink{.from = client, .to = {5}, .config = {}},
        SetConfig{.host = {5}, .config = {}},
        SetProgram{.host = client, .connection = ConnId{77}, .application = {}},
        Crash{.host = {5}},
        Reboot{.host = {5}},
    };
    for (const Command& command : refused) {
      CAPTURE(command.index());
      World expected = stage.world;
      expected.now += 1ms;
      CHECK_FALSE(stage.apply(command, 1ms));
      CHECK(stage.world == expected);
    }
  }

  TEST_CASE("a rule that is armed under the number of another takes its place") {
    Stage stage;
    CHECK(stage.apply(ArmImpairment{{.action = DropIt{}, .left = 3}}, 1ms));
    CHECK(stage.apply(ArmImpairment{{.action = HoldIt{}, .left = 1}}, 1ms));
    const ImpairmentId first = stage.world.wire.impairments[0].id;
    CHECK(stage.apply(ArmImpairment{{.id = first, .action = SwapIt{}, .left = 2}}, 1ms));
    REQUIRE(stage.world.wire.impairments.size() == 2);
    const Impairment& changed = stage.world.wire.impairments[0];
    CHECK(changed.id == first);
    CHECK(changed.action == WireAction{SwapIt{}});
    CHECK(changed.left == 2);
  }

  TEST_CASE("the fingerprint sees the bytes of a packet in flight") {
    Stage stage;
    stage.call(client, Connect{.remote = server_socket()});
    const std::uint64_t before = fingerprint(stage.world, stage.bytes);
    stage.bytes.write(stage.world.wire.packets.front().bytes)[30] ^= 1;
    CHECK(fingerprint(stage.world, stage.bytes) != before);
  }

  TEST_CASE("the agenda never says anything else than a walk over everything") {
    Stage stage;
    for (int i = 0; i < 40; ++i) stage.call(client, Connect{.remote = server_socket()});
    for (int i = 0; i < 400 && stage.world.next_event_at() != never; ++i) {
      REQUIRE(stage.world.next_due() == stage.world.next_due_by_walking());
      if (i % 7 == 3) stage.call(client, Connect{.remote = server_socket()});
      if (i % 11 == 5 && !stage.world.wire.packets.empty())
        stage.apply(OnPacket{stage.world.wire.packets.back().id, HoldIt{}});
      if (i % 13 == 6) stage.apply(Reboot{server});
      stage.step();
    }
    CHECK(stage.world.next_due() == stage.world.next_due_by_walking());
  }
}
