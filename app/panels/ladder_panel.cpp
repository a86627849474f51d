#include "app/panels/ladder_panel.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ranges>
#include <string>

#include "app/panels/ladder_arrows.hpp"
#include "app/panels/ladder_ground.hpp"
#include "app/panels/ladder_lanes.hpp"
#include "app/panels/point_of_view.hpp"
#include "app/panels/segment_look.hpp"
#include "app/scene/hit.hpp"
#include "app/scene/seen_by.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using ui::Point;
using ui::Rect;

constexpr float switches = 4;  // buttons in the header, each as wide as the strip is high

// ---- what is shown: axis, scroll, picture

void catch_up(const Frame& frame, LadderPanelView& view) {
  const Session& session = frame.session;
  if (session.branch() != view.branch) view.axis = {};
  view.branch = session.branch();
  view.axis.catch_up(session.index(), session.timeline().edge().next_event_at(),
                     {.pixels_per_delay = view.pixels_per_delay,
                      .base_delay = session.pace().base_delay,
                      .true_scale = session.settings().true_scale});
}

// The playhead moved by itself, by a key or elsewhere: it comes into view again. Scrolling while
// it plays stops that until the next start (ux.md 3.3).
void follow_playhead(const Frame& frame, LadderPanelView& view, float height) {
  const Session& session = frame.session;
  const bool moving = session.playing() || session.animating() || session.computing();
  const bool started = moving && !view.was_moving;
  const bool jumped = !moving && session.playhead().at != view.last_playhead;
  if ((started || jumped) && !view.dragging) view.following = true;
  view.was_moving = moving;
  view.last_playhead = session.playhead().at;
  if (view.following && !view.dragging)
    view.scroll = scene::follow_scroll(view.axis, session.playhead().at, height);
}

// In a small window the open inspector lies over the foot of the ladder.
float height_seen(const Frame& frame, const LadderPlace& place) {
  const float bottom = frame.layout.compact
                           ? std::min(place.area.bottom(), frame.layout.inspector.y)
                           : place.area.bottom();
  return std::max(1.0f, bottom - place.area.y);
}

scene::SeenLadder ladder_picture(const Frame& frame, const LadderPanelView& view,
                                 const LadderPlace& place) {
  const Session& session = frame.session;
  const ui::Fonts& fonts = frame.ui.fonts();
  const float digit = fonts.measure(ui::TextRole::number, "0000000000").w / 10;
  const scene::LadderView look{
      .area = {0, 0, place.area.w / place.scale, place.area.h / place.scale},
      .scroll = view.scroll,
      .playhead = session.playhead(),
      .numbers = session.settings().numbers,
      .show_future = !session.hides_future(),
      .char_width = digit * 1.1f / place.scale,
      // Labels hold no Chinese: they need no more room where its lines are higher.
      .label_height =
          std::min(fonts.line_height(ui::TextRole::strong) / place.scale, scene::label_pitch),
      .connection = session.selection().connection(session.selection().endpoint)};
  scene::Ladder whole = scene::ladder(session.timeline(), session.index(), view.axis, look);
  const auto eye = session.seen_from();
  if (eye) return scene::seen_by(*eye, session.timeline(), whole, look);
  return {.ladder = std::move(whole)};
}

// ---- strokes

void draw_layers(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder) {
  ui::Canvas& canvas = frame.ui.canvas();
  const bool future = !frame.session.hides_future();
  const float head = ladder_head_room * place.scale;
  const Rect all{place.axis.x, place.area.y - head, place.axis.w + place.area.w,
                 place.area.h + head};
  const float line = std::clamp(place.playhead_y, all.y, all.bottom());
  const auto strokes = [&](bool told) {
    draw_ground(frame, place, ladder);
    if (!told) return;
    draw_lane_bars(frame, place, ladder);
    draw_arrows(frame, place, ladder);
  };
  canvas.push_clip({all.x, all.y, all.w, line - all.y});
  strokes(true);
  canvas.pop_clip();
  canvas.push_clip({all.x, line, all.w, all.bottom() - line});
  const float before = canvas.set_opacity(future_opacity);
  strokes(future);
  canvas.set_opacity(before);
  canvas.pop_clip();
  canvas.push_clip(all);
  draw_playhead(frame, place);  // words lie over it
  LadderPlates plates(frame);
  draw_lane_names(frame, place, ladder, plates, future);
  draw_marks(frame, place, ladder, plates, future);
  draw_break_words(frame, place, ladder, plates, future);
  draw_arrow_labels(frame, place, ladder, future);
  draw_same_seq(frame, place, ladder);
  canvas.pop_clip();
  if (frame.session.timeline().size() != 0) return;
  const std::string words = frame.ui.say("ladder.empty");
  Rect box = ui::inset(place.area, frame.ui.px(100), frame.ui.px(40));
  box.h = std::min(box.h, frame.ui.text_height(words, box.w, ui::TextRole::caption));
  frame.ui.canvas().fill(box, frame.ui.theme().panel);  // lifelines of further hosts run there
  frame.ui.text("ladder.empty", box, words,
                {.align = ui::Align::centre, .secondary = true, .wrap = true});
}

