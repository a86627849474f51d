// The blocks of an endpoint panel. A block has a title that folds it (endpoint_blocks), says how
// high it is without the title, and cuts what it needs off the top of `rest`.
#pragma once

#include "app/panels/endpoint_panel.hpp"
#include "app/scene/queues.hpp"
#include "app/scene/state_diagram.hpp"
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

// How each timer says in words what happens when it expires: in two lines, in one, or on hover
// only.
enum class Told : std::uint8_t { nothing, briefly, wholly };
std::vector<scene::TimerRow> timers_of(const Frame& frame, const Endpoint& end);
float timers_height(const ui::Ui& ui, std::size_t rows, Told told);
void draw_timers(const Frame& frame, const Endpoint& end, Told told, ui::Rect& rest);

// "0/4 · 1/4"; empty without a listener.
std::string queues_in_short(const Frame& frame, const Endpoint& end);
float queues_height(const ui::Ui& ui);
void draw_queues(const Frame& frame, const Endpoint& end, const EndpointView& view, ui::Rect& rest);

// More than one, else nothing to choose.
std::vector<scene::ConnectionRow> connections_of(const Frame& frame, const Endpoint& end);
float connections_height(const ui::Ui& ui, std::size_t rows);
void draw_connections(const Frame& frame, const Endpoint& end, ui::Rect& rest);

// ---- the menus of what the panel shows (ux.md 5.1)

// The lamp in `box`; a click opens it too.
void lamp_menu(const Frame& frame, const Endpoint& end, const ui::Rect& box);
// Every state that the diagram shows.
void state_menus(const Frame& frame, const Endpoint& end, const std::string& diagram_id,
                 const scene::StateDiagram& diagram);
// What a click on a running timer does, too.
Intent run_until_it_fires(const Endpoint& end, const scene::TimerRow& row);
void timer_menu(const Frame& frame, const Endpoint& end, const std::string& id, const ui::Rect& box,
                const scene::TimerRow& row);
struct QueueSpot {
  const scene::QueueCell& cell;
  engine::ConnId listener;
  bool acceptable{};  // in the accept queue
  bool first{};       // and the next that accept() takes
};
void cell_menu(const Frame& frame, const Endpoint& end, const std::string& id, const ui::Rect& box,
               const QueueSpot& spot);
void connection_menu(const Frame& frame, const Endpoint& end, const std::string& id,
                     const ui::Rect& box, engine::ConnId connection);

}  // namespace app::panels
