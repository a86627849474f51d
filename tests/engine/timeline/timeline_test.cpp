#include "engine/timeline/timeline.hpp"

#include <doctest/doctest.h>

#include "tests/support/random_history.hpp"

using namespace engine;
using namespace engine::test;

namespace {

Timeline handshake(KeyframeBudget budget = {}) {
  Timeline timeline(two_hosts(), {}, budget);
  timeline.act(DoCall{.host = server, .call = Listen{.port = 80}}, world_start);
  timeline.act(DoCall{.host = client, .call = Connect{.remote = server_socket()}},
               world_start + 10ms);
  timeline.advance_to(world_start + 200ms);
  return timeline;
}

const Flight& flight(const Timeline& timeline, std::uint32_t id) {
  return timeline.flights()[id - 1];
}

}  // namespace

TEST_SUITE("timeline") {
  TEST_CASE("a step is recorded with its cause, its time and its command") {
    const Timeline timeline = handshake();
    REQUIRE(timeline.size() == 5);
    REQUIRE(timeline.step(1).command != nullptr);
    CHECK(std::holds_alternative<DoCall>(*timeline.step(1).command));
    CHECK(std::holds_alternative<ByCommand>(timeline.step(1).cause));
    CHECK(timeline.step(2).command == nullptr);
    CHECK(std::holds_alternative<ByArrival>(timeline.step(2).cause));
    CHECK(timeline.step(2).at == world_start + 60ms);
    CHECK(timeline.commands().size() == 2);
  }

  TEST_CASE("positions and instants are two ways to the same moment") {
    const Timeline timeline = handshake();
    CHECK(timeline.time_of(0) == world_start);
    CHECK(timeline.time_of(2) == world_start + 10ms);
    CHECK(timeline.time_of(3) == world_start + 60ms);
    CHECK(timeline.steps_until(world_start + 59ms) == 2);
    CHECK(timeline.steps_until(world_start + 60ms) == 3);
    CHECK(timeline.steps_until(never) == 5);
  }

  TEST_CASE("notes of a step find their changes") {
    const Timeline timeline = handshake();
    std::uint32_t changes = 0;
    for (StepIndex i = 0; i < timeline.size(); ++i)
      for (const Fact& fact : timeline.step(i).facts)
        if (const auto* const noted = std::get_if<Noted>(&fact)) {
          changes += noted->note.change_count;
          REQUIRE(noted->note.first_change + noted->note.change_count <=
                  timeline.step(i).changes.size());
        }
    CHECK(changes > 0);
  }

  TEST_CASE("a refused command is a step that changed nothing") {
    Timeline timeline = handshake();
    const World before = timeline.edge();
    CHECK_FALSE(timeline.act(Release{{99}}, before.now));
    CHECK(timeline.step(5).refused);
    CHECK(timeline.edge() == before);
  }

  TEST_CASE("advance_to stops at the limit of steps") {
    Timeline timeline(two_hosts());
    timeline.act(DoCall{.host = client, .call = Connect{.remote = server_socket()}}, world_start);
    timeline.advance_to(never, 1);
    CHECK(timeline.size() == 2);
  }

  TEST_CASE("a finished history does not advance") {
    Timeline timeline(two_hosts());
    CHECK_FALSE(timeline.advance());
    CHECK(timeline.size() == 0);
  }

  TEST_CASE("a fork is the same history up to there") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      CAPTURE(seed);
      const Timeline whole = random_history(seed, {.min_spacing = 4, .share = 0}, 80);
      const Timeline part = whole.fork(50);
      REQUIRE(part.size() == 50);
      CHECK(part.edge() == whole.at(50));
      CHECK(fingerprint(part.at(20), part.bytes()) == fingerprint(whole.at(20), whole.bytes()));
      CHECK(part.step(49).facts.size() == whole.step(49).facts.size());
    }
  }

  TEST_CASE("a fork that goes on as before has the same flights as its parent") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      CAPTURE(seed);
      const Timeline whole = random_history(seed, {}, 80);
      Timeline part = whole.fork(30);
      for (StepIndex i = 30; i < whole.size(); ++i) {
        const StepView step = whole.step(i);
        if (step.command == nullptr)
          part.advance();
        else
          part.act(*step.command, step.at);
      }
      REQUIRE(part.flights().size() == whole.flights().size());
      for (std::size_t i = 0; i < whole.flights().size(); ++i) {
        const Flight& a = part.flights()[i];
        const Flight& b = whole.flights()[i];
        CHECK(a.fate == b.fate);
        CHECK(a.ended_at == b.ended_at);
        CHECK(a.end_step == b.end_step);
        CHECK(a.original == b.original);
        CHECK(a.turns.size() == b.turns.size());
        CHECK(a.final_bytes == b.final_bytes);
      }
    }
  }

  TEST_CASE("keyframes never take more than their budget") {
    const Timeline whole = random_history(3, {.min_spacing = 4, .share = 0}, 1000);
    const std::size_t budget = 5 * footprint(whole.edge());
    Keyframes frames(whole.at(0), {.bytes = budget, .min_spacing = 4, .share = 0});
    std::size_t most = 0;
    for (StepIndex i = 1; i <= whole.size(); ++i) {
      frames.consider(i, whole.at(i), i);
      REQUIRE(frames.memory() <= budget);
      most = std::max(most, frames.memory());
    }
    CHECK(most > budget / 2);
    CHECK(frames.count() > 1);
  }

  TEST_CASE("however tight the budget is, the start is kept") {
    const Timeline whole = random_history(3, {.min_spacing = 4, .share = 0}, 200);
    Keyframes frames(whole.at(0), {.bytes = 1, .min_spacing = 4, .share = 0});
    for (StepIndex i = 1; i <= whole.size(); ++i) frames.consider(i, whole.at(i), i);
    CHECK(frames.count() == 1);
    CHECK(frames.before(whole.size()).world == whole.at(0));
  }

  TEST_CASE("a timeline with a budget holds fewer keyframes than one without") {
    const std::size_t budget = 5 * footprint(random_history(3, {}, 3000).edge());
    const Timeline roomy = random_history(3, {.min_spacing = 4, .share = 0}, 3000);
    const Timeline tight = random_history(3, {.bytes = budget, .min_spacing = 4, .share = 0}, 3000);
    CHECK(tight.keyframe_count() > 1);
    CHECK(tight.keyframe_count() < roomy.keyframe_count());
    CHECK(roomy.memory() - tight.memory() > budget);
  }
}

