// A listener's two queues as cells, and the list of connections when there is more than one.
#include <algorithm>
#include <array>

#include "app/panels/context_menu.hpp"
#include "app/panels/endpoint_parts.hpp"
#include "app/panels/queue_cell.hpp"
#include "app/scene/queues.hpp"
#include "app/ui/numbers.hpp"
#include "app/ui/phrases.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr float queue_height = 44;
constexpr float connection_height = 22;
constexpr std::uint32_t most_cells = 16;

struct Named {
  const char* name;  // "syn", "accept"
  const scene::Queue* queue;
  engine::ConnId listener;
  scene::QueueChange change;  // by the last step
  bool acceptable{};
  std::optional<engine::Duration> cookie_age{};
};

// What came with the last step has a thick edge, what went leaves a dashed one.
void draw_entered(ui::Ui& ui, const Rect& box) {
  ui.canvas().outline(ui::inset(box, -ui.px(1)), ui.theme().focus, ui.px(3));
}
void draw_left(ui::Ui& ui, const Rect& box) {
  const std::array edge{ui::Point{box.x, box.y}, ui::Point{box.right(), box.y},
                        ui::Point{box.right(), box.bottom()}, ui::Point{box.x, box.bottom()}};
  ui.canvas().path(
      edge, {.color = ui.theme().focus, .width = ui.px(2), .style = ui::LineStyle::dashed}, true);
}

void draw_request(const Frame& frame, const Endpoint& end, const QueueSpot& spot, const Rect& box) {
  const scene::QueueCell& cell = spot.cell;
  const std::string id = end.id + ".connection." + std::to_string(cell.connection.value) + ".cell";
  const ui::Hit hit = draw_queue_cell(frame, id, box, cell);
  if (asks_for_menu(hit))
    cell_menu(frame, end, id, box, spot);
  else if (hit.clicked)
    frame.wish(Select{ConnectionRef{end.host, cell.connection}});
}

// The one that accept() takes next: whose handshake was done first.
std::optional<engine::ConnId> next_accepted(const Frame& frame, const Endpoint& end,
                                            const scene::Queue& queue) {
  const auto& records = frame.session.world().host(end.host).connections;
  const auto done = [&](const scene::QueueCell& cell) {
    return records.find(cell.connection)->completed_at;
  };
  const auto first = std::ranges::min_element(queue.cells, {}, done);
  if (first == queue.cells.end()) return {};
  return first->connection;
}

// Where a request would stand that was answered with a cookie: the outline of nothing.
void draw_ghost(const Frame& frame, const std::string& id, engine::Duration age, Rect box,
                float room) {
  ui::Ui& ui = frame.ui;
  const std::array outline{ui::Point{box.x, box.y}, ui::Point{box.right(), box.y},
                           ui::Point{box.right(), box.bottom()}, ui::Point{box.x, box.bottom()},
                           ui::Point{box.x, box.y}};
  ui.canvas().path(outline,
                   {.color = ui.theme().ink, .width = ui.px(1.5f), .style = ui::LineStyle::dotted});
  const std::string words = ui.say("queue.nothing_stored");
  const Rect beside{box.right() + ui.px(4), box.y, room - box.w - ui.px(4), box.h};
  if (ui.fonts().measure(TextRole::small, words).w <= beside.w)
    ui.text(id, beside, words, {.role = TextRole::small, .secondary = true});
  else
    ui.note_text(id, words, box);
  if (ui.pointer_over({box.x, box.y, room, box.h}))
    ui.tooltip(ui.say("queue.cookie", {{"age", ui::short_text(age)}}));
}

