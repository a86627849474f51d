#include "app/panels/ladder_arrows.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "app/panels/segment_look.hpp"

namespace app::panels {
namespace {

using ui::Point;
using ui::Rect;

struct ScreenLine {
  std::array<Point, scene::Polyline::capacity> corners{};
  std::size_t count{};
  std::span<const Point> points() const { return {corners.data(), count}; }
  Point last() const { return corners[count - 1]; }
};

ScreenLine on_screen(const LadderPlace& place, const scene::Polyline& line) {
  ScreenLine result;
  for (const scene::Vec2 corner : line.points()) result.corners[result.count++] = place.at(corner);
  return result;
}

// A thick bar along every rest on the way, and at the end of a packet that is still held.
void draw_rests(const Frame& frame, const scene::Arrow& arrow, const ScreenLine& line) {
  ui::Ui& ui = frame.ui;
  const ui::Stroke bar{.color = ui.theme().ink, .width = ui.px(6)};
  for (std::size_t i = 1; i < line.count; ++i)
    if (line.corners[i].x == line.corners[i - 1].x && line.corners[i].y > line.corners[i - 1].y)
      ui.canvas().line(line.corners[i - 1], line.corners[i], bar);
  if (arrow.fate == engine::Fate::held) {
    const Point end = line.last();
    ui.canvas().line({end.x - ui.px(8), end.y}, {end.x + ui.px(8), end.y}, bar);
  }
}

void draw_arrow(const Frame& frame, const LadderPlace& place, const scene::Arrow& arrow) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const ScreenLine line = on_screen(place, arrow.line);
  if (line.count < 2) return;
  const ui::Theme& theme = ui.theme();
  const ui::Color fill = theme.token(token_kind(arrow.label.dominant)).fill;
  if (is_lit(frame, arrow.packet))
    canvas.path(line.points(), {.color = ui::faded(theme.focus, 0.45f), .width = ui.px(11)});
  canvas.path(
      line.points(),
      {.color = fill, .width = ui.px(3), .style = line_style_of(arrow), .casing = theme.ink});
  draw_rests(frame, arrow, line);
  const Point before = line.corners[line.count - 2];
  if (arrow.fate == engine::Fate::dropped)
    canvas.cross(line.last(), ui.px(8),
                 {.color = theme.ink, .width = ui.px(3), .casing = theme.panel});
  else if (arrow.fate != engine::Fate::held)
    canvas.arrow_head(line.last(), before, ui.px(12), fill, theme.ink);
}

void draw_stack(const Frame& frame, const LadderPlace& place, const scene::Stack& stack) {
  ui::Ui& ui = frame.ui;
  const ui::Theme& theme = ui.theme();
  const ui::Color fill = theme.token(ui::TokenKind::ack).fill;
  // Never thinner than three lines beside each other.
  const float height = stack.bottom_begin.y - stack.top.y;
  const float slack = std::max(0.0f, 8 - height) / 2;
  const auto row = [&](float share) {
    const scene::Vec2 shift{0, slack * (2 * share - 1)};
    return std::pair{place.at(scene::between(stack.top, stack.bottom_begin, share) + shift),
                     place.at(scene::between(stack.top_end, stack.bottom, share) + shift)};
  };
  const std::array corners{row(0).first, row(0).second, row(1).second, row(1).first, row(0).first};
  const ui::Stroke border{.color = theme.ink,
                          .width = ui.px(1),
                          .style = stack.forged ? ui::LineStyle::hazard : ui::LineStyle::solid};
  const int lines = std::clamp(static_cast<int>((height + 2 * slack) / 4) + 1, 3, 24);
  for (int i = 0; i < lines; ++i) {
    const auto [from, to] = row(static_cast<float>(i) / static_cast<float>(lines - 1));
    ui.canvas().line(from, to, {.color = fill, .width = ui.px(2)});
  }
  ui.canvas().path(corners, border);
  const auto [from, to] = row(0.5f);
  ui.canvas().arrow_head(to, from, ui.px(14), fill, theme.ink);
}

// Flags bold, numbers beside them, on a plate over the lines.
void draw_label(const Frame& frame, const LadderPlace& place, const scene::LabelPlace& where,
                const std::string& flags, const std::string& numbers, bool lit) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  const Rect box = place.at(where.box);
  const float bold = canvas.measure(ui::TextRole::strong, flags).w;
  const float plain = canvas.measure(ui::TextRole::number, numbers).w;
  const float gap = flags.empty() || numbers.empty() ? 0 : ui.px(6);
  const float width = bold + gap + plain;
  const Rect plate{box.centre().x - width / 2 - ui.px(4), box.y, width + ui.px(8), box.h};
  if (where.has_leader)
    canvas.line(place.at(where.leader_from), place.at(where.leader_to),
                {.color = theme.line, .width = ui.px(1)});
  canvas.fill(plate, ui::faded(theme.panel, 0.88f), ui.px(3));
  if (lit) canvas.outline(plate, theme.focus, ui.px(2), ui.px(3));
  Rect rest = ui::inset(plate, ui.px(4), 0);
  canvas.text_in(ui::take_left(rest, bold + 1), ui::TextRole::strong, flags, theme.ink);
  ui::take_left(rest, gap - 1);
  canvas.text_in({rest.x, rest.y, plain + 2, rest.h}, ui::TextRole::number, numbers, theme.ink);
}

