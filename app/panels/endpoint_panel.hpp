// One end of the connection (ux.md 3.1): state lamp, calls, state diagram, TCB, timers, queues.
// Everything is read from the world at the playhead; calls are wishes.
#pragma once

#include <string>

#include "app/panels/endpoint_blocks.hpp"
#include "app/scene/micro_step.hpp"

namespace app::panels {

struct EndpointView {
  // The world one step before the playhead, to show what changed; kept while nothing moves.
  std::optional<engine::World> earlier;
  engine::BranchId earlier_branch;
  engine::StepIndex earlier_steps{}, earlier_size{};
  // The lamp's last change, for the name that slides up (seconds of the interface).
  std::optional<engine::ConnId> shown_connection;
  engine::State shown_state = engine::State::closed;
  engine::State former_state = engine::State::closed;
  double changed_at = -10;
  engine::Instant
      shown_at{};  // where and when the lamp was drawn last: only the way forward counts
  engine::BranchId shown_branch;
  // Opened by hand although there was no room for them.
  std::array<bool, endpoint_block_count> pinned{};
  // The dialog of send.
  std::string send_text = "hello";
  bool send_urgent = false;
};

// What the parts of the panel look at, found once per frame.
struct Endpoint {
  engine::HostId host;
  std::string id;                                  // "endpoint.client"
  std::optional<engine::ConnId> shown;             // the connection the panel shows
  const engine::Connection* connection = nullptr;  // that one, also when it is gone
  engine::State state = engine::State::closed;
  scene::ConnectionView variables;
};

Endpoint look_at(const Session& session, engine::HostId host, EndpointView& view);

void draw_endpoint(const Frame& frame, engine::HostId host, const ui::Rect& rect,
                   EndpointView& view);

}  // namespace app::panels