void draw_queue(const Frame& frame, const Endpoint& end, const Named& named, Rect block) {
  ui::Ui& ui = frame.ui;
  const scene::Queue& queue = *named.queue;
  const std::string id = end.id + ".queue." + named.name;
  ui.note_text(id + ".whole", "", {block.x, block.y, block.w, std::min(block.h, ui.px(38))});
  Rect line = ui::take_top(block, ui.px(18));
  std::string count = std::to_string(queue.count) + "/" + std::to_string(queue.capacity);
  if (queue.full()) count = ui.say("queue.full", {{"count", count}});
  const float width = ui.fonts().measure(TextRole::small, count).w + ui.px(4);
  ui.text(id + ".count", ui::take_right(line, width), count,
          {.role = TextRole::small, .align = ui::Align::right});
  ui.text(id, line, ui.say("queue." + std::string(named.name)), {.role = TextRole::small});
  const std::uint32_t cells = std::min(queue.capacity, most_cells);
  const std::uint32_t places = std::max(cells + (named.cookie_age ? 1 : 0), 1u);
  const auto next = next_accepted(frame, end, queue);
  const float side = std::min(ui.px(18), block.w / static_cast<float>(places) - ui.px(2));
  const auto place = [&](std::uint32_t i) {
    return Rect{block.x + static_cast<float>(i) * (side + ui.px(2)), block.y + ui.px(1), side,
                ui.px(18)};
  };
  if (named.cookie_age)
    draw_ghost(frame, id + ".ghost", *named.cookie_age, place(cells),
               block.right() - place(cells).x);
  for (std::uint32_t i = 0; i < cells; ++i) {
    const Rect box = place(i);
    if (i >= queue.cells.size()) {
      ui.canvas().outline(box, ui.theme().line, ui.px(1));
      if (i - queue.cells.size() < named.change.left.size()) draw_left(ui, box);
      continue;
    }
    const engine::ConnId own = queue.cells[i].connection;
    draw_request(frame, end, {queue.cells[i], named.listener, named.acceptable, next == own}, box);
    if (std::ranges::find(named.change.entered, own) != named.change.entered.end())
      draw_entered(ui, box);
  }
}

void draw_connection(const Frame& frame, const Endpoint& end, const scene::ConnectionRow& row,
                     const Rect& line) {
  ui::Ui& ui = frame.ui;
  const std::string id = end.id + ".connection." + std::to_string(row.connection.value);
  const std::string peer = row.listener ? row.local : row.remote;
  std::string words = ui.say(row.gone ? "connection.gone" : "connection.row",
                             {{"peer", peer}, {"state", engine::name(row.state)}});
  // A narrow panel has room for the port alone; the address is in the heading above.
  if (ui.fonts().measure(TextRole::small, words).w > line.w - ui.px(16))
    words = ui.say(row.gone ? "connection.gone" : "connection.row",
                   {{"peer", peer.substr(peer.rfind(':'))}, {"state", engine::name(row.state)}});
  const bool shown = end.shown == row.connection;
  const ui::Hit hit = ui.row(id, line, words, shown, {.role = TextRole::small});
  if (asks_for_menu(hit))
    connection_menu(frame, end, id, line, row.connection);
  else if (hit.clicked)
    frame.wish(Select{ConnectionRef{end.host, row.connection}});
}

}  // namespace

std::string queues_in_short(const Frame& frame, const Endpoint& end) {
  const auto queues =
      scene::listener_queues(frame.session.world().host(end.host), frame.session.playhead().at);
  if (queues.empty()) return {};
  const auto share = [](const scene::Queue& queue) {
    return std::to_string(queue.count) + "/" + std::to_string(queue.capacity);
  };
  return share(queues.front().half_open) + " · " + share(queues.front().acceptable);
}

float queues_height(const ui::Ui& ui) { return ui.px(2 * queue_height); }

void draw_queues(const Frame& frame, const Endpoint& end, const EndpointView& view, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const engine::Instant at = frame.session.playhead().at;
  const auto queues = scene::listener_queues(frame.session.world().host(end.host), at);
  if (queues.empty()) return;
  const scene::ListenerQueues& shown = queues.front();
  scene::QueueChange half_open, acceptable;
  if (view.earlier)
    for (const auto& before : scene::listener_queues(view.earlier->host(end.host), at))
      if (before.listener == shown.listener) {
        half_open = scene::change_of(before.half_open, shown.half_open);
        acceptable = scene::change_of(before.acceptable, shown.acceptable);
      }
  // What a cookie leaves behind may be what is asked.
  const auto cookie_age = frame.session.hides_next() ? std::nullopt : shown.cookie_age;
  for (const Named& named :
       {Named{"syn", &shown.half_open, shown.listener, half_open, false, cookie_age},
        Named{"accept", &shown.acceptable, shown.listener, acceptable, true}})
    draw_queue(frame, end, named, ui::take_top(rest, ui.px(queue_height)));
}

std::vector<scene::ConnectionRow> connections_of(const Frame& frame, const Endpoint& end) {
  auto rows =
      scene::connection_rows(frame.session.world().host(end.host), frame.session.playhead().at);
  if (rows.size() < 2) rows.clear();
  return rows;
}

float connections_height(const ui::Ui& ui, std::size_t rows) {
  return ui.px(connection_height * static_cast<float>(std::min(rows, scene::shown_at_most)));
}

void draw_connections(const Frame& frame, const Endpoint& end, Rect& rest) {
  const auto rows = connections_of(frame, end);
  for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), scene::shown_at_most); ++i)
    draw_connection(frame, end, rows[i], ui::take_top(rest, frame.ui.px(connection_height)));
}

}  // namespace app::panels