// What was edited on its way carries a pencil at the corner of its label.
void draw_pencil(const Frame& frame, const Rect& label) {
  ui::Ui& ui = frame.ui;
  const float r = ui.px(8);
  const Point at{label.x, label.y};
  ui.canvas().circle(at, r, ui.theme().panel, ui.theme().ink, ui.px(1.5f));
  ui.canvas().icon({at.x - r * 0.6f, at.y - r * 0.6f, r * 1.2f, r * 1.2f}, ui::Icon::pencil,
                   ui.theme().ink);
}

bool hits_a_label(const LadderPlace& place, const scene::Ladder& ladder, const Rect& box) {
  return std::ranges::any_of(ladder.arrows, [&](const scene::Arrow& arrow) {
    return !ui::overlap(place.at(arrow.label_place.box), box).empty();
  });
}

const scene::Arrow* arrow_of(const scene::Ladder& ladder, engine::PacketId packet) {
  const auto it = std::ranges::find(ladder.arrows, packet, &scene::Arrow::packet);
  return it == ladder.arrows.end() ? nullptr : &*it;
}

}  // namespace

void draw_arrows(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder) {
  for (const scene::Stack& stack : ladder.stacks) draw_stack(frame, place, stack);
  for (const scene::Arrow& arrow : ladder.arrows) draw_arrow(frame, place, arrow);
}

void draw_arrow_labels(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                       bool future) {
  ui::Canvas& canvas = frame.ui.canvas();
  const auto faint = [&](bool is_future) {
    const float now = canvas.set_opacity(1);
    canvas.set_opacity(is_future ? now * future_opacity : now);
    return now;
  };
  for (const scene::Stack& stack : ladder.stacks) {
    if (stack.future && !future) continue;
    const float before = faint(stack.future);
    const std::string words =
        frame.ui.say("ladder.stack", {{"n", stack.count}, {"flags", stack.flags}});
    draw_label(frame, place, stack.label_place, words, "", false);
    canvas.set_opacity(before);
  }
  for (const scene::Arrow& arrow : ladder.arrows) {
    if (arrow.future && !future) continue;
    const float before = faint(arrow.future);
    const std::string again = again_mark(frame, arrow.original, arrow.attempt);
    draw_label(frame, place, arrow.label_place, arrow.label.flags + again, arrow.label.numbers,
               is_lit(frame, arrow.packet));
    if (arrow.edited) draw_pencil(frame, place.at(arrow.label_place.box));
    canvas.set_opacity(before);
  }
}

void draw_same_seq(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder) {
  const auto selected = frame.session.selection().packet;
  const scene::Arrow* again = selected ? arrow_of(ladder, *selected) : nullptr;
  if (!again || !again->original) return;
  ui::Ui& ui = frame.ui;
  const scene::Arrow* first = arrow_of(ladder, *again->original);
  const Point low = place.at(again->line.first());
  const float top = first ? place.at(first->line.first()).y : place.area.y - ui.px(4);
  const float reach = ui.px(again->leftwards ? -14 : 14);
  const std::array bracket{Point{low.x, top}, Point{low.x + reach, top},
                           Point{low.x + reach, low.y}, low};
  ui.canvas().path(bracket, {.color = ui.theme().focus, .width = ui.px(3)});
  const std::string words = ui.say("ladder.same_seq");
  const float width = ui.canvas().measure(ui::TextRole::small, words).w + ui.px(8);
  const float height = ui.fonts().line_height(ui::TextRole::small);
  const float x = again->leftwards ? low.x + reach - width - ui.px(2) : low.x + reach + ui.px(2);
  constexpr int places = 16;
  Rect box{x, (top + low.y - height) / 2, width, height};
  for (int i = 1; i < places && hits_a_label(place, ladder, box); ++i) {  // down, up, further down
    const int turn = i % 2 == 0 ? -i / 2 : (i + 1) / 2;
    box.y = top + (low.y - top) * (0.5f + static_cast<float>(turn) / places) - height / 2;
  }
  ui.canvas().label(box.centre(), ui::TextRole::small, words);
}

}  // namespace app::panels