// Room for the latest time; it grows only when that needs another digit.
float axis_width(const Frame& frame) {
  const engine::Instant latest =
      std::max(frame.session.timeline().edge().now, frame.session.playhead().at);
  engine::Instant most = engine::world_start + std::chrono::seconds(10);
  while (most <= latest) most += (most - engine::world_start) * 9;
  const std::string words = ui::milliseconds_text(most - std::chrono::microseconds(100));
  return frame.ui.fonts().measure(ui::TextRole::small, words).w + frame.ui.px(16);
}

// Names above the lifelines, switches at the right.
void draw_ladder_header(const Frame& frame, LadderPanelView& view, const LadderPlace& place,
                        Rect strip) {
  ui::Ui& ui = frame.ui;
  const float side = strip.h;
  const Settings& settings = frame.session.settings();
  const auto square = [&] { return ui::inset(ui::take_right(strip, side), ui.px(1)); };
  if (ui.icon_button("ladder.true_scale", square(), ui::Icon::clock, ui.say("ladder.true_scale"),
                     {.selected = settings.true_scale,
                      .quiet = true,
                      .chord = ui.chord(ui::Command::true_scale)}))
    frame.wish(ToggleSwitch{Switch::true_scale});
  if (ui.icon_button("ladder.words", square(), ui::Icon::lines, ui.say("ladder.words"),
                     {.selected = settings.show_words, .quiet = true}))
    frame.wish(ToggleSwitch{Switch::show_words});
  const auto zoom = [&](double factor) {
    const double middle = static_cast<double>(place.area.h / place.scale / 2);
    const scene::Zoomed to = scene::zoom_around(view.axis, view.scroll, middle, factor);
    view.pixels_per_delay = to.pixels_per_delay;
    if (!view.following) view.scroll = to.scroll;
  };
  if (ui.icon_button("ladder.zoom_in", square(), ui::Icon::plus, ui.say("ladder.zoom_in"),
                     {.quiet = true}))
    zoom(ladder_zoom_step * ladder_zoom_step);
  if (ui.icon_button("ladder.zoom_out", square(), ui::Icon::minus, ui.say("ladder.zoom_out"),
                     {.quiet = true}))
    zoom(1 / (ladder_zoom_step * ladder_zoom_step));
  ui.text("ladder.unit", ui::take_left(strip, place.axis.w - ui.px(8)), ui.say("ladder.unit"),
          {.role = ui::TextRole::small, .align = ui::Align::right, .secondary = true});
}

// Inwards from the outer lifelines, so that the switches keep the right corner; those between have
// theirs over their line, in small letters, because there is little room, and make way for the
// last.
void draw_column_names(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                       const Rect& strip) {
  ui::Ui& ui = frame.ui;
  float end = strip.right() - switches * strip.h;
  for (const scene::Column& column : ladder.columns | std::views::reverse) {
    const std::string words = host_words(frame, column.host);
    const bool first = &column == &ladder.columns.front();
    const bool last = &column == &ladder.columns.back();
    const auto role = first || last ? ui::TextRole::strong : ui::TextRole::small;
    const float width = ui.fonts().measure(role, words).w + ui.px(4);
    const float x = place.x(column.x) - (first ? 0 : last ? width : width / 2);
    const Rect box{first ? x : std::min(x, end - width), strip.y, width, strip.h};
    ui.text("ladder.column." + std::to_string(column.host.value), box, words, {.role = role});
    end = box.x - ui.px(4);
  }
}

// ---- the hand

void take_ladder_wheel(const Frame& frame, LadderPanelView& view, const LadderPlace& place) {
  ui::Ui& ui = frame.ui;
  const float rows = ui.wheel();
  if (rows == 0 || !ui.pointer_over(place.area)) return;
  if (ui.mods().ctrl) {
    const double pointer = static_cast<double>((ui.pointer().y - place.area.y) / place.scale);
    const scene::Zoomed to = scene::zoom_around(
        view.axis, view.scroll, pointer, std::pow(ladder_zoom_step, static_cast<double>(rows)));
    view.pixels_per_delay = to.pixels_per_delay;
    view.scroll = to.scroll;
  } else if (ui.mods().shift) {
    frame.wish(CycleWaits{});
    return;
  } else {
    const double least_shown = static_cast<double>(place.area.h / place.scale) / 2;
    const double most = std::max(0.0, view.axis.length() - least_shown);
    view.scroll =
        std::clamp(view.scroll - static_cast<double>(rows * ladder_wheel_step), 0.0, most);
  }
  view.following = false;
}

void drag_playhead(const Frame& frame, LadderPanelView& view, const LadderPlace& place,
                   const ui::Hit& hit, bool may_begin) {
  if (hit.pressed && may_begin) {
    view.dragging = true;
    view.following = false;
    frame.wish(Freeze{FreezeReason::scrub});
  }
  if (!view.dragging) return;
  if (hit.held && (hit.dragged.x != 0 || hit.dragged.y != 0)) {
    const float y = std::clamp(frame.ui.pointer().y, place.area.y, place.area.bottom());
    const double content = view.scroll + static_cast<double>((y - place.area.y) / place.scale);
    frame.wish(SeekTo{view.axis.instant(content)});
  }
}

