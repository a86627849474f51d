#include "app/panels/endpoint_panel.hpp"

#include "app/panels/endpoint_parts.hpp"
#include "app/panels/segment_look.hpp"
#include "app/panels/state_picture.hpp"
#include "app/scene/narration.hpp"
#include "app/scene/queues.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr float heading_height = 24, lamp_height = 44, panel_margin = 8;
constexpr float least_diagram = 108, roomy = 640, tight = 540;
constexpr double shown_former = 0.6, slide_seconds = 0.15, fade_seconds = 0.15;  // of the former

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

void draw_heading(const Frame& frame, const Endpoint& end, Rect line) {
  ui::Ui& ui = frame.ui;
  const engine::Host& host = frame.session.world().host(end.host);
  std::string socket = to_string(host.address);
  if (end.connection && end.connection->tcb.sockets.local.port != 0)
    socket += ":" + std::to_string(end.connection->tcb.sockets.local.port);
  const std::string name = host_words(frame, end.host);
  const float width = ui.fonts().measure(TextRole::strong, name).w + ui.px(8);
  ui.text(end.id + ".name", ui::take_left(line, width), name, {.role = TextRole::strong});
  const bool fits = ui.fonts().measure(TextRole::number, socket).w <= line.w;
  ui.text(end.id + ".socket", line, socket,
          {.role = fits ? TextRole::number : TextRole::small, .secondary = true});
}

// The former name, on a plate that slides up from the lamp and stays above it for a moment. It
// lies over the heading, which does not change meanwhile.
void draw_former_state(const Frame& frame, const EndpointView& view, const Rect& lamp) {
  ui::Ui& ui = frame.ui;
  const double since = ui.seconds() - view.changed_at;
  if (since >= shown_former || ui.reduced_motion()) return;
  ui.pacing().animate();
  const std::string words(engine::name(view.former_state));
  const float bar = ui.px(14), height = ui.px(heading_height - 4);
  const float width = ui.fonts().measure(TextRole::number, words).w + bar + ui.px(14);
  const float up = static_cast<float>(std::min(1.0, since / slide_seconds));
  const double left = (shown_former - since) / fade_seconds;
  const float before = ui.canvas().set_opacity(static_cast<float>(std::min(1.0, left)));
  Rect plate{lamp.right() - width, lamp.y - up * (height + ui.px(2)), width, height};
  ui.canvas().fill(plate, ui.theme().panel, ui.px(3));
  ui.canvas().outline(plate, ui.theme().line, ui.px(1), ui.px(3));
  plate = ui::inset(plate, ui.px(3));
  ui.canvas().state_bar(ui::take_left(plate, bar), family_of(view.former_state));
  ui::take_left(plate, ui.px(4));
  ui.canvas().text_in(plate, TextRole::number, words, ui.theme().ink);
  ui.canvas().set_opacity(before);
}

// The largest type in which the name is whole: a state must never be cut.
TextRole lamp_role(const ui::Ui& ui, const std::string& name, float width) {
  for (const TextRole role : {TextRole::lamp, TextRole::strong, TextRole::number})
    if (ui.fonts().measure(role, name).w <= width) return role;
  return TextRole::small;
}

// The lamp: family bar, name in letters, how long it has been so. The former name slides up.
void draw_state_lamp(const Frame& frame, const Endpoint& end, EndpointView& view, Rect box) {
  ui::Ui& ui = frame.ui;
  const ui::Theme& theme = ui.theme();
  const engine::Instant now = frame.session.playhead().at;
  const bool went_on = view.shown_branch == frame.session.branch() && view.shown_at <= now;
  if (view.shown_connection == end.shown && view.shown_state != end.state) {
    view.former_state = view.shown_state;
    view.changed_at = went_on ? ui.seconds() : -10;
  }
  view.shown_at = now;
  view.shown_branch = frame.session.branch();
  view.shown_connection = end.shown;
  view.shown_state = end.state;
  const Rect lamp = box;
  ui.canvas().fill(box, theme.raised, ui.px(4));
  ui.canvas().outline(box, theme.ink, ui.px(2), ui.px(4));
  const Rect bar = ui::inset(ui::take_left(box, ui.px(26)), ui.px(4));
  ui.canvas().state_bar(bar, family_of(end.state));
  Rect name = ui::inset(box, ui.px(4), ui.px(2));
  const Rect under = ui::take_bottom(name, ui.px(16));
  const std::string words(engine::name(end.state));
  ui.text(end.id + ".state", name, words, {.role = lamp_role(ui, words, name.w)});
  const bool exists = end.connection && end.variables.exists;
  // Read check by check the state may have changed in this very event.
  const bool just_now = exists && end.state != end.connection->tcb.state;
  const engine::Instant at = frame.session.playhead().at;
  const engine::Instant entered = exists && !just_now ? end.connection->state_since : at;
  const std::string since = exists ? ui.say("endpoint.since", {{"time", about(at - entered)}})
                                   : ui.say("endpoint.no_record");
  ui.text(end.id + ".since", under, since, {.role = TextRole::small, .secondary = true});
  draw_former_state(frame, view, lamp);
  lamp_menu(frame, end, lamp);
}

