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

struct FigureRows {
  float first, last;
};
constexpr FigureRows rows_of(DiagramPart part) {
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
constexpr bool is_in(const Place& place, FigureRows rows) {
  return place.row >= rows.first && place.row <= rows.last;
}

// Where the boxes lie. Three of a row stand beside each other when their names have room. Where
// they have not, a row has at most two, at the borders: CLOSING gets a row of its own, and
// TIME_WAIT stands at the left of CLOSED.
class Grid {
 public:
  Grid(DiagramPart part, const DiagramRoom& room) : rows_(rows_of(part)), room_(room) {
    cell_w_ = room.area.width / 3;
    widest_ = std::ranges::max(room.names.width) + 2 * pad();
    narrow_ = cell_w_ * share < widest_;
    cell_h_ = room.area.height / (row(rows_.last) - rows_.first + 1);
  }

  bool holds(const Place& place) const { return is_in(place, rows_); }
  Rect box(const Place& place) const {
    const float named = room_.names.width[static_cast<std::size_t>(place.state)] + 2 * pad();
    const float half = (room_.area.width - 2) / 2;  // two of a row do not touch
    const float width = !narrow_            ? std::min(cell_w_ * share, widest_ * 1.5f)
                        : place.column == 1 ? named
                                            : std::min(named, half);
    const float height =
        std::min(std::max(cell_h_ * 0.5f, room_.names.height), room_.names.height * 2);
    const float outer = std::max(cell_w_ / 2, width / 2);
    const bool left = place.column == 0 || (narrow_ && place.state == State::time_wait);
    const float x = left                ? outer
                    : place.column == 1 ? room_.area.width / 2
                                        : room_.area.width - outer;
    const float y = (row(place) - rows_.first + 0.5f) * cell_h_;
    return {room_.area.x + x - width / 2, room_.area.y + y - height / 2, width, height};
  }

 private:
  static constexpr float share = 0.86f;  // of a cell: the most that a box takes
  static constexpr float own_row = 5;    // of the figure: the row of three

  float pad() const { return room_.names.height / 4; }
  float row(float of_figure) const {
    return narrow_ && of_figure >= own_row ? of_figure + 1 : of_figure;
  }
  float row(const Place& place) const {
    return place.state == State::closing ? place.row : row(place.row);
  }

  FigureRows rows_;
  DiagramRoom room_;
  bool narrow_{};
  float cell_w_{}, cell_h_{}, widest_{};
};

// Which CLOSED an edge means: the upper one before anything was established.
std::size_t place_index(State state, State other_end) {
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

struct Straight {
  Vec2 from, to;
};
// `lane` 1: shifted to its right-hand side, so that two opposite edges lie side by side.
Straight line_between(const Rect& from, const Rect& to, int lane) {
  const Vec2 d = to.center() - from.center();
  const float length = std::hypot(d.x, d.y);
  const float step = std::min(from.height, from.width) * 0.3f * static_cast<float>(lane);
  const Vec2 aside{-d.y / length * step, d.x / length * step};
  return {border(from, from.center() + aside, d), border(to, to.center() + aside, d * -1.0f)};
}

// Does it run through the box of a third state?
bool is_barred(const Polyline& line, const Edge& edge, const Grid& grid) {
  constexpr int samples = 32;
  const auto points = line.points();
  return std::ranges::any_of(places, [&](const Place& place) {
    if (!grid.holds(place) || place.state == edge.from || place.state == edge.to) return false;
    const Rect box = grid.box(place);
    for (std::size_t i = 1; i < points.size(); ++i)
      for (int part = 0; part <= samples; ++part)
        if (contains(box, between(points[i - 1], points[i], static_cast<float>(part) / samples)))
          return true;
    return false;
  });
}

Polyline directed(Vec2 above, Vec2 corner, Vec2 below, bool down) {
  Polyline line;
  line.add(down ? above : below);
  line.add(corner);
  line.add(down ? below : above);
  return line;
}

// Around it: level with the upper box, upright above the lower one.
Polyline way_round(const Rect& from, const Rect& to, int lane) {
  const bool down = from.y < to.y;
  const Rect &upper = down ? from : to, &lower = down ? to : from;
  const float aside = upper.height * 0.2f * static_cast<float>(down ? lane : -lane);
  const float side = lower.center().x < upper.center().x ? -1.0f : 1.0f;
  const Vec2 corner{lower.center().x + side * (upper.height * 0.2f + aside),
                    upper.center().y - aside};
  const Vec2 beside{side > 0 ? std::min(upper.right(), corner.x) : std::max(upper.x, corner.x),
                    corner.y};
  return directed(beside, corner, {corner.x, lower.y}, down);
}

// Or upright below the upper box at this share of its width, then level with the lower one.
Polyline below(const Rect& from, const Rect& to, float share) {
  const bool down = from.y < to.y;
  const Rect &upper = down ? from : to, &lower = down ? to : from;
  const Vec2 leaves{upper.x + upper.width * share, upper.bottom()};
  const Vec2 corner{leaves.x, lower.y + lower.height * 0.3f};
  const float side = corner.x > lower.center().x ? lower.right() : lower.x;
  return directed(leaves, corner, {side, corner.y}, down);
}

Polyline route(const Edge& edge, const Rect& from, const Rect& to, int lane, const Grid& grid) {
  const Straight straight = line_between(from, to, lane);
  Polyline line;
  line.add(straight.from);
  line.add(straight.to);
  if (!is_barred(line, edge, grid)) return line;
  if (const Polyline other = way_round(from, to, lane); !is_barred(other, edge, grid)) return other;
  for (const float share : {0.5f, 0.35f, 0.65f, 0.2f, 0.8f})
    if (const Polyline other = below(from, to, share); !is_barred(other, edge, grid)) return other;
  return way_round(from, to, lane);
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

// Where a badge may sit: on the longest piece of the line, near its middle, but on no box.
Vec2 free_anchor(const Polyline& line, float badge, const Grid& grid) {
  const auto points = line.points();
  std::size_t longest = 1;
  const auto length = [&](std::size_t i) {
    return std::hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
  };
  for (std::size_t i = 2; i < points.size(); ++i)
    if (length(i) > length(longest)) longest = i;
  const auto covered = [&](Vec2 p) {
    return std::ranges::any_of(places, [&](const Place& place) {
      if (!grid.holds(place)) return false;
      const Rect box = grid.box(place);
      return contains({box.x - badge, box.y - badge, box.width + 2 * badge, box.height + 2 * badge},
                      p);
    });
  };
  const Vec2 a = points[longest - 1], b = points[longest];
  for (const float fraction : {0.5f, 0.6f, 0.4f, 0.7f, 0.8f, 0.3f}) {
    const Vec2 anchor = between(a, b, fraction);
    if (!covered(anchor)) return anchor;
  }
  return between(a, b, 0.5f);
}

DiagramEdge drawn(const Edge& edge, const Grid& grid, float badge,
                  const std::vector<TrailStep>& trail) {
  const Rect from = grid.box(places[place_index(edge.from, edge.to)]);
  const Rect to = grid.box(places[place_index(edge.to, edge.from)]);
  const Polyline line = route(edge, from, to, lane_of(edge), grid);
  DiagramEdge result{.edge = edge,
                     .line = line,
                     .label_anchor = free_anchor(line, badge, grid),
                     .words = edge_words(edge)};
  for (const TrailStep& step : trail) {
    if (step.from != edge.from || step.to != edge.to) continue;
    result.badges.push_back(step.number);
    result.recent |= step.recent;
  }
  return result;
}

// After a whole life CLOSED is the lower one.
bool is_here(std::size_t place, const StateDiagram& diagram, bool both_shown) {
  if (places[place].state != diagram.current) return false;
  const bool ended = diagram.current == State::closed && !diagram.trail.empty();
  return diagram.current != State::closed || !both_shown || (place == closing_closed) == ended;
}

StateNode node_at(std::size_t i, const StateDiagram& diagram, const Rect& box, bool both_shown) {
  const Place& place = places[i];
  const auto visits = std::ranges::count(diagram.trail, place.state, &TrailStep::to);
  return {.state = place.state,
          .box = box,
          .row = place.row,
          .current = is_here(i, diagram, both_shown),
          .imaginary = place.state == State::closed,
          .visits = static_cast<std::uint32_t>(visits),
          .meaning = {std::string(state_key(place.state)), {}}};
}

}  // namespace

DiagramPart part_in_use(State state) {
  const Place& place = places[place_index(state, State::listen)];
  return place.row > 3 ? DiagramPart::closing : DiagramPart::opening;
}

DiagramPart part_in_use(const RunIndex& index, std::optional<ConnId> connection, State current,
                        const Position& playhead) {
  if (current != State::closed || !connection) return part_in_use(current);
  const std::vector<TrailStep> trail = trail_of(index, *connection, playhead);
  return trail.empty() ? part_in_use(current) : part_in_use(trail.back().from);
}

NameSizes name_sizes(float char_width, float height) {
  NameSizes sizes{.height = height};
  for (std::size_t i = 0; i < state_count; ++i)
    sizes.width[i] = char_width * static_cast<float>(name(static_cast<State>(i)).size());
  return sizes;
}

std::vector<StateNode> figure_dots(const StateDiagram& diagram, const Rect& area) {
  constexpr float columns = 3, rows = 7, wide = 0.76f, high = 0.6f;
  const float w = area.width / columns, h = area.height / rows;
  std::vector<StateNode> nodes;
  for (std::size_t i = 0; i < std::size(places); ++i) {
    const Vec2 middle{area.x + (places[i].column + 0.5f) * w, area.y + (places[i].row + 0.5f) * h};
    const Rect dot{middle.x - w * wide / 2, middle.y - h * high / 2, w * wide, h * high};
    nodes.push_back(node_at(i, diagram, dot, true));
  }
  return nodes;
}

StateDiagram state_diagram(const RunIndex& index, std::optional<ConnId> connection, State current,
                           const Position& playhead, DiagramPart part, const DiagramRoom& room) {
  const Grid grid(part, room);
  StateDiagram diagram{.part = part, .current = current};
  if (connection) diagram.trail = trail_of(index, *connection, playhead);
  for (std::size_t i = 0; i < std::size(places); ++i)
    if (grid.holds(places[i]))
      diagram.nodes.push_back(node_at(i, diagram, grid.box(places[i]), part == DiagramPart::whole));
  for (const Edge& edge : edges())
    if (edge.in_figure_5 && grid.holds(places[place_index(edge.from, edge.to)]) &&
        grid.holds(places[place_index(edge.to, edge.from)]))
      diagram.edges.push_back(drawn(edge, grid, room.names.height / 2, diagram.trail));
  return diagram;
}

}  // namespace scene