void let_playhead_go(const Frame& frame, LadderPanelView& view, bool still_held) {
  if (!view.dragging || still_held) return;
  view.dragging = false;
  view.last_playhead = frame.session.playhead().at;
  frame.wish(Unfreeze{FreezeReason::scrub});
}

void touch_packet(const Frame& frame, const ui::Hit& hit, engine::PacketId packet) {
  if (hit.clicked || hit.double_clicked || hit.context) frame.wish(Select{packet});
  if (hit.double_clicked) frame.wish(ShowPanel{Panel::inspector, true});
  if (hit.context) frame.wish(OpenMenu{packet});
  if (hit.hovered && !frame.ui.popup_open()) frame.ui.tooltip(packet_story(frame, packet));
}

// Labels are rows for the keyboard; lines, marks and lanes are found under the pointer.
std::optional<engine::PacketId> touch_rows(const Frame& frame, const LadderPlace& place,
                                           const scene::Ladder& ladder) {
  std::optional<engine::PacketId> over;
  for (const scene::Arrow& arrow : ladder.arrows) {
    if (arrow.future && frame.session.hides_future()) continue;
    const Rect box = ui::overlap(place.at(arrow.label_place.box), place.area);
    if (box.h < frame.ui.px(8)) continue;
    const ui::Hit hit = frame.ui.hit("ladder.row." + std::to_string(arrow.packet.value), box,
                                     packet_name(frame, arrow.packet));
    touch_packet(frame, hit, arrow.packet);
    if (hit.hovered) over = arrow.packet;
  }
  return over;
}

void touch_ground(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                  const ui::Hit& hit, std::optional<engine::PacketId>& over) {
  const scene::Vec2 pointer = ui::to_logical(hit.pointer, place.area.origin(), place.scale);
  if (!hit.hovered || frame.ui.popup_open()) return;
  if (const scene::EventMark* mark = scene::mark_at(ladder, pointer)) {
    std::string words = frame.ui.say(mark->words);
    if (mark->folded > 0)
      words.append("\n").append(frame.ui.say("ladder.folded", {{"n", mark->folded}}));
    frame.ui.tooltip(words);
    if (hit.clicked) frame.wish(Select{EventRef{mark->step, mark->fact}});
  } else if (const auto packet = scene::arrow_at(ladder, pointer)) {
    over = packet;
    touch_packet(frame, hit, *packet);
  } else {
    std::string words = lane_story(frame, place, ladder, hit.pointer);
    if (words.empty()) words = break_story(frame, place, ladder, hit.pointer);
    if (!words.empty()) frame.ui.tooltip(words);
  }
}

void touch_ladder(const Frame& frame, LadderPanelView& view, const LadderPlace& place,
                  const scene::Ladder& ladder) {
  ui::Ui& ui = frame.ui;
  std::optional<engine::PacketId> over = touch_rows(frame, place, ladder);
  const ui::Hit tab =
      ui.hit("ladder.playhead", playhead_tab(frame, place), ui.say("ladder.playhead"));
  const ui::Hit ground = ui.hit("ladder.area", place.area, ui.say("ladder.area"));
  const bool near_line = std::abs(ground.pointer.y - place.playhead_y) < ui.px(6);
  drag_playhead(frame, view, place, tab, true);
  drag_playhead(frame, view, place, ground, near_line);
  let_playhead_go(frame, view, tab.pressed || tab.held || ground.pressed || ground.held);
  if (!view.dragging) touch_ground(frame, place, ladder, ground, over);
  if (over == view.hovered) return;
  view.hovered = over;
  frame.wish(over ? Hover{*over} : Hover{});
}

}  // namespace

void draw_ladder(const Frame& frame, LadderPanelView& view) {
  ui::Ui& ui = frame.ui;
  if (frame.layout.ladder.empty()) return;
  const ui::Area area(ui, "ladder", frame.layout.ladder);
  Rect rest = ui::inset(frame.layout.ladder, ui.px(6), ui.px(2));
  const Rect header = ui::take_top(rest, ui.px(26));
  ui::take_top(rest, ui.px(ladder_head_room));
  LadderPlace place{.area = rest, .axis = {}, .scale = ui.scale()};
  place.axis = ui::take_left(place.area, axis_width(frame));
  catch_up(frame, view);
  follow_playhead(frame, view, height_seen(frame, place) / place.scale);
  const scene::SeenLadder seen = ladder_picture(frame, view, place);
  const scene::Ladder& ladder = seen.ladder;
  place.playhead_y = place.y(ladder.playhead_y);
  draw_ladder_fog(frame, place, seen.fog);
  draw_layers(frame, place, ladder);
  draw_column_names(frame, place, ladder, header);
  draw_ladder_header(frame, view, place, header);
  take_ladder_wheel(frame, view, place);
  touch_ladder(frame, view, place, ladder);
}

}  // namespace app::panels
