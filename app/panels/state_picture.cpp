#include "app/panels/state_picture.hpp"

#include <algorithm>

#include "app/panels/endpoint_parts.hpp"
#include "app/scene/mini_map.hpp"
#include "app/scene/narration.hpp"
#include "app/scene/state_diagram.hpp"
#include "app/ui/phrases.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

using ui::LineStyle;
using ui::Point;
using ui::Rect;
using ui::TextRole;

constexpr float map_width = 25, map_height = 84, map_gap = 4;
constexpr float badge_radius = 7.5f;

Rect to_rect(const scene::Rect& r) { return {r.x, r.y, r.width, r.height}; }

ui::Stroke stroke_of(const Frame& frame, const scene::DiagramEdge& edge) {
  const ui::Theme& theme = frame.ui.theme();
  const float thick = frame.ui.px(2.5f), thin = frame.ui.px(1);
  const bool taken = !edge.badges.empty();
  const ui::Color color = taken ? theme.ink : theme.line;
  using enum engine::EdgePath;
  switch (edge.edge.path) {
    case usual_client:
    case both_usual:
      return {color, thick, LineStyle::solid};
    case usual_server:
      return {color, thick, LineStyle::dashed};
    case unusual:
      return {color, taken ? thick : thin, LineStyle::solid};
  }
  engine::unreachable("EdgePath");
}

void draw_edge(const Frame& frame, const scene::DiagramEdge& edge) {
  ui::Canvas& canvas = frame.ui.canvas();
  const ui::Stroke stroke = stroke_of(frame, edge);
  const float before = canvas.set_opacity(edge.badges.empty() || edge.recent ? 1.0f : 0.4f);
  const auto corners = edge.line.points();
  for (std::size_t i = 0; i + 2 < corners.size(); ++i)
    canvas.line({corners[i].x, corners[i].y}, {corners[i + 1].x, corners[i + 1].y}, stroke);
  if (corners.size() >= 2) {
    const auto& from = corners[corners.size() - 2];
    const auto& to = corners.back();
    canvas.arrow({from.x, from.y}, {to.x, to.y}, stroke, frame.ui.px(7));
  }
  canvas.set_opacity(before);
}

// Where the pattern of the state's family goes: below the name, in a low box beside it.
Rect family_strip(ui::Ui& ui, const Rect& box, const std::string& name) {
  const float thick = ui.px(5);
  if (box.h < ui.canvas().measure(TextRole::small, name).h + 2 * thick)
    return {box.x, box.y, thick, box.h};
  return {box.x, box.bottom() - thick, box.w, thick};
}

void draw_node(const Frame& frame, const std::string& id, const scene::StateNode& node) {
  ui::Ui& ui = frame.ui;
  const Rect box = to_rect(node.box);
  const std::string name(engine::name(node.state));
  const ui::Theme& theme = ui.theme();
  ui.canvas().fill(box, node.current ? theme.selected : theme.panel, ui.px(3));
  if (node.current) ui.canvas().state_bar(family_strip(ui, box, name), family_of(node.state));
  const ui::Stroke outline{node.current ? theme.ink : theme.line, ui.px(node.current ? 2.5f : 1.0f),
                           node.imaginary ? LineStyle::dashed : LineStyle::solid};
  const Point corners[] = {
      {box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}};
  ui.canvas().path(corners, outline, true);
  const Rect words = ui::inset(box, ui.px(1), 0);
  const bool fits = ui.canvas().text_in(words, TextRole::small, name, theme.ink, ui::Align::centre);
  ui.note_text(id + ".node." + name, name, box, fits);
}

