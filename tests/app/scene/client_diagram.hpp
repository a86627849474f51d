// The state diagram of the client's newest connection, for the tests of its pictures.
#pragma once

#include <doctest/doctest.h>

#include "app/scene/state_diagram.hpp"
#include "tests/app/scene/recorded.hpp"

namespace scene::test {

// Letters as a window at 100 % has them: "ESTABLISHED" is 84 pixels wide.
inline DiagramRoom room_for(const Rect& area) { return {area, name_sizes(7.6f, 17)}; }

inline StateDiagram of_client(const Recorded& run, engine::Duration t,
                              DiagramPart part = DiagramPart::whole,
                              const Rect& area = {0, 0, 300, 420}) {
  const Position p = run.position(t);
  const engine::World world = run.world(p);
  const engine::Connection* newest = engine::test::newest_connection(world.host(client));
  REQUIRE(newest != nullptr);
  return state_diagram(run.index, newest->id, newest->tcb.state, p, part, room_for(area));
}

}  // namespace scene::test
