#include "app/panels/ladder_ground.hpp"

#include <cmath>
#include <optional>
#include <string>

#include "app/panels/segment_look.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using ui::Point;
using ui::Rect;

constexpr float axis_wide = 8, axis_narrow = 3;

// The strip of the axis, narrow and hatched in breaks.
void draw_axis(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  const float right = place.axis.right();
  const auto piece = [&](float top, float bottom) {
    if (bottom <= top) return;
    const Rect box{right - ui.px(axis_wide), top, ui.px(axis_wide), bottom - top};
    canvas.fill(box, theme.panel);
    canvas.outline(box, theme.line, ui.px(1));
  };
  float y = place.area.y;
  for (const scene::BreakMark& mark : ladder.breaks) {
    const Rect box = place.at(mark.box);
    piece(y, box.y);
    const Rect narrow{right - ui.px(axis_narrow), box.y, ui.px(axis_narrow), box.h};
    canvas.pattern(narrow, ui::Pattern::rising, theme.ink);
    canvas.outline(narrow, theme.ink, ui.px(1));
    y = box.bottom();
  }
  piece(y, place.area.bottom());
}

// The time beside a tick makes way for the tab of the playhead; at the playhead the tab says it.
std::optional<float> beside_tab(const Frame& frame, const LadderPlace& place, float tick,
                                float half) {
  const Rect tab = playhead_tab(frame, place);
  const bool shown = place.playhead_y >= place.area.y && place.playhead_y <= place.area.bottom();
  if (!shown || tick + half <= tab.y || tick - half >= tab.bottom()) return tick;
  if (std::abs(tick - place.playhead_y) < 1) return std::nullopt;
  return tick < place.playhead_y ? tab.y - half : tab.bottom() + half;
}

void draw_ticks(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder) {
  ui::Ui& ui = frame.ui;
  const ui::Theme& theme = ui.theme();
  const float half = ui.fonts().line_height(ui::TextRole::small) / 2;
  float free_from = place.area.y - half;
  for (const scene::Tick& tick : ladder.ticks) {
    const float line = place.y(tick.y);
    const float edge = place.axis.right() - ui.px(axis_wide);
    ui.canvas().line({edge - ui.px(3), line}, {edge, line},
                     {.color = theme.line, .width = ui.px(1)});
    const auto y = beside_tab(frame, place, line, half);
    if (!y || *y - half < free_from) continue;
    ui.canvas().text_in({place.axis.x, *y - half, edge - ui.px(5) - place.axis.x, 2 * half},
                        ui::TextRole::small, ui::milliseconds_text(tick.at), theme.secondary,
                        ui::Align::right);
    free_from = *y + half;
  }
}

// "twice", or how many times in one decimal: "1.5".
std::string times_words(double times) {
  const long tenths = std::lround(times * 10);
  const std::string whole = std::to_string(tenths / 10);
  return tenths % 10 == 0 ? whole : whole + "." + std::to_string(tenths % 10);
}

}  // namespace

void draw_ground(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  draw_axis(frame, place, ladder);
  draw_ticks(frame, place, ladder);
  for (const scene::Column& column : ladder.columns) {
    const float x = place.x(column.x);
    canvas.line({x, place.area.y}, {x, place.area.bottom()},
                {.color = theme.ink, .width = ui.px(2)});
  }
  for (const scene::BreakMark& mark : ladder.breaks) {
    const Rect box = place.at(mark.box);
    canvas.fill(box, theme.window);
    const float y = box.centre().y;
    canvas.zigzag({box.x, y}, {box.right(), y}, ui.px(10),
                  {.color = theme.line, .width = ui.px(2)});
    for (const scene::Column& column : ladder.columns) {
      const float x = place.x(column.x);
      canvas.line({x, box.y}, {x, box.bottom()},
                  {.color = theme.ink, .width = ui.px(2), .style = ui::LineStyle::dotted});
    }
  }
}

void draw_break_words(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                      const LadderPlates& plates, bool future) {
  ui::Canvas& canvas = frame.ui.canvas();
  int placed = 0;
  for (const scene::BreakMark& mark : ladder.breaks) {
    if (mark.future && !future) continue;
    const float before = canvas.set_opacity(mark.future ? future_opacity : 1.0f);
    const std::string words = frame.ui.say("ladder.break", {{"length", about(mark.length)}});
    const ui::Size size{canvas.measure(ui::TextRole::number, words).w + frame.ui.px(12),
                        frame.ui.fonts().em(ui::TextRole::number)};
    const Rect box = plates.free_place(place.at(mark.box), size);
    canvas.label(box.centre(), ui::TextRole::number, words);
    frame.ui.note_text("ladder.break." + std::to_string(++placed), words, box);
    canvas.set_opacity(before);
  }
}

std::string break_story(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                        Point pointer) {
  for (const scene::BreakMark& mark : ladder.breaks) {
    if (!place.at(mark.box).holds(pointer)) continue;
    const std::string length = ui::short_text(mark.length);
    if (!mark.of_previous) return frame.ui.say("ladder.break_alone", {{"length", length}});
    return frame.ui.say("ladder.break_compared",
                        {{"length", length}, {"times", times_words(*mark.of_previous)}});
  }
  return {};
}

Rect playhead_tab(const Frame& frame, const LadderPlace& place) {
  const float height = frame.ui.fonts().line_height(ui::TextRole::small) + frame.ui.px(4);
  const float y = place.playhead_y - height / 2;
  const float lowest = place.area.bottom() - height;
  return {place.axis.x, std::min(std::max(y, place.area.y), lowest), place.axis.w, height};
}

void draw_playhead(const Frame& frame, const LadderPlace& place) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  const float y = place.playhead_y;
  if (y < place.area.y || y > place.area.bottom()) return;
  canvas.line({place.axis.right(), y}, {place.area.right(), y},
              {.color = theme.focus, .width = ui.px(2)});
  const Rect tab = playhead_tab(frame, place);
  canvas.fill(tab, theme.panel, ui.px(3));
  canvas.outline(tab, theme.focus, ui.px(2), ui.px(3));
  canvas.text_in(ui::inset(tab, ui.px(3), 0), ui::TextRole::small,
                 ui::milliseconds_text(frame.session.playhead().at), theme.ink, ui::Align::right);
}

}  // namespace app::panels