// Numbered badges of the transitions that took this edge; a click goes to the transition.
void draw_badges(const Frame& frame, const std::string& id, const scene::StateDiagram& diagram,
                 const scene::DiagramEdge& edge) {
  ui::Ui& ui = frame.ui;
  const float radius = ui.px(badge_radius);
  Point at{edge.label_anchor.x, edge.label_anchor.y};
  for (const std::uint32_t number : edge.badges) {
    const std::string digits = std::to_string(number);
    const Rect box{at.x - radius, at.y - radius, 2 * radius, 2 * radius};
    ui.canvas().circle(at, radius, edge.recent ? ui.theme().ink : ui.theme().secondary,
                       ui.theme().panel, ui.px(1));
    ui.canvas().text_in(box, TextRole::small, digits, ui.theme().panel, ui::Align::centre);
    const auto step = std::ranges::find(diagram.trail, number, &scene::TrailStep::number);
    const ui::Hit hit = ui.hit(id + ".badge." + digits, box, digits);
    if (hit.hovered) ui.tooltip(ui.say(edge.words) + " · " + std::string(edge.edge.section));
    if (hit.clicked && step != diagram.trail.end())
      frame.wish(SeekStep{step->step, step->fact + 1});
    at.x += 2 * radius + ui.px(1);
  }
}

void hover_edge(const Frame& frame, const scene::DiagramEdge& edge, const Rect& rect) {
  ui::Ui& ui = frame.ui;
  if (!ui.pointer_over(rect)) return;
  const auto corners = edge.line.points();
  const scene::Vec2 pointer{ui.pointer().x, ui.pointer().y};
  for (std::size_t i = 0; i + 1 < corners.size(); ++i)
    if (scene::distance_to_line(pointer, corners[i], corners[i + 1]) < ui.px(5)) {
      ui.tooltip(ui.say(edge.words) + "\nRFC 9293 " + std::string(edge.edge.section));
      return;
    }
}

scene::NameSizes name_sizes(const ui::Ui& ui) {
  scene::NameSizes sizes{.height = ui.fonts().line_height(TextRole::small)};
  for (std::size_t i = 0; i < engine::state_count; ++i)
    sizes.width[i] =
        ui.fonts().measure(TextRole::small, engine::name(static_cast<engine::State>(i))).w;
  return sizes;
}

scene::StateDiagram diagram_of(const Frame& frame, const Endpoint& end, scene::DiagramPart part,
                               const Rect& rect) {
  return scene::state_diagram(frame.session.index(), end.shown, end.state, frame.session.playhead(),
                              part, {{rect.x, rect.y, rect.w, rect.h}, name_sizes(frame.ui)});
}

// Where the shown part lies in the whole figure.
void draw_mini_map(const Frame& frame, const std::string& id, const scene::StateDiagram& diagram,
                   const Rect& rect) {
  ui::Ui& ui = frame.ui;
  const auto map = scene::mini_map(diagram, {rect.x, rect.y, rect.w, rect.h});
  if (!map) return;
  const ui::Theme& theme = ui.theme();
  ui.canvas().fill(to_rect(map->seen), theme.selected, ui.px(2));
  ui.canvas().outline(to_rect(map->seen), theme.line, ui.px(1), ui.px(2));
  for (const scene::StateNode& node : map->nodes) {
    if (node.current)
      ui.canvas().fill(to_rect(node.box), theme.ink);
    else
      ui.canvas().outline(to_rect(node.box), theme.line, std::max(1.0f, ui.px(1)));
  }
  ui.note_text(id + ".map", ui.say("diagram.map"), rect);
  if (ui.pointer_over(rect)) ui.tooltip(ui.say("diagram.map"));
}

void draw_state_picture(const Frame& frame, const std::string& id, const Rect& rect,
                        const scene::StateDiagram& diagram) {
  ui::Canvas& canvas = frame.ui.canvas();
  canvas.push_clip(ui::inset(rect, -frame.ui.px(2)));  // with the strokes of the boxes at its edge
  for (const scene::DiagramEdge& edge : diagram.edges) draw_edge(frame, edge);
  for (const scene::StateNode& node : diagram.nodes) draw_node(frame, id, node);
  for (const scene::DiagramEdge& edge : diagram.edges) draw_badges(frame, id, diagram, edge);
  for (const scene::DiagramEdge& edge : diagram.edges) hover_edge(frame, edge, rect);
  canvas.pop_clip();
}

}  // namespace

