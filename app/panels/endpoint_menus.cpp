// What the menus of an endpoint panel offer: of its state, a timer, a queue cell, a connection.
#include <algorithm>
#include <ranges>

#include "app/panels/context_menu.hpp"
#include "app/panels/endpoint_parts.hpp"
#include "app/scene/narration.hpp"

namespace app::panels {
namespace {

using ui::Icon;

Deed look_deed(engine::HostId host, engine::ConnId connection) {
  return {.name = "look",
          .words = {"context.look", {}},
          .icon = Icon::eye,
          .wishes = {Select{ConnectionRef{host, connection}}}};
}

Deed run_to_change(const Frame& frame, engine::HostId host) {
  return {.name = "change",
          .words = {"context.run_to_change",
                    {{"host", scene::host_name(frame.session.timeline(), host)}}},
          .icon = Icon::step_forward,
          .wishes = {Select{host}, RunUntil{RunGoal::state_change}}};
}

Deed run_to_state(const Frame& frame, engine::HostId host, engine::State state) {
  return {.name = "run",
          .words = {"context.run_to_state",
                    {{"host", scene::host_name(frame.session.timeline(), host)},
                     {"state", std::string(engine::name(state))}}},
          .icon = Icon::step_forward,
          .wishes = {Select{host}, RunUntil{.goal = RunGoal::this_state, .state = state}}};
}

Deed large_diagram(const Frame& frame) {
  return {.name = "diagram",
          .words = {"context.diagram", {}},
          .icon = Icon::inspect,
          .wishes = {ShowPanel{Panel::state_diagram, true}},
          .chord = frame.ui.chord(ui::Command::toggle_state_diagram)};
}

// The dialog speaks in the name of the end that is selected.
Deed forge_deed(const Frame& frame, engine::HostId host) {
  return {.name = "forge",
          .words = {"context.forge", {{"host", scene::host_name(frame.session.timeline(), host)}}},
          .icon = Icon::bolt,
          .wishes = {Select{host}, ShowPanel{Panel::forge, true}},
          .chord = frame.ui.chord(ui::Command::forge)};
}

// The newest time that the trail came into this state.
const scene::TrailStep* entered(const scene::StateDiagram& diagram, engine::State state) {
  const auto newest_first = diagram.trail | std::views::reverse;
  const auto found = std::ranges::find(newest_first, state, &scene::TrailStep::to);
  return found == newest_first.end() ? nullptr : &*found;
}

}  // namespace

void lamp_menu(const Frame& frame, const Endpoint& end, const ui::Rect& box) {
  const std::string id = end.id + ".lamp";
  const ui::Hit hit = frame.ui.hit(id, box, engine::name(end.state));
  if (!asks_for_menu(hit) && !hit.clicked) return;
  std::vector<Deed> deeds{run_to_change(frame, end.host)};
  if (end.connection && end.variables.exists)
    deeds.push_back(moment_deed("entered", {"context.state_began", {}}, Icon::step_back,
                                end.connection->state_since));
  deeds.push_back(large_diagram(frame));
  deeds.push_back(forge_deed(frame, end.host));
  open_context_menu(frame, id, box, std::move(deeds));
}

void state_menus(const Frame& frame, const Endpoint& end, const std::string& diagram_id,
                 const scene::StateDiagram& diagram) {
  for (const scene::StateNode& node : diagram.nodes) {
    const scene::TrailStep* const step = entered(diagram, node.state);
    const std::string name(engine::name(node.state));
    const std::string id = diagram_id + ".state." + name;
    const ui::Rect box{node.box.x, node.box.y, node.box.width, node.box.height};
    if (const ui::Hit hit = frame.ui.hit(id, box, name); !asks_for_menu(hit) && !hit.clicked)
      continue;
    std::vector<Deed> deeds;
    if (step != nullptr)
      deeds.push_back({.name = "entered",
                       .words = {"context.state_entered", {{"state", name}, {"at", step->at}}},
                       .icon = Icon::step_back,
                       .wishes = {SeekStep{step->step, step->fact + 1}}});
    deeds.push_back(node.current ? run_to_change(frame, end.host)
                                 : run_to_state(frame, end.host, node.state));
    if (!frame.session.settings().is_shown(Panel::state_diagram))
      deeds.push_back(large_diagram(frame));
    open_context_menu(frame, id, box, std::move(deeds));
  }
}

Intent run_until_it_fires(const Endpoint& end, const scene::TimerRow& row) {
  return RunUntil{.goal = RunGoal::this_timer,
                  .timer = TimerRef{{end.host, end.connection->id}, row.timer}};
}

void timer_menu(const Frame& frame, const Endpoint& end, const std::string& id, const ui::Rect& box,
                const scene::TimerRow& row) {
  Deed expiry{.name = "expiry",
              .words = {"context.run_to_timer", {{"at", row.deadline}}},
              .icon = Icon::step_forward,
              .wishes = {run_until_it_fires(end, row)}};
  if (row.just_fired) expiry.why_not = scene::Phrase{"context.has_expired", {}};
  open_context_menu(frame, id, box,
                    {std::move(expiry),
                     moment_deed("start", {"context.timer_started", {{"at", row.armed_at}}},
                                 Icon::step_back, row.armed_at),
                     {.name = "any",
                      .words = {"context.any_timer", {}},
                      .icon = Icon::hourglass,
                      .wishes = {RunUntil{RunGoal::next_timer}}}});
}

// accept() takes the one that waits longest, whichever cell is meant.
void cell_menu(const Frame& frame, const Endpoint& end, const std::string& id, const ui::Rect& box,
               const QueueSpot& spot) {
  Deed accept = command_deed(frame, "accept", {"context.accept", {}}, Icon::check,
                             engine::DoCall{end.host, spot.listener, engine::Accept{}});
  if (!spot.acceptable)
    accept.why_not = scene::Phrase{"context.not_established", {}};
  else if (!spot.first)
    accept.why_not = scene::Phrase{"context.not_first", {}};
  const engine::Instant came = frame.session.playhead().at - spot.cell.age;
  open_context_menu(frame, id, box,
                    {look_deed(end.host, spot.cell.connection), std::move(accept),
                     moment_deed("came", {"context.came", {{"at", came}}}, Icon::step_back, came)});
}

void connection_menu(const Frame& frame, const Endpoint& end, const std::string& id,
                     const ui::Rect& box, engine::ConnId connection) {
  std::vector<Deed> deeds{look_deed(end.host, connection)};
  const auto call = [&](const char* name, Icon icon, const engine::Call& what) {
    const engine::Command command = engine::DoCall{end.host, connection, what};
    deeds.push_back(command_deed(frame, name, {"context." + std::string(name), {}}, icon, command));
  };
  call("close", Icon::close, engine::Close{});
  call("abort", Icon::bolt, engine::Abort{});
  const engine::Connection* const record =
      scene::find_shown(frame.session.world().host(end.host), connection);
  if (record != nullptr)
    deeds.push_back(moment_deed("created", {"context.created", {{"at", record->created_at}}},
                                Icon::step_back, record->created_at));
  open_context_menu(frame, id, box, std::move(deeds));
}

}  // namespace app::panels
