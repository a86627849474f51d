// The blocks of an endpoint panel. Each cuts what it needs off the top of `rest`.
#pragma once

#include "app/panels/endpoint_panel.hpp"

namespace app::panels {

ui::StateFamily family_of(engine::State state);

// The last call with its result, and the calls as buttons in fixed places.
float calls_height(const ui::Ui& ui);
void draw_calls(const Frame& frame, const Endpoint& end, EndpointView& view, ui::Rect& rest);

float tcb_height(const ui::Ui& ui, const Endpoint& end);
void draw_tcb(const Frame& frame, const Endpoint& end, ui::Rect& rest);

float timers_height(const Frame& frame, const Endpoint& end);
void draw_timers(const Frame& frame, const Endpoint& end, ui::Rect& rest);

float queues_height(const Frame& frame, const Endpoint& end);
void draw_queues(const Frame& frame, const Endpoint& end, ui::Rect& rest);

float connections_height(const Frame& frame, const Endpoint& end);
void draw_connections(const Frame& frame, const Endpoint& end, ui::Rect& rest);

}  // namespace app::panels
