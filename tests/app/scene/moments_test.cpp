#include "app/scene/moments.hpp"

#include <doctest/doctest.h>

#include "app/scene/micro_step.hpp"
#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;

namespace {

std::vector<Position> walk_forward(const Recorded& run, Grain grain) {
  std::vector<Position> stops{position_after(run.timeline, 0)};
  while (const auto next = next_moment(run.timeline, run.index, stops.back(), grain))
    stops.push_back(*next);
  return stops;
}

std::vector<Position> walk_back(const Recorded& run, Position from, Grain grain) {
  std::vector<Position> stops{from};
  while (const auto before = previous_moment(run.timeline, run.index, stops.back(), grain))
    stops.push_back(*before);
  return {stops.rbegin(), stops.rend()};
}

ConnectionView view(const Recorded& run, const Position& p, engine::HostId host) {
  const engine::World world = run.world(p);
  const engine::World earlier = run.timeline.at(p.steps == 0 ? 0 : p.steps - 1);
  const engine::Connection* newest =
      engine::test::newest_connection(run.timeline.edge().host(host));
  REQUIRE(newest != nullptr);
  return connection_view(run.timeline, world, earlier, p, host, newest->id);
}

}  // namespace

TEST_SUITE("app/scene/moments") {
  TEST_CASE("segment steps stop at every departure and arrival of a handshake") {
    const std::vector<Position> stops = walk_forward(handshake(), Grain::segment);
    REQUIRE(stops.size() == 5);  // start, SYN out, SYN in, SYN-ACK in, ACK in
    CHECK(stops[1].at == at(0ns));
    CHECK(stops[2].at == at(50ms));
    CHECK(stops[3].at == at(100ms));
    CHECK(stops[4].at == at(150ms));
  }

  TEST_CASE("walking back stops at the same places in every grain") {
    const Recorded run = lost_third_ack(8s);
    for (const Grain grain : {Grain::segment, Grain::event, Grain::bookmark}) {
      CAPTURE(static_cast<int>(grain));
      const std::vector<Position> stops = walk_forward(run, grain);
      REQUIRE(stops.size() > 3);
      CHECK(walk_back(run, stops.back(), grain) == stops);
    }
  }

  TEST_CASE("from the middle of a flight one step back is its departure") {
    const Recorded run = handshake();
    const auto before =
        previous_moment(run.timeline, run.index, run.position(70ms), Grain::segment);
    REQUIRE(before.has_value());
    CHECK(before->at == at(50ms));
  }

  TEST_CASE("from the middle of a flight one step forward is its arrival") {
    const Recorded run = handshake();
    const auto next = next_moment(run.timeline, run.index, run.position(70ms), Grain::segment);
    REQUIRE(next.has_value());
    CHECK(next->at == at(100ms));
  }

  TEST_CASE("event steps pass every fact once") {
    const Recorded run = handshake();
    std::uint64_t longer_steps = 0;
    for (engine::StepIndex k = 0; k < run.timeline.size(); ++k)
      longer_steps += std::max<std::size_t>(run.timeline.step(k).facts.size(), 1);
    CHECK(walk_forward(run, Grain::event).size() == longer_steps + 1);
  }

  TEST_CASE("bookmarks of one end are its changes of state and the interventions") {
    const Recorded run = handshake();
    const auto first =
        next_moment(run.timeline, run.index, run.position(60ms), Grain::bookmark, client);
    REQUIRE(first.has_value());
    CHECK(first->at == at(100ms));
    const auto of_server =
        next_moment(run.timeline, run.index, run.position(60ms), Grain::bookmark, server);
    REQUIRE(of_server.has_value());
    CHECK(of_server->at == at(150ms));
  }

  TEST_CASE("beyond the edge nothing is promised") {
    const Recorded run = handshake();
    CHECK_FALSE(next_moment(run.timeline, run.index, run.position(200ms), Grain::segment));
  }
}

TEST_SUITE("app/scene/micro_step") {
  TEST_CASE("after all facts of a step the variables are those of the next world") {
    const Recorded run = lost_third_ack(8s);
    for (engine::StepIndex k = 0; k < run.timeline.size(); ++k) {
      const auto facts = static_cast<std::uint32_t>(run.timeline.step(k).facts.size());
      const engine::World before = run.timeline.at(k), after = run.timeline.at(k + 1);
      for (const engine::Connection& c : after.host(server).connections) {
        if (engine::find(before.host(server), c.id) == nullptr) continue;
        const ConnectionView seen = connection_view(
            run.timeline, before, before, {k, facts, run.timeline.step(k).at}, server, c.id);
        CAPTURE(k);
        CHECK(seen.state == c.tcb.state);
        for (const auto field : {engine::TcbField::snd_una, engine::TcbField::rcv_nxt})
          CHECK(seen.variables[static_cast<std::size_t>(field)] ==
                engine::variables(c.tcb)[static_cast<std::size_t>(field)]);
      }
    }
  }

  TEST_CASE("before the facts of an arrival the state is still the old one") {
    const Recorded run = handshake();
    const Position arrives{.steps = run.position(99ms).steps, .facts = 1, .at = at(100ms)};
    CHECK(view(run, arrives, client).state == engine::State::syn_sent);
    CHECK(view(run, run.position(100ms), client).state == engine::State::established);
  }

  TEST_CASE("only what the last fact changed counts as changed") {
    const Recorded run = handshake();
    Position p{.steps = run.position(99ms).steps, .facts = 1, .at = at(100ms)};
    const std::size_t facts = run.timeline.step(p.steps).facts.size();
    int changing = 0, quiet = 0;
    for (; p.facts < facts; ++p.facts) {
      const ConnectionView seen = view(run, p, client);
      ++(seen.before == seen.variables ? quiet : changing);
      Position previous = p;
      --previous.facts;
      if (previous.facts > 0) CHECK(seen.before == view(run, previous, client).variables);
    }
    CHECK(changing > 0);
    CHECK(quiet > 0);
  }

  TEST_CASE("a new connection is not marked as changed all over") {
    const Recorded run = handshake();
    const Position created = run.position(50ms);
    const ConnectionView seen = view(run, created, server);
    CHECK(seen.exists);
    CHECK(seen.before == seen.variables);
  }
}
