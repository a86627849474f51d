#include "app/scene/state_diagram.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/invariant.hpp"

namespace scene {

using namespace engine;

namespace {

// Figure 5 on a grid: columns 0 to 2, rows 0 to 6. CLOSED is drawn twice, as in the figure: where
// a connection begins and where it ends.
struct Place {
  State state;
  float column, row;
};
constexpr Place places[] = {
    {State::closed, 1, 0},     {State::listen, 1, 1},      {State::syn_received, 0, 2},
    {State::syn_sent, 2, 2},   {State::established, 1, 3}, {State::fin_wait_1, 0, 4},
    {State::close_wait, 2, 4}, {State::fin_wait_2, 0, 5},  {State::closing, 1, 5},
    {State::last_ack, 2, 5},   {State::time_wait, 1, 6},   {State::closed, 2, 6},
};
constexpr std::size_t opening_closed = 0, closing_closed = std::size(places) - 1;

struct Rows {
  float first, last;
};
constexpr Rows rows_of(DiagramPart part) {
  switch (part) {
    case DiagramPart::whole:
      return {0, 6};
    case DiagramPart::opening:
      return {0, 3};
    case DiagramPart::closing:
      return {3, 6};
  }
  unreachable("DiagramPart");
}
constexpr bool is_in(const Place& place, Rows rows) {
  return place.row >= rows.first && place.row <= rows.last;
}

// Where columns are narrow the outer nodes touch the borders and are wider than a column, since a
// row has at most two of them; CLOSING, the third of its row, moves up between two rows.
constexpr float comfortable = 96, widest = 132, tallest = 34;

Rect box_of(const Place& place, Rows rows, const Rect& area) {
  const float cell_w = area.width / 3, cell_h = area.height / (rows.last - rows.first + 1);
  const bool narrow = cell_w * 0.86f < comfortable;
  const float width =
      narrow ? std::min(area.width * 0.48f, comfortable) : std::min(cell_w * 0.86f, widest);
  const float height = std::min(cell_h * 0.5f, tallest);
  const float row = narrow && place.state == State::closing ? place.row - 0.5f : place.row;
  const float outer = std::max(cell_w / 2, width / 2);
  const float x = place.column == 0   ? outer
                  : place.column == 1 ? area.width / 2
                                      : area.width - outer;
  const Vec2 center{area.x + x, area.y + (row - rows.first + 0.5f) * cell_h};
  return {center.x - width / 2, center.y - height / 2, width, height};
}

// Which CLOSED an edge means: the upper one before anything was established.
std::size_t place_of(State state, State other_end) {
  if (state != State::closed) {
    const auto found = std::ranges::find(places, state, &Place::state);
    return static_cast<std::size_t>(found - std::begin(places));
  }
  const bool early = other_end == State::listen || other_end == State::syn_sent;
  return early ? opening_closed : closing_closed;
}

// Where a line from a point inside a box in this direction leaves the box.
Vec2 border(const Rect& box, Vec2 inside, Vec2 d) {
  const float to_x = d.x < 0 ? box.x - inside.x : box.right() - inside.x;
  const float to_y = d.y < 0 ? box.y - inside.y : box.bottom() - inside.y;
  const float kx = d.x == 0 ? 1e9f : to_x / d.x;
  const float ky = d.y == 0 ? 1e9f : to_y / d.y;
  return inside + d * std::min({kx, ky, 1.0f});
}

struct Line {
  Vec2 from, to;
};
// `lane` 1: shifted to its right-hand side, so that two opposite edges lie side by side.
Line line_between(const Rect& from, const Rect& to, int lane) {
  const Vec2 d = to.center() - from.center();
  const float length = std::hypot(d.x, d.y);
  const float step = std::min(from.height, from.width) * 0.3f * static_cast<float>(lane);
  const Vec2 aside{-d.y / length * step, d.x / length * step};
  return {border(from, from.center() + aside, d), border(to, to.center() + aside, d * -1.0f)};
}

// Would a straight line run through the box of a third state?
bool runs_through_another(const Line& line, const Edge& edge, Rows rows, const Rect& area) {
  constexpr int samples = 32;
  return std::ranges::any_of(places, [&](const Place& place) {
    if (!is_in(place, rows) || place.state == edge.from || place.state == edge.to) return false;
    const Rect box = box_of(place, rows, area);
    for (int i = 1; i < samples; ++i)
      if (contains(box, between(line.from, line.to, static_cast<float>(i) / samples))) return true;
    return false;
  });
}

// Around it: level with the upper box, upright above the lower one.
Polyline around(const Rect& from, const Rect& to, int lane) {
  const bool down = from.y < to.y;
  const Rect &upper = down ? from : to, &lower = down ? to : from;
  const float aside = upper.height * 0.2f * static_cast<float>(down ? lane : -lane);
  const float side = lower.center().x < upper.center().x ? -1.0f : 1.0f;
  const Vec2 corner{lower.center().x + side * (upper.height * 0.2f + aside),
                    upper.center().y - aside};
  const Vec2 beside{side > 0 ? std::min(upper.right(), corner.x) : std::max(upper.x, corner.x),
                    corner.y};
  const Vec2 above{corner.x, lower.y};
  Polyline line;
  line.add(down ? beside : above);
  line.add(corner);
  line.add(down ? above : beside);
  return line;
}

// Two opposite edges keep to their own right-hand side; an edge without company goes straight.
int lane_of(const Edge& edge) {
  const bool has_opposite = std::ranges::any_of(edges(), [&](const Edge& other) {
    return other.in_figure_5 && other.from == edge.to && other.to == edge.from;
  });
  return has_opposite ? 1 : 0;
}

std::string_view state_key(State state) {
  switch (state) {
    case State::closed:
      return "state.closed";
    case State::listen:
      return "state.listen";
    case State::syn_sent:
      return "state.syn_sent";
    case State::syn_received:
      return "state.syn_received";
    case State::established:
      return "state.established";
    case State::fin_wait_1:
      return "state.fin_wait_1";
    case State::fin_wait_2:
      return "state.fin_wait_2";
    case State::close_wait:
      return "state.close_wait";
    case State::closing:
      return "state.closing";
    case State::last_ack:
      return "state.last_ack";
    case State::time_wait:
      return "state.time_wait";
  }
  unreachable("State");
}

std::string_view cause_key(EdgeCause cause) {
  switch (cause) {
    case EdgeCause::passive_open:
      return "edge.cause.passive_open";
    case EdgeCause::active_open:
      return "edge.cause.active_open";
    case EdgeCause::send_call:
      return "edge.cause.send_call";
    case EdgeCause::close_call:
      return "edge.cause.close_call";
    case EdgeCause::abort_call:
      return "edge.cause.abort_call";
    case EdgeCause::receive_syn:
      return "edge.cause.receive_syn";
    case EdgeCause::receive_syn_ack:
      return "edge.cause.receive_syn_ack";
    case EdgeCause::receive_ack_of_syn:
      return "edge.cause.receive_ack_of_syn";
    case EdgeCause::receive_fin:
      return "edge.cause.receive_fin";
    case EdgeCause::receive_ack_of_fin:
      return "edge.cause.receive_ack_of_fin";
    case EdgeCause::receive_fin_and_ack_of_fin:
      return "edge.cause.receive_fin_and_ack_of_fin";
    case EdgeCause::receive_rst:
      return "edge.cause.receive_rst";
    case EdgeCause::retries_exhausted:
      return "edge.cause.retries_exhausted";
    case EdgeCause::two_msl_timeout:
      return "edge.cause.two_msl_timeout";
    case EdgeCause::application_left:
      return "edge.cause.application_left";
    case EdgeCause::icmp_hard_error:
      return "edge.cause.icmp_hard_error";
    case EdgeCause::orphan_timeout:
      return "edge.cause.orphan_timeout";
  }
  unreachable("EdgeCause");
}

std::string_view action_key(EdgeAction action) {
  switch (action) {
    case EdgeAction::none:
      return "edge.action.none";
    case EdgeAction::send_syn:
      return "edge.action.send_syn";
    case EdgeAction::send_syn_ack:
      return "edge.action.send_syn_ack";
    case EdgeAction::send_ack:
      return "edge.action.send_ack";
    case EdgeAction::send_fin:
      return "edge.action.send_fin";
    case EdgeAction::send_rst:
      return "edge.action.send_rst";
  }
  unreachable("EdgeAction");
}

std::vector<TrailStep> trail_of(const RunIndex& index, ConnId connection,
                                const Position& playhead) {
  std::vector<TrailStep> trail;
  for (const std::uint32_t i : index.states_of(connection)) {
    const StateSpan& span = index.states()[i];
    if (span.initial || !has_happened(playhead, span.step, span.fact)) continue;
    const bool drawn = std::ranges::any_of(edges(), [&](const Edge& e) {
      return e.in_figure_5 && e.from == span.before && e.to == span.state;
    });
    trail.push_back({.number = static_cast<std::uint32_t>(trail.size() + 1),
                     .from = span.before,
                     .to = span.state,
                     .at = index.state_times().from(i),
                     .step = span.step,
                     .fact = span.fact,
                     .on_figure = drawn});
  }
  for (std::size_t i = trail.size() < 3 ? 0 : trail.size() - 3; i < trail.size(); ++i)
    trail[i].recent = true;
  return trail;
}

// Where a badge may sit on a line: near its middle, but on no box of the picture.
Vec2 free_anchor(Vec2 a, Vec2 b, Rows rows, const Rect& area) {
  constexpr float badge = 9;
  const auto covered = [&](Vec2 p) {
    return std::ranges::any_of(places, [&](const Place& place) {
      if (!is_in(place, rows)) return false;
      const Rect box = box_of(place, rows, area);
      return contains({box.x - badge, box.y - badge, box.width + 2 * badge, box.height + 2 * badge},
                      p);
    });
  };
  for (const float fraction : {0.5f, 0.6f, 0.4f, 0.7f, 0.8f, 0.3f}) {
    const Vec2 anchor = between(a, b, fraction);
    if (!covered(anchor)) return anchor;
  }
  return between(a, b, 0.7f);
}

DiagramEdge drawn(const Edge& edge, Rows rows, const Rect& area,
                  const std::vector<TrailStep>& trail) {
  const Rect from = box_of(places[place_of(edge.from, edge.to)], rows, area);
  const Rect to = box_of(places[place_of(edge.to, edge.from)], rows, area);
  const Line line = line_between(from, to, lane_of(edge));
  DiagramEdge result{.edge = edge,
                     .label_anchor = free_anchor(line.from, line.to, rows, area),
                     .words = edge_words(edge)};
  if (runs_through_another(line, edge, rows, area)) {
    result.line = around(from, to, lane_of(edge));
    const Vec2 corner = result.line.corners[1],
               lower = to.y > from.y ? result.line.last() : result.line.first();
    result.label_anchor = free_anchor(corner, lower, rows, area);
  } else {
    result.line.add(line.from);
    result.line.add(line.to);
  }
  for (const TrailStep& step : trail) {
    if (step.from != edge.from || step.to != edge.to) continue;
    result.badges.push_back(step.number);
    result.recent |= step.recent;
  }
  return result;
}

}  // namespace

DiagramPart part_in_use(State state) {
  const Place& place = places[place_of(state, State::listen)];
  return place.row > 3 ? DiagramPart::closing : DiagramPart::opening;
}

Phrase edge_words(const Edge& edge) {
  Phrase phrase{edge.action == EdgeAction::none ? "edge.label.event" : "edge.label.both",
                {{"event", Word{std::string(cause_key(edge.cause))}},
                 {"action", Word{std::string(action_key(edge.action))}},
                 {"section", std::string(edge.section)}}};
  return phrase;
}

std::vector<StateNode> state_nodes(const StateDiagram& diagram, DiagramPart part,
                                   const Rect& area) {
  const Rows rows = rows_of(part);
  const State current = diagram.current;
  // After a whole life CLOSED is the lower one.
  const bool ended = current == State::closed && !diagram.trail.empty();
  std::vector<StateNode> nodes;
  for (std::size_t i = 0; i < std::size(places); ++i) {
    const Place& place = places[i];
    if (!is_in(place, rows)) continue;
    const bool here =
        place.state == current &&
        (current != State::closed || (i == closing_closed) == ended || part != DiagramPart::whole);
    const auto visits = std::ranges::count(diagram.trail, place.state, &TrailStep::to);
    nodes.push_back({.state = place.state,
                     .box = box_of(place, rows, area),
                     .row = place.row,
                     .current = here,
                     .imaginary = place.state == State::closed,
                     .visits = static_cast<std::uint32_t>(visits),
                     .meaning = {std::string(state_key(place.state)), {}}});
  }
  return nodes;
}

StateDiagram state_diagram(const RunIndex& index, std::optional<ConnId> connection, State current,
                           const Position& playhead, DiagramPart part, const Rect& area) {
  const Rows rows = rows_of(part);
  StateDiagram diagram{.part = part, .current = current};
  if (connection) diagram.trail = trail_of(index, *connection, playhead);
  diagram.nodes = state_nodes(diagram, part, area);
  for (const Edge& edge : edges())
    if (edge.in_figure_5 && is_in(places[place_of(edge.from, edge.to)], rows) &&
        is_in(places[place_of(edge.to, edge.from)], rows))
      diagram.edges.push_back(drawn(edge, rows, area, diagram.trail));
  return diagram;
}

}  // namespace scene
