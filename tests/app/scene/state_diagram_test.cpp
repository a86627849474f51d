#include "app/scene/state_diagram.hpp"

#include <doctest/doctest.h>

#include "tests/app/scene/client_diagram.hpp"

using namespace scene;
using namespace scene::test;
using engine::State;

namespace {

constexpr DiagramPart diagram_parts[] = {DiagramPart::whole, DiagramPart::opening,
                                         DiagramPart::closing};

const DiagramEdge& edge(const StateDiagram& diagram, State from, State to) {
  const auto found = std::ranges::find_if(
      diagram.edges, [&](const DiagramEdge& e) { return e.edge.from == from && e.edge.to == to; });
  REQUIRE(found != diagram.edges.end());
  return *found;
}

}  // namespace

TEST_SUITE("app/scene/state_diagram") {
  TEST_CASE("the whole figure has every edge of the engine's table that the RFC draws") {
    const auto in_figure = std::ranges::count_if(engine::edges(), &engine::Edge::in_figure_5);
    const StateDiagram diagram = of_client(handshake(), 200ms);
    CHECK(diagram.edges.size() == static_cast<std::size_t>(in_figure));
    CHECK(diagram.nodes.size() == engine::state_count + 1);  // CLOSED twice
  }

  TEST_CASE("no two states overlap, however narrow the panel") {
    const Recorded run = handshake();
    const Position p = run.position(200ms);
    for (const DiagramPart part : diagram_parts)
      for (float width = 160; width <= 330; width += 1) {
        const float height = part == DiagramPart::whole ? 240.0f : 108.0f;
        const auto diagram =
            state_diagram(run.index, {}, State::closed, p, part, room_for({0, 0, width, height}));
        for (const StateNode& a : diagram.nodes)
          for (const StateNode& b : diagram.nodes) {
            CAPTURE(width);
            CAPTURE(engine::name(a.state));
            CAPTURE(engine::name(b.state));
            if (&a != &b) CHECK_FALSE(overlap(a.box, b.box));
          }
      }
  }

  TEST_CASE("every name has room in its box, and every box in the panel") {
    const Recorded run = handshake();
    const Position p = run.position(200ms);
    for (const DiagramPart part : diagram_parts)
      for (float width = 160; width <= 330; width += 1) {
        const DiagramRoom here =
            room_for({0, 0, width, part == DiagramPart::whole ? 240.0f : 108.0f});
        for (const StateNode& node :
             state_diagram(run.index, {}, State::closed, p, part, here).nodes) {
          CAPTURE(width);
          CAPTURE(engine::name(node.state));
          CHECK(node.box.width >= here.names.width[static_cast<std::size_t>(node.state)]);
          CHECK(node.box.height >= here.names.height);
          CHECK(node.box.x >= 0);
          CHECK(node.box.right() <= doctest::Approx(width));
          CHECK(node.box.bottom() <= here.area.height);
        }
      }
  }

  TEST_CASE("the trail numbers the transitions of the client") {
    const StateDiagram diagram = of_client(four_way_close(), 1s);
    REQUIRE(diagram.trail.size() == 5);
    CHECK(edge(diagram, State::closed, State::syn_sent).badges == std::vector<std::uint32_t>{1});
    CHECK(edge(diagram, State::fin_wait_2, State::time_wait).badges ==
          std::vector<std::uint32_t>{5});
  }

  TEST_CASE("only the last three transitions are recent") {
    const StateDiagram diagram = of_client(four_way_close(), 1s);
    CHECK_FALSE(edge(diagram, State::syn_sent, State::established).recent);
    CHECK(edge(diagram, State::established, State::fin_wait_1).recent);
  }

  TEST_CASE("the trail ends at the playhead") {
    const StateDiagram diagram = of_client(four_way_close(), 120ms);
    CHECK(diagram.trail.size() == 2);
    CHECK(diagram.current == State::established);
  }

  TEST_CASE("exactly one box is the current state") {
    const StateDiagram diagram = of_client(four_way_close(), 1s);
    CHECK(std::ranges::count_if(diagram.nodes, &StateNode::current) == 1);
  }

  TEST_CASE("opposite edges do not lie on each other") {
    const StateDiagram diagram = of_client(handshake(), 200ms);
    const DiagramEdge& there = edge(diagram, State::closed, State::syn_sent);
    const DiagramEdge& back = edge(diagram, State::syn_sent, State::closed);
    CHECK(distance_to_line(there.line.first(), back.line.first(), back.line.last()) > 6);
  }

  TEST_CASE("no edge runs through the box of a third state") {
    const Recorded run = handshake();
    const Position p = run.position(200ms);
    for (const DiagramPart part : {DiagramPart::opening, DiagramPart::closing})
      for (const DiagramRoom& here :
           {room_for({0, 0, 300, 420}), room_for({0, 0, 166, 108}), room_for({0, 0, 200, 170}),
            room_for({0, 0, 290, 240}), room_for({0, 0, 900, 600})}) {
        const StateDiagram diagram = state_diagram(run.index, {}, State::closed, p, part, here);
        for (const DiagramEdge& e : diagram.edges)
          for (const StateNode& node : diagram.nodes) {
            if (node.state == e.edge.from || node.state == e.edge.to) continue;
            CAPTURE(here.area.width);
            CAPTURE(engine::name(e.edge.from));
            CAPTURE(engine::name(e.edge.to));
            CAPTURE(engine::name(node.state));
            const auto corners = e.line.points();
            for (std::size_t i = 1; i < corners.size(); ++i)
              for (float share = 0; share <= 1; share += 0.02f)
                CHECK_FALSE(contains(node.box, between(corners[i - 1], corners[i], share)));
          }
      }
  }

  TEST_CASE("a connection that was closed shows how it closed, not where it could be opened") {
    const Recorded run = four_way_close(130s);
    const Position early = run.position(100ms), late = run.position(129s);
    const engine::World world = run.world(early);
    const engine::ConnId connection = engine::test::newest_connection(world.host(client))->id;
    REQUIRE(run.world(late).host(client).connections.empty());
    CHECK(part_in_use(run.index, connection, State::closed, late) == DiagramPart::closing);
    CHECK(part_in_use(run.index, std::nullopt, State::closed, late) == DiagramPart::opening);
    CHECK(part_in_use(run.index, connection, State::established, early) == DiagramPart::opening);
  }

  TEST_CASE("small panels show the closing part once closing has begun") {
    CHECK(part_in_use(State::syn_received) == DiagramPart::opening);
    CHECK(part_in_use(State::established) == DiagramPart::opening);
    CHECK(part_in_use(State::time_wait) == DiagramPart::closing);
  }
}