void draw_small_state_diagram(const Frame& frame, const std::string& id, const Endpoint& end,
                              Rect rect) {
  ui::Ui& ui = frame.ui;
  // Names come first: where two of them fill a row there is no map.
  const scene::NameSizes names = name_sizes(ui);
  Rect map;
  if (rect.w - ui.px(map_width + map_gap) >= 2 * std::ranges::max(names.width)) {
    map = ui::take_left(rect, ui.px(map_width));
    map.h = std::min(map.h, ui.px(map_height));
    ui::take_left(rect, ui.px(map_gap));
  }
  const scene::DiagramPart part =
      scene::part_in_use(frame.session.index(), end.shown, end.state, frame.session.playhead());
  const scene::StateDiagram diagram = diagram_of(frame, end, part, rect);
  draw_state_picture(frame, id, rect, diagram);
  state_menus(frame, end, id, diagram);
  if (!map.empty()) draw_mini_map(frame, id, diagram, map);
}

void draw_shared_state_diagram(const Frame& frame, const Endpoint& left, const Endpoint& right,
                               const Rect& rect) {
  ui::Ui& ui = frame.ui;
  const ui::Area area(ui, "diagram", rect, {.background = false});
  const scene::StateDiagram diagram = diagram_of(frame, left, scene::DiagramPart::whole, rect);
  draw_state_picture(frame, "diagram.both", rect, diagram);
  for (const Endpoint* end : {&left, &right}) {
    const auto node = std::ranges::find(diagram.nodes, end->state, &scene::StateNode::state);
    if (node == diagram.nodes.end()) continue;
    const Rect box = to_rect(node->box);
    const std::string words = ui::words(ui.strings(), ui.language(),
                                        scene::host_name(frame.session.timeline(), end->host));
    const ui::Size size = ui.canvas().measure(TextRole::small, words);
    const float pad = ui.px(5), width = size.w + 2 * pad;
    const bool at_left = end == &left;
    const float x = at_left ? box.x - width - ui.px(3) : box.right() + ui.px(3);
    const Rect token{x, box.centre().y - size.h / 2, width, size.h};
    ui.canvas().fill(token, ui.theme().ink, size.h / 2);
    ui.canvas().text_in(token, TextRole::small, words, ui.theme().panel, ui::Align::centre);
    ui.note_text("diagram.token." + std::string(at_left ? "left" : "right"), words, token, true,
                 ui.fonts().em(TextRole::small));
  }
}

void draw_large_state_diagram(const Frame& frame, const Endpoint& left, const Endpoint& right) {
  ui::Ui& ui = frame.ui;
  const ui::Layout& layout = frame.layout;
  const Rect all{layout.client.x, layout.wire.y,
                 (layout.server.empty() ? layout.wire : layout.server).right() - layout.client.x,
                 layout.ladder.bottom() - layout.wire.y};
  const ui::Area area(ui, "diagram", all, {.overlay = true});
  Rect rest = ui::inset(all, ui.px(10));
  Rect head = ui::take_top(rest, ui.px(30));
  if (ui.icon_button("diagram.close", ui::take_right(head, head.h), ui::Icon::close,
                     ui.say("panel.close"),
                     {.quiet = true, .chord = ui.chord(ui::Command::toggle_state_diagram)}))
    frame.wish(ShowPanel{Panel::state_diagram, false});
  ui.text("diagram.title", head, ui.say("diagram.title"), {.role = TextRole::strong});
  const float half = rest.w / 2;
  for (const Endpoint* end : {&left, &right}) {
    Rect box = ui::inset(ui::take_left(rest, half), ui.px(8), 0);
    const std::string& name = frame.session.world().host(end->host).name;
    const std::string shown = ui::words(ui.strings(), ui.language(),
                                        scene::host_name(frame.session.timeline(), end->host));
    ui.text("diagram." + name, ui::take_top(box, ui.px(24)), shown, {.role = TextRole::strong});
    const scene::StateDiagram diagram = diagram_of(frame, *end, scene::DiagramPart::whole, box);
    draw_state_picture(frame, "diagram." + name, box, diagram);
    state_menus(frame, *end, "diagram." + name, diagram);
  }
}

}  // namespace app::panels
