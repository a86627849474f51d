#include "app/scene/mini_map.hpp"

#include <doctest/doctest.h>

#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;
using engine::State;

namespace {

constexpr Rect area{10, 20, 200, 120};
constexpr Vec2 size{42, 50};

StateDiagram of_client(const Recorded& run, engine::Duration t, DiagramPart part) {
  const Position p = run.position(t);
  const engine::World world = run.world(p);
  const engine::Connection* newest = engine::test::newest_connection(world.host(client));
  REQUIRE(newest != nullptr);
  return state_diagram(run.index, newest->id, newest->tcb.state, p, part, area);
}

const StateNode& node(const MiniMap& map, State state) {
  const auto found = std::ranges::find(map.nodes, state, &StateNode::state);
  REQUIRE(found != map.nodes.end());
  return *found;
}

}  // namespace

TEST_SUITE("app/scene/mini_map") {
  TEST_CASE("the whole diagram needs no map") {
    const StateDiagram whole = of_client(handshake(), 200ms, DiagramPart::whole);
    CHECK_FALSE(mini_map(whole, area, size).has_value());
  }

  TEST_CASE("the map covers no state of the picture") {
    for (const DiagramPart part : {DiagramPart::opening, DiagramPart::closing}) {
      const StateDiagram diagram = of_client(handshake(), 200ms, part);
      const auto map = mini_map(diagram, area, size);
      REQUIRE(map.has_value());
      for (const StateNode& shown : diagram.nodes) CHECK_FALSE(overlap(map->box, shown.box));
    }
  }

  TEST_CASE("the frame holds the states that the picture shows and no others") {
    const auto map = mini_map(of_client(handshake(), 200ms, DiagramPart::opening), area, size);
    REQUIRE(map.has_value());
    CHECK(overlap(map->seen, node(*map, State::listen).box));
    CHECK(overlap(map->seen, node(*map, State::established).box));
    CHECK_FALSE(overlap(map->seen, node(*map, State::time_wait).box));
  }

  TEST_CASE("the current state is marked on the map") {
    const auto map = mini_map(of_client(handshake(), 200ms, DiagramPart::opening), area, size);
    REQUIRE(map.has_value());
    CHECK(node(*map, State::established).current);
    CHECK_FALSE(node(*map, State::listen).current);
  }

  TEST_CASE("without a free corner there is no map") {
    const StateDiagram diagram = of_client(handshake(), 200ms, DiagramPart::opening);
    CHECK_FALSE(mini_map(diagram, area, {180, 110}).has_value());
  }
}
