#include "app/panels/ladder_lanes.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <string>
#include <vector>

#include "app/panels/endpoint_parts.hpp"
#include "app/panels/segment_look.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

using ui::Point;
using ui::Rect;

constexpr float furthest = 3;  // lines below its mark that words may stand; else they are on hover

std::string timer_words(const Frame& frame, engine::Timer timer) {
  return frame.ui.say("ladder.timer." + std::string(engine::name(timer)));
}

void draw_lane_timer(const Frame& frame, const LadderPlace& place, const scene::TimerBar& bar) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  const Rect box = place.at(bar.box);
  canvas.fill(box, theme.selected);
  canvas.outline(box, theme.ink, ui.px(1));
  const Point foot{box.centre().x, box.bottom()};
  if (bar.restarted && bar.begins_here)  // refilled: an arrow back up
    canvas.arrow_head({foot.x, box.y - ui.px(2)}, {foot.x, box.y + ui.px(10)}, ui.px(9), theme.ink,
                      theme.ink);
  if (!bar.ends_here) return;
  if (bar.end == scene::TimerSpan::End::expired)
    canvas.icon({foot.x - ui.px(8), foot.y - ui.px(8), ui.px(16), ui.px(16)}, ui::Icon::bolt,
                theme.ink);
  if (bar.end == scene::TimerSpan::End::stopped)
    canvas.line({box.x, foot.y}, {box.right(), foot.y}, {.color = theme.ink, .width = ui.px(3)});
}

ui::Icon mark_icon(scene::MarkKind kind) {
  switch (kind) {
    case scene::MarkKind::call:
      return ui::Icon::square;
    case scene::MarkKind::expiry:
      return ui::Icon::clock;
    case scene::MarkKind::rule:
      return ui::Icon::attention;
    case scene::MarkKind::intervention:
      return ui::Icon::flag;
    case scene::MarkKind::signal:
      return ui::Icon::diamond;
    case scene::MarkKind::power:
      return ui::Icon::bolt;
  }
  engine::unreachable("MarkKind");
}

const scene::Column* column_of(const scene::Ladder& ladder, engine::HostId host) {
  const auto it = std::ranges::find(ladder.columns, host, &scene::Column::host);
  return it == ladder.columns.end() ? nullptr : &*it;
}

// Where a name of this width goes: at the lifeline's edge of the lane, outwards from there.
Rect name_box(const Frame& frame, const Rect& bar, bool lanes_left, const std::string& words,
              ui::TextRole role, float top) {
  const float width = frame.ui.canvas().measure(role, words).w + frame.ui.px(5);
  const float height = frame.ui.fonts().line_height(role);
  return {lanes_left ? bar.right() - width : bar.x, std::max(bar.y, top), width, height};
}

// A name is left out where a later bar of its host lies over it, or begins before it ends.
bool is_passed_over(const std::vector<scene::StateBar>& bars, std::size_t i, float name_height) {
  const float top = std::max(bars[i].box.y, 0.0f);
  const float bottom = top + name_height;
  for (std::size_t k = i + 1; k < bars.size(); ++k) {
    const scene::StateBar& later = bars[k];
    if (later.host != bars[i].host) continue;
    const bool covers = later.box.y <= top && later.box.bottom() > top;
    const bool follows_at_once = later.box.y >= top && later.box.y < bottom;
    if (covers || follows_at_once) return true;
  }
  return false;
}

// From this lifeline to the next one on the side where words stand: they never reach its lanes.
float room_beside(const scene::Ladder& ladder, const scene::Column& column) {
  const auto here = &column - ladder.columns.data();
  const auto next = here + (column.lanes_left ? 1 : -1);
  if (next < 0 || next >= static_cast<std::ptrdiff_t>(ladder.columns.size())) return 0;
  return std::abs(ladder.columns[static_cast<std::size_t>(next)].x - column.x);
}

}  // namespace

void draw_lane_bars(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder) {
  ui::Canvas& canvas = frame.ui.canvas();
  for (const scene::StateBar& bar : ladder.states)
    if (bar.box.height > 0) canvas.state_bar(place.at(bar.box), family_of(bar.state));
  for (const scene::TimerBar& bar : ladder.timers) draw_lane_timer(frame, place, bar);
}

