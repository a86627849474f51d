// Eight rows of ladder for a class: words above their arrow, in columns that run through all rows;
// beside the lifelines the states that were entered. Positions are app/scene's.
#include <algorithm>
#include <cmath>
#include <string>

#include "app/panels/endpoint_parts.hpp"
#include "app/panels/lecture.hpp"
#include "app/panels/presentation.hpp"
#include "app/panels/segment_look.hpp"
#include "app/scene/flight.hpp"
#include "app/scene/presentation_rows.hpp"
#include "app/scene/queues.hpp"

namespace app::panels {
namespace {

using Row = scene::PresentationRow;
using ui::Point;
using ui::Rect;
using ui::TextRole;

constexpr float words_share = 0.72f;  // of a row: above its arrow

struct Place {
  Rect ladder;
  float row{};
  float x(double along) const { return ladder.x + static_cast<float>(along) * ladder.w; }
  Rect at(std::size_t i) const {
    return {ladder.x, ladder.y + row * static_cast<float>(i), ladder.w, row};
  }
  float line(const Rect& box) const { return box.y + box.h * 0.84f; }
};

std::optional<engine::ConnId> shown_at(const Session& session, engine::HostId host) {
  if (const auto chosen = session.selection().connection(host)) return chosen;
  return scene::default_connection(session.world().host(host));
}

std::vector<Row> presented_rows(const Frame& frame, PresentationView& view) {
  const Session& session = frame.session;
  if (session.branch() != view.branch) view.axis = {};
  view.axis.catch_up(session.index(), session.timeline().edge().next_event_at(),
                     {.base_delay = session.pace().base_delay});
  return scene::presentation_rows(session.timeline(), session.index(), session.world(), view.axis,
                                  {.playhead = session.playhead(),
                                   .numbers = session.settings().numbers,
                                   .rows = frame.layout.rows,
                                   .eye = session.seen_from(),
                                   .left = shown_at(session, {0}),
                                   .right = shown_at(session, {1})});
}

std::string flags_of(const Frame& frame, const Row& row) {
  if (row.kind == Row::Kind::stack)
    return frame.ui.say("told.many", {{"n", row.count}, {"flags", row.label.flags}});
  return row.label.flags;
}

// In words what its line says too.
std::string remark_of(const Frame& frame, const Row& row) {
  const auto say = [&](const char* key) { return frame.ui.say(key); };
  if (row.kind == Row::Kind::wait) return {};
  if (row.fate == engine::Fate::dropped) return say("told.dropped_mark");
  if (row.fate == engine::Fate::held) return say("told.held_mark");
  if (row.forged) return say("told.forged_mark");
  if (row.duplicate) return say("told.copy_mark");
  if (row.edited) return say("told.edited_mark");
  if (row.retransmission) return say("told.again_mark");
  return {};
}

void measure(const Frame& frame, PresentationView& view, const std::vector<Row>& rows) {
  const Session& session = frame.session;
  const std::uint32_t run = session.index().generation();
  if (view.branch != session.branch() || view.run != run || view.height != frame.ui.height()) {
    view.columns = {};
    view.remark = 0;
  }
  view.branch = session.branch();
  view.run = run;
  view.height = frame.ui.height();
  const ui::Fonts& fonts = frame.ui.fonts();
  const auto grow = [&](float& width, TextRole role, const std::string& words) {
    width = std::max(width, fonts.measure(role, words).w);
  };
  for (const Row& row : rows) {
    grow(view.columns[0], TextRole::strong, flags_of(frame, row));
    for (std::size_t i = 0; i < std::min(row.numbers.size(), view.columns.size() - 1); ++i)
      grow(view.columns[i + 1], TextRole::number, row.numbers[i]);
    grow(view.remark, TextRole::number, remark_of(frame, row));
  }
}

// ---- strokes

void draw_lecture_arrow(const Frame& frame, const Place& place, const Rect& box, const Row& row) {
  ui::Ui& ui = frame.ui;
  const ui::Theme& theme = ui.theme();
  const auto along = [&](double share) {
    return Point{place.x(row.begins + (row.ends - row.begins) * share), place.line(box)};
  };
  const Point from = along(row.seen_from), to = along(row.seen_to);
  const float head = of_height(frame, 0.02f);
  if (std::abs(to.x - from.x) < 2) return;
  const ui::Color fill = theme.token(token_kind(row.label.dominant)).fill;
  const ui::Stroke stroke{.color = fill,
                          .width = std::max(3.0f, of_height(frame, 0.0055f)),
                          .style = line_style_of(row),
                          .casing = theme.ink};
  if (is_lit(frame, row.packet))
    ui.canvas().line(from, to, {.color = ui::faded(theme.focus, 0.45f), .width = head});
  ui.canvas().line(from, to, stroke);
  if (row.fate == engine::Fate::dropped)
    ui.canvas().cross(
        to, head * 0.6f,
        {.color = theme.ink, .width = of_height(frame, 0.005f), .casing = theme.window});
  else if (row.fate == engine::Fate::held)
    ui.canvas().line({to.x, to.y - head / 2}, {to.x, to.y + head / 2},
                     {.color = theme.ink, .width = of_height(frame, 0.008f)});
  else
    ui.canvas().arrow_head(to, from, head, fill, theme.ink);
}

void draw_words(const Frame& frame, const PresentationView& view, const Rect& box, const Row& row,
                std::size_t i) {
  ui::Ui& ui = frame.ui;
  const float gap = of_height(frame, scene::share::column_gap);
  float whole = view.remark;
  for (const float column : view.columns)
    if (column > 0) whole += column + gap;
  if (view.remark <= 0) whole -= gap;
  Rect line{box.centre().x - whole / 2, box.y, whole + 2, box.h * words_share};
  const std::string id = "lecture.row." + std::to_string(i);
  const auto cell = [&](const char* name, float width, TextRole role, const std::string& words) {
    const Rect at = ui::take_left(line, width + 1);
    ui::take_left(line, gap - 1);
    if (words.empty()) return;
    const float wide = ui.fonts().measure(role, words).w;  // over the lifeline of a third host
    ui.canvas().fill(ui::inset({at.x, at.y, wide, at.h}, -gap / 4, 0), ui.theme().window);
    ui.text(id + name, at, words, {.role = role});
  };
  cell(".flags", view.columns[0], TextRole::strong, flags_of(frame, row));
  constexpr const char* names[] = {".seq", ".ack", ".len"};
  for (std::size_t n = 0; n + 1 < view.columns.size(); ++n) {
    if (view.columns[n + 1] <= 0) continue;
    const bool there = n < row.numbers.size();
    cell(names[n], view.columns[n + 1], TextRole::number, there ? row.numbers[n] : std::string());
  }
  cell(".remark", view.remark, TextRole::number, remark_of(frame, row));
}

// The axis breaks: how long nothing happened, drawn as far as it is over.
void draw_wait(const Frame& frame, const Rect& box, const Row& row, std::size_t i) {
  ui::Ui& ui = frame.ui;
  const ui::Theme& theme = ui.theme();
  const float stroke = lecture_stroke(frame), y = box.centre().y;
  const float end = box.x + box.w * static_cast<float>(row.elapsed);
  ui.canvas().fill(ui::inset(box, 0, stroke), theme.raised);
  if (end > box.x + box.h)
    ui.canvas().zigzag({box.x, y}, {end, y}, box.h * 0.36f, {.color = theme.line, .width = stroke});
  const std::string words = frame.ui.say("ladder.break", {{"length", about(row.length)}});
  const float width = ui.fonts().measure(TextRole::number, words).w + of_height(frame, 0.03f);
  const Rect plate{box.centre().x - width / 2, box.y + stroke, width, box.h - 2 * stroke};
  ui.canvas().fill(plate, theme.raised);
  ui.text("lecture.row." + std::to_string(i) + ".wait", plate, words,
          {.role = TextRole::number, .align = ui::Align::centre});
}

void draw_lifelines(const Frame& frame, const Place& place, const std::vector<Row>& rows) {
  ui::Ui& ui = frame.ui;
  const float width = lecture_stroke(frame);
  const auto stations = scene::stations(frame.session.world(), frame.session.index(), {});
  const auto line = [&](double along, bool host) {
    for (int i = 0; i < frame.layout.rows; ++i) {
      const auto n = static_cast<std::size_t>(i);
      const bool wait = n < rows.size() && rows[n].kind == Row::Kind::wait;
      const Rect box = place.at(n);
      const ui::LineStyle style = wait || !host ? ui::LineStyle::dotted : ui::LineStyle::solid;
      ui.canvas().line(
          {place.x(along), box.y}, {place.x(along), box.bottom()},
          {.color = host ? ui.theme().ink : ui.theme().line, .width = width, .style = style});
    }
  };
  for (const scene::Station& station : stations) line(station.place, station.host.has_value());
  line(0, true);
  line(1, true);
}

// Beside its lifeline: the pattern of the family and the name.
void draw_state(const Frame& frame, const Rect& column, const Rect& box, bool at_left,
                engine::State state, const std::string& id) {
  ui::Ui& ui = frame.ui;
  if (column.empty()) return;
  const float side = of_height(frame, 0.024f), gap = of_height(frame, 0.012f);
  Rect rest{column.x, box.y, column.w, box.h};
  const Rect mark = at_left ? ui::take_right(rest, side) : ui::take_left(rest, side);
  ui.canvas().state_bar({mark.x, mark.centre().y - side / 2, side, side}, family_of(state));
  at_left ? ui::take_right(rest, gap) : ui::take_left(rest, gap);
  ui.text(id, rest, std::string(engine::name(state)),
          {.role = TextRole::number, .align = at_left ? ui::Align::right : ui::Align::left});
}

void draw_lecture_row(const Frame& frame, const PresentationView& view, const Place& place,
                      const Row& row, std::size_t i) {
  const Rect box = place.at(i);
  const std::string id = "lecture.row." + std::to_string(i);
  if (row.kind == Row::Kind::wait) {
    draw_wait(frame, box, row, i);
  } else {
    draw_words(frame, view, box, row, i);
    draw_lecture_arrow(frame, place, box, row);
  }
  if (row.left) draw_state(frame, frame.layout.left_states, box, true, *row.left, id + ".left");
  if (row.right)
    draw_state(frame, frame.layout.right_states, box, false, *row.right, id + ".right");
}

// A row is pressed like its label on the ladder.
void touch_lecture_rows(const Frame& frame, const Place& place, const std::vector<Row>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].kind != Row::Kind::segment) continue;
    const engine::PacketId packet = rows[i].packet;
    const ui::Hit hit = frame.ui.hit("ladder.row." + std::to_string(packet.value), place.at(i),
                                     packet_name(frame, packet));
    if (hit.clicked || hit.context) frame.wish(Select{packet});
    if (hit.context) frame.wish(OpenMenu{packet});
  }
}

}  // namespace

void draw_presented_ladder(const Frame& frame, PresentationView& view) {
  ui::Ui& ui = frame.ui;
  const Rect& ladder = frame.layout.ladder;
  const std::vector<Row> rows = presented_rows(frame, view);
  measure(frame, view, rows);
  const Place place{ladder, frame.layout.row};
  const float below = of_height(frame, scene::share::gap) / 2;  // of a cross on the lowest row
  const ui::Area area(ui, "lecture.ladder", {0, ladder.y, ui.width(), ladder.h + below},
                      {.background = false});
  draw_lifelines(frame, place, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) draw_lecture_row(frame, view, place, rows[i], i);
  touch_lecture_rows(frame, place, rows);
}

}  // namespace app::panels
