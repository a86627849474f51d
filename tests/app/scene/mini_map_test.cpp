#include "app/scene/mini_map.hpp"

#include <doctest/doctest.h>

#include "tests/app/scene/client_diagram.hpp"

using namespace scene;
using namespace scene::test;
using engine::State;

namespace {

constexpr Rect box{10, 20, 27, 84};

// Of an open connection, in little room.
StateDiagram narrow_diagram(DiagramPart part) {
  return of_client(handshake(), 200ms, part, {50, 20, 200, 120});
}

const StateNode& node(const MiniMap& map, State state) {
  const auto found = std::ranges::find(map.nodes, state, &StateNode::state);
  REQUIRE(found != map.nodes.end());
  return *found;
}

}  // namespace

TEST_SUITE("app/scene/mini_map") {
  TEST_CASE("the whole diagram needs no map") {
    const StateDiagram whole = narrow_diagram(DiagramPart::whole);
    CHECK_FALSE(mini_map(whole, box).has_value());
  }

  TEST_CASE("the dots of the map can be told apart") {
    const auto map = mini_map(narrow_diagram(DiagramPart::opening), box);
    REQUIRE(map.has_value());
    for (const StateNode& a : map->nodes)
      for (const StateNode& b : map->nodes)
        if (&a != &b)
          CHECK_FALSE(
              overlap({a.box.x - 0.75f, a.box.y - 1, a.box.width + 1.5f, a.box.height + 2}, b.box));
  }

  TEST_CASE("a dot is large enough to be seen") {
    const auto map = mini_map(narrow_diagram(DiagramPart::opening), box);
    REQUIRE(map.has_value());
    for (const StateNode& node : map->nodes) CHECK(std::min(node.box.width, node.box.height) >= 5);
  }

  TEST_CASE("the frame holds the states that the picture shows and no others") {
    const auto map = mini_map(narrow_diagram(DiagramPart::opening), box);
    REQUIRE(map.has_value());
    CHECK(overlap(map->seen, node(*map, State::listen).box));
    CHECK(overlap(map->seen, node(*map, State::established).box));
    CHECK_FALSE(overlap(map->seen, node(*map, State::time_wait).box));
  }

  TEST_CASE("the current state is marked on the map") {
    const auto map = mini_map(narrow_diagram(DiagramPart::opening), box);
    REQUIRE(map.has_value());
    CHECK(node(*map, State::established).current);
    CHECK_FALSE(node(*map, State::listen).current);
  }
}