void draw_lane_names(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                     LadderPlates& plates, bool future) {
  ui::Ui& ui = frame.ui;
  const float name_height = ui.fonts().line_height(ui::TextRole::small) / place.scale;
  for (std::size_t i = 0; i < ladder.states.size(); ++i) {
    const scene::StateBar& bar = ladder.states[i];
    const scene::Column* column = column_of(ladder, bar.host);
    if (!column || (bar.future && !future)) continue;
    if (is_passed_over(ladder.states, i, name_height)) continue;
    const float before = ui.canvas().set_opacity(bar.future ? future_opacity : 1.0f);
    const std::string words(engine::name(bar.state));
    const Rect box = place.at(bar.box);
    plates.place(name_box(frame, box, column->lanes_left, words, ui::TextRole::small, place.area.y),
                 box.bottom(), words, ui::TextRole::small);
    ui.canvas().set_opacity(before);
  }
  for (const scene::TimerBar& bar : ladder.timers) {
    const scene::Column* column = column_of(ladder, bar.host);
    const Rect box = place.at(bar.box);
    if (!column || (bar.future && !future) || bar.box.height < name_height) continue;
    const float before = ui.canvas().set_opacity(bar.future ? future_opacity : 1.0f);
    const std::string words = timer_words(frame, bar.timer);
    const float width = ui.canvas().measure(ui::TextRole::small, words).w + ui.px(5);
    // Outside the bar, off the state lane, as far as there is room.
    const float outside = column->lanes_left ? box.x - width : box.right();
    const float x =
        std::clamp(outside, place.area.x, std::max(place.area.x, place.area.right() - width));
    plates.place({x, std::max(box.y + ui.px(2), place.area.y), width, name_height * place.scale},
                 box.bottom() - name_height, words, ui::TextRole::small);
    ui.canvas().set_opacity(before);
  }
}

void draw_marks(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                LadderPlates& plates, bool future) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const bool say_all = frame.session.settings().show_words;
  for (const scene::Arrow& arrow : ladder.arrows)
    if (future || !arrow.future) plates.keep_off(place.at(arrow.label_place.box));
  for (const scene::Stack& stack : ladder.stacks)
    if (future || !stack.future) plates.keep_off(place.at(stack.label_place.box));
  for (const scene::EventMark& mark : ladder.marks) {
    if (mark.future && !future) continue;
    const float before = canvas.set_opacity(mark.future ? future_opacity : 1.0f);
    const Point at = place.at(mark.at);
    const float r = ui.px(8);
    canvas.circle(at, r, ui.theme().panel, ui.theme().ink, ui.px(1.5f));
    canvas.icon({at.x - r * 0.62f, at.y - r * 0.62f, r * 1.24f, r * 1.24f}, mark_icon(mark.kind),
                ui.theme().ink);
    const scene::Column* column = column_of(ladder, mark.host);
    if (say_all && column) {
      const std::string words = ui.say(mark.words);
      const float away = r + ui.px(4);
      const float room = place.scale * room_beside(ladder, *column) - 2 * away;
      const float natural = canvas.measure(ui::TextRole::small, words).w + ui.px(5);
      const float width = std::min(natural, std::max(room, ui.px(40)));
      const float height = ui.fonts().line_height(ui::TextRole::small);
      const float x = column->lanes_left ? at.x + away : at.x - away - width;
      plates.place({x, at.y - height / 2, width, height}, at.y + furthest * height, words,
                   ui::TextRole::small);
    }
    canvas.set_opacity(before);
  }
}

std::string lane_story(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                       Point pointer) {
  const auto under = [&](const auto& bar) { return place.at(bar.box).holds(pointer); };
  const auto states = std::views::reverse(ladder.states);  // what was drawn last lies on top
  if (const auto bar = std::ranges::find_if(states, under); bar != states.end())
    return frame.ui.say("ladder.in_state", {{"host", host_words(frame, bar->host)},
                                            {"state", engine::name(bar->state)}});
  const auto timers = std::views::reverse(ladder.timers);
  if (const auto bar = std::ranges::find_if(timers, under); bar != timers.end())
    return frame.ui.say("ladder.timer_runs", {{"host", host_words(frame, bar->host)},
                                              {"timer", timer_words(frame, bar->timer)}});
  return {};
}

}  // namespace app::panels
