// The blocks of an endpoint panel. A block has a title that folds it (endpoint_blocks), says how
// high it is without the title, and cuts what it needs off the top of `rest`.
#pragma once

#include "app/panels/endpoint_panel.hpp"
#include "app/scene/queues.hpp"
#include "app/scene/timer_rows.hpp"

namespace app::panels {

ui::StateFamily family_of(engine::State state);

// "connect() = ok": the last call of the shown connection, or that there was none.
std::string last_call(const Frame& frame, const Endpoint& end);
// What this host's program can call now, each with its command.
struct LegalCall {
  std::string name;  // "send"
  engine::Command command;
};
std::vector<LegalCall> legal_calls(const Frame& frame, engine::HostId host);
// The calls as buttons in fixed places.
float calls_height(const ui::Ui& ui);
void draw_calls(const Frame& frame, const Endpoint& end, EndpointView& view, ui::Rect& rest);

float tcb_height(const ui::Ui& ui);
void draw_tcb(const Frame& frame, const Endpoint& end, ui::Rect& rest);

// `told`: each timer also says in words what happens when it expires.
std::vector<scene::TimerRow> timers_of(const Frame& frame, const Endpoint& end);
float timers_height(const ui::Ui& ui, std::size_t rows, bool told);
void draw_timers(const Frame& frame, const Endpoint& end, bool told, ui::Rect& rest);

// "0/4 · 1/4"; empty without a listener.
std::string queues_in_short(const Frame& frame, const Endpoint& end);
float queues_height(const ui::Ui& ui);
void draw_queues(const Frame& frame, const Endpoint& end, ui::Rect& rest);

// More than one, else nothing to choose.
std::vector<scene::ConnectionRow> connections_of(const Frame& frame, const Endpoint& end);
float connections_height(const ui::Ui& ui, std::size_t rows);
void draw_connections(const Frame& frame, const Endpoint& end, ui::Rect& rest);

}  // namespace app::panels