// What a block has to say even when it is folded.
std::string summary_of(const Frame& frame, const Endpoint& end, EndpointBlock block, bool open) {
  const ui::Ui& ui = frame.ui;
  switch (block) {
    case EndpointBlock::calls:
      return last_call(frame, end);
    case EndpointBlock::variables:
      return end.variables.exists ? "" : ui.say("endpoint.no_variables");
    case EndpointBlock::timers: {
      const std::size_t running = timers_of(frame, end).size();
      if (running == 0) return ui.say("timers.none");
      return open ? "" : std::to_string(running);
    }
    case EndpointBlock::queues:
      return open ? "" : queues_in_short(frame, end);
    case EndpointBlock::connections:
      return open ? "" : std::to_string(connections_of(frame, end).size());
    case EndpointBlock::diagram:
      return {};
  }
  engine::unreachable("EndpointBlock");
}

// How high every block would like to be, and whether it is there at all. `told`: how timers
// explain themselves.
BlockPlan plan_of(const Frame& frame, const Endpoint& end, Told told) {
  const ui::Ui& ui = frame.ui;
  const std::size_t timers = timers_of(frame, end).size();
  const std::size_t connections = connections_of(frame, end).size();
  const bool listens = !queues_in_short(frame, end).empty();
  return {.present = {true, !frame.layout.compact, true, true, listens, connections > 0},
          .body = {calls_height(ui), ui.px(least_diagram), tcb_height(ui),
                   timers_height(ui, std::max<std::size_t>(timers, 1), told), queues_height(ui),
                   connections_height(ui, std::max<std::size_t>(connections, 2))},
          .open = {}};
}

void draw_body(const Frame& frame, const Endpoint& end, EndpointView& view, Told told,
               EndpointBlock block, Rect body) {
  switch (block) {
    case EndpointBlock::calls:
      return draw_calls(frame, end, view, body);
    case EndpointBlock::diagram:
      return draw_small_state_diagram(frame, end.id + ".diagram", end, body);
    case EndpointBlock::variables:
      return draw_tcb(frame, end, body);
    case EndpointBlock::timers:
      return draw_timers(frame, end, told, body);
    case EndpointBlock::queues:
      return draw_queues(frame, end, view, body);
    case EndpointBlock::connections:
      return draw_connections(frame, end, body);
  }
  engine::unreachable("EndpointBlock");
}

}  // namespace

ui::StateFamily family_of(engine::State state) {
  using enum engine::State;
  switch (state) {
    case closed:
      return ui::StateFamily::none;
    case listen:
      return ui::StateFamily::listening;
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
  const Told told = rect.h >= ui.px(roomy)   ? Told::wholly
                    : rect.h >= ui.px(tight) ? Told::briefly
                                             : Told::nothing;
  const float head = ui.px(heading_height + lamp_height + 6);
  BlockPlan plan = plan_of(frame, end, told);
  fold_blocks(frame, view, rect.h - 2 * ui.px(panel_margin) - head, plan);
  float content = 2 * ui.px(panel_margin) + head;
  for (std::size_t i = 0; i < endpoint_block_count; ++i)
    if (plan.present[i])
      content += ui.px(block_title_height + block_gap) + (plan.open[i] ? plan.body[i] : 0);
  const ui::Area area(ui, end.id, rect,
                      {.scrolls = content > rect.h + ui.px(block_gap), .content_height = content});
  Rect rest = ui::inset(area.content(), ui.px(panel_margin));
  rest.h = content;
  draw_heading(frame, end, ui::take_top(rest, ui.px(heading_height)));
  draw_state_lamp(frame, end, view, ui::take_top(rest, ui.px(lamp_height)));
  ui::take_top(rest, ui.px(6));
  for (std::size_t i = 0; i < endpoint_block_count; ++i) {
    if (!plan.present[i]) continue;
    const auto block = static_cast<EndpointBlock>(i);
    draw_block_title(frame, end, view, plan, i, ui::take_top(rest, ui.px(block_title_height)),
                     summary_of(frame, end, block, plan.open[i]));
    if (plan.open[i]) draw_body(frame, end, view, told, block, ui::take_top(rest, plan.body[i]));
    ui::take_top(rest, ui.px(block_gap));
  }
}

}  // namespace app::panels
