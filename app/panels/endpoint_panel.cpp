#include "app/panels/endpoint_panel.hpp"

#include "app/panels/endpoint_parts.hpp"
#include "app/panels/state_picture.hpp"
#include "app/scene/narration.hpp"
#include "app/scene/queues.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr double slide_seconds = 0.6;

void refresh_earlier(const Session& session, EndpointView& view) {
  const engine::StepIndex steps = session.playhead().steps;
  const engine::StepIndex before = steps == 0 ? 0 : steps - 1;
  if (view.earlier && view.earlier_branch == session.branch() && view.earlier_steps == before &&
      view.earlier_size == session.timeline().size())
    return;
  view.earlier = session.timeline().at(before);
  view.earlier_branch = session.branch();
  view.earlier_steps = before;
  view.earlier_size = session.timeline().size();
}

void draw_heading(const Frame& frame, const Endpoint& end, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const engine::Host& host = frame.session.world().host(end.host);
  std::string socket = to_string(host.address);
  if (end.connection && end.connection->tcb.sockets.local.port != 0)
    socket += ":" + std::to_string(end.connection->tcb.sockets.local.port);
  const Rect line = ui::take_top(rest, ui.px(22));
  ui.text(end.id + ".name", line,
          ui.say(scene::Phrase{"endpoint.heading",
                               {{"host", scene::host_name(frame.session.timeline(), end.host)},
                                {"socket", socket}}}),
          {.role = TextRole::number});
}

// The lamp: family bar, name in letters, how long it has been so. The former name slides up.
void draw_lamp(const Frame& frame, const Endpoint& end, EndpointView& view, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const ui::Theme& theme = ui.theme();
  if (view.shown_state != end.state) {
    view.former_state = view.shown_state;
    view.shown_state = end.state;
    view.changed_at = ui.seconds();
  }
  Rect box = ui::take_top(rest, ui.px(44));
  ui.canvas().fill(box, theme.raised, ui.px(4));
  ui.canvas().outline(box, theme.ink, ui.px(2), ui.px(4));
  const Rect bar = ui::inset(ui::take_left(box, ui.px(26)), ui.px(4));
  ui.canvas().state_bar(bar, family_of(end.state));
  const double since = (ui.seconds() - view.changed_at) / slide_seconds;
  const Rect words = ui::inset(box, ui.px(4), ui.px(2));
  Rect name = words, under = words;
  under = ui::take_bottom(name, ui.px(16));
  if (since < 1 && !ui.reduced_motion()) {
    ui.pacing().animate();
    const float gone = static_cast<float>(since);
    const float before = ui.canvas().set_opacity(1 - gone);
    ui.canvas().text_in({under.x, under.y - gone * ui.px(8), under.w, under.h}, TextRole::small,
                        std::string(engine::name(view.former_state)), theme.secondary,
                        ui::Align::right);
    ui.canvas().set_opacity(before);
  }
  ui.text(end.id + ".state", name, std::string(engine::name(end.state)), {.role = TextRole::lamp});
  if (end.connection && end.variables.exists) {
    const engine::Duration held = frame.session.playhead().at - end.connection->state_since;
    ui.text(end.id + ".since", under, ui.say(scene::Phrase{"endpoint.since", {{"time", held}}}),
            {.role = TextRole::small, .secondary = true});
  } else {
    ui.text(end.id + ".since", under, ui.say("endpoint.no_record"),
            {.role = TextRole::small, .secondary = true});
  }
}

void draw_diagram(const Frame& frame, const Endpoint& end, const Rect& box) {
  const auto diagram =
      scene::state_diagram(frame.session.index(), end.shown, end.state, frame.session.playhead(),
                           scene::part_in_use(end.state), {box.x, box.y, box.w, box.h});
  draw_state_picture(frame, end.id + ".diagram", box, diagram);
}

}  // namespace

ui::StateFamily family_of(engine::State state) {
  using enum engine::State;
  switch (state) {
    case closed:
    case listen:
      return ui::StateFamily::none;
    case syn_sent:
    case syn_received:
      return ui::StateFamily::opening;
    case established:
      return ui::StateFamily::open;
    case fin_wait_1:
    case fin_wait_2:
    case closing:
      return ui::StateFamily::closing_first;
    case close_wait:
    case last_ack:
      return ui::StateFamily::closing_second;
    case time_wait:
      return ui::StateFamily::waiting;
  }
  engine::unreachable("State");
}

Endpoint look_at(const Session& session, engine::HostId host, EndpointView& view) {
  refresh_earlier(session, view);
  const engine::World& world = session.world();
  const engine::Host& here = world.host(host);
  Endpoint end;
  end.host = host;
  end.id = "endpoint.";
  end.id += here.name;
  end.shown = session.selection().connection(host);
  if (end.shown && !scene::find_shown(here, *end.shown)) end.shown.reset();
  if (!end.shown) end.shown = scene::default_connection(here);
  if (!end.shown) return end;
  end.connection = scene::find_shown(here, *end.shown);
  end.variables = scene::connection_view(session.timeline(), world, *view.earlier,
                                         session.playhead(), host, *end.shown);
  end.state = end.variables.exists ? end.variables.state : engine::State::closed;
  return end;
}

void draw_endpoint(const Frame& frame, engine::HostId host, const Rect& rect, EndpointView& view) {
  ui::Ui& ui = frame.ui;
  const Endpoint end = look_at(frame.session, host, view);
  const float margin = ui.px(8), gap = ui.px(8);
  const float fixed = 2 * margin + ui.px(22 + 44) + calls_height(ui) + tcb_height(ui, end) +
                      timers_height(frame, end) + queues_height(frame, end) +
                      connections_height(frame, end) + 6 * gap;
  const float least_diagram = frame.layout.compact ? 0 : ui.px(150);
  const float diagram = std::max(least_diagram, rect.h - fixed);
  const bool shows_diagram = !frame.layout.compact && diagram >= ui.px(110);
  const float content = fixed + (shows_diagram ? diagram : 0);
  const ui::Area area(ui, end.id, rect,
                      {.scrolls = content > rect.h + 1, .content_height = content});
  Rect rest = ui::inset(area.content(), margin);
  rest.h = content;
  draw_heading(frame, end, rest);
  draw_lamp(frame, end, view, rest);
  ui::take_top(rest, gap);
  draw_calls(frame, end, view, rest);
  ui::take_top(rest, gap);
  if (shows_diagram) {
    draw_diagram(frame, end, ui::take_top(rest, diagram - gap));
    ui::take_top(rest, gap);
  }
  draw_tcb(frame, end, rest);
  ui::take_top(rest, gap);
  draw_timers(frame, end, rest);
  draw_queues(frame, end, rest);
  draw_connections(frame, end, rest);
}

}  // namespace app::panels