TEST_SUITE("timeline/flights") {
  TEST_CASE("a flight tells where it began, when it ended and how") {
    const Timeline timeline = handshake();
    REQUIRE(timeline.flights().size() == 3);
    const Flight& syn = flight(timeline, 1);
    CHECK(syn.from == client);
    CHECK(syn.to == server);
    CHECK(syn.sent_at == world_start + 10ms);
    CHECK(syn.sent_step == 1);
    CHECK(syn.ended_at == world_start + 60ms);
    CHECK(syn.end_step == 2);
    CHECK(syn.fate == Fate::delivered);
    CHECK(syn.connection.has_value());
  }

  TEST_CASE("holds, releases and delays are the turns of a flight") {
    Timeline timeline(two_hosts());
    timeline.act(DoCall{.host = client, .call = Connect{.remote = server_socket()}}, world_start);
    timeline.act(OnPacket{{1}, HoldIt{}}, world_start + 20ms);
    CHECK(flight(timeline, 1).fate == Fate::held);
    timeline.act(Release{{1}}, world_start + 500ms);
    CHECK(flight(timeline, 1).fate == Fate::in_flight);
    timeline.act(OnPacket{{1}, DelayIt{.by = 5ms}}, world_start + 510ms);
    const auto& turns = flight(timeline, 1).turns;
    REQUIRE(turns.size() == 3);
    CHECK(turns[0].due == never);
    CHECK(turns[1].due == world_start + 530ms);
    CHECK(turns[2].due == world_start + 535ms);
    CHECK(turns[2].step == 3);
  }

  TEST_CASE("a dropped flight ends where it was dropped, with the reason") {
    Timeline timeline(two_hosts());
    timeline.act(DoCall{.host = client, .call = Connect{.remote = server_socket()}}, world_start);
    timeline.act(OnPacket{{1}, DropIt{}}, world_start + 20ms);
    CHECK(flight(timeline, 1).fate == Fate::dropped);
    CHECK(flight(timeline, 1).drop_reason == DropReason::user);
    CHECK(flight(timeline, 1).ended_at == world_start + 20ms);
  }

  TEST_CASE("every retransmission names the first packet with its numbers") {
    Timeline timeline(two_hosts());
    timeline.act(DoCall{.host = client, .call = Connect{.remote = {ipv4(203, 0, 113, 1), 80}}},
                 world_start);
    timeline.advance_to(world_start + 8s);
    REQUIRE(timeline.flights().size() == 4);  // at 0, 1, 3 and 7 s
    CHECK(flight(timeline, 1).original == PacketId{});
    for (std::uint32_t id = 2; id <= 4; ++id) {
      CHECK(flight(timeline, id).retransmission);
      CHECK(flight(timeline, id).original == PacketId{1});
    }
    CHECK(flight(timeline, 1).drop_reason == DropReason::no_such_host);
    CHECK(flight(timeline, 1).ended_at == world_start + 50ms);
  }

  TEST_CASE("a copy belongs to the connection of its original") {
    Timeline timeline(two_hosts());
    timeline.act(DoCall{.host = client, .call = Connect{.remote = server_socket()}}, world_start);
    timeline.act(OnPacket{{1}, DuplicateIt{}}, world_start + 20ms);
    CHECK(flight(timeline, 2).copy_of == PacketId{1});
    CHECK(flight(timeline, 2).connection == flight(timeline, 1).connection);
  }

  TEST_CASE("an edited flight keeps the bytes that were sent beside those that arrive") {
    Timeline timeline(two_hosts());
    timeline.act(DoCall{.host = client, .call = Connect{.remote = server_socket()}}, world_start);
    timeline.act(OnPacket{{1}, EditIt{.edits = {{Field::window, 1}}}}, world_start + 20ms);
    const Flight& f = flight(timeline, 1);
    CHECK(f.edited);
    CHECK(f.bytes != f.final_bytes);
    CHECK(describe(timeline.bytes().read(f.final_bytes)).segment.window == 1);
  }
}
