// The world as seen inside one step: the world before it, with the changes of the notes shown so
// far applied. So a single arrival can be read check by check (ux 4.4).
#pragma once

#include <optional>

#include "app/scene/position.hpp"
#include "app/scene/run_index.hpp"
#include "engine/tcp/tcb_fields.hpp"

namespace scene {

struct ConnectionView {
  bool exists{};
  engine::State state{};
  engine::TcbVariables variables{};
  engine::TcbVariables before{};  // one step (or micro-step) earlier: what changed
};

// `world` is timeline.at(position.steps); for the comparison with one step earlier `earlier` is
// timeline.at(position.steps - 1), or the same world at the start.
ConnectionView connection_view(const engine::Timeline& timeline, const engine::World& world,
                               const engine::World& earlier, const Position& position,
                               engine::HostId host, engine::ConnId connection);

}  // namespace scene
