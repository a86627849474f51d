#include "app/panels/compare_view.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "app/panels/branch_strip.hpp"
#include "app/panels/ladder_ground.hpp"
#include "app/panels/segment_look.hpp"
#include "app/scene/hit.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using ui::Rect;

constexpr float tag_width = 84, lane_width = 64;

// The two runs as the session has them.
scene::ComparedRun compared_run(const Session& session, engine::BranchId id) {
  return {session.timeline(id), session.index(id)};
}

const engine::Comparison& comparison_of(const Frame& frame, CompareView& view,
                                        engine::BranchId other) {
  const Session& session = frame.session;
  const engine::Timeline &a = session.timeline(), &b = session.timeline(other);
  const auto& known = view.known;
  if (known && known->a == session.branch() && known->b == other && known->size_a == a.size() &&
      known->size_b == b.size() && known->revision == session.revision())
    return known->comparison;
  view.known = KnownComparison{.a = session.branch(),
                               .b = other,
                               .size_a = a.size(),
                               .size_b = b.size(),
                               .revision = session.revision(),
                               .comparison = engine::compare(a, b)};
  return view.known->comparison;
}

// ---- the strip at the top

void draw_compare_header(const Frame& frame, CompareView& view,
                         const engine::Comparison& comparison, engine::BranchId other, Rect strip) {
  ui::Ui& ui = frame.ui;
  const auto button = [&](const char* id, ui::Icon icon = ui::Icon::none) {
    const std::string words = ui.say(id);
    const float width =
        ui.fonts().measure(ui::TextRole::number, words).w + ui.px(icon == ui::Icon::none ? 24 : 44);
    const Rect box = ui::inset(ui::take_right(strip, width), ui.px(2), ui.px(3));
    return ui.button(id, box, words, {.icon = icon, .role = ui::TextRole::number});
  };
  if (button("compare.close", ui::Icon::close)) frame.wish(Compare{});
  if (button("compare.swap")) view.swapped = !view.swapped;
  if (button("compare.go_on")) {  // the other history becomes the current one
    const engine::BranchId here = frame.session.branch();
    frame.wish(SelectBranch{other});
    frame.wish(Compare{here});
  }
  std::vector<engine::BranchId> others = shown_branches(frame.session);
  std::erase(others, frame.session.branch());
  std::vector<std::string> names;
  std::size_t chosen = 0;
  for (const engine::BranchId id : others) {
    if (id == other) chosen = names.size();
    names.push_back(branch_words(frame, id));
  }
  const Rect list = ui::inset(ui::take_right(strip, ui.px(170)), ui.px(2), ui.px(3));
  if (const auto picked =
          ui.combo("compare.with", list, names, chosen, {.role = ui::TextRole::number}))
    frame.wish(Compare{others[*picked]});
  ui::take_left(strip, ui.px(6));
  const bool parted = comparison.forked_at != comparison.until;
  const std::string title =
      parted ? ui.say("compare.title", {{"a", branch_letter(frame.session.branch())},
                                        {"b", branch_letter(other)},
                                        {"at", ui::clock_text(comparison.forked_at)}})
             : ui.say("compare.alike",
                      {{"a", branch_letter(frame.session.branch())}, {"b", branch_letter(other)}});
  ui.text("compare.title", strip, title, {.role = ui::TextRole::strong});
}

// ---- one side: names over the lifelines, then its picture

// The branch with its rail, then the names of the hosts where their lifelines are.
void draw_side_header(const Frame& frame, const CompareSide& side, Rect strip) {
  ui::Ui& ui = frame.ui;
  Rect rest = strip;
  const std::string letter = branch_letter(side.branch);
  ui.text("compare.side." + letter, ui::take_left(rest, ui.px(22)), letter,
          {.role = ui::TextRole::strong});
  const Rect rail = ui::take_left(rest, ui.px(30));
  ui::Stroke stroke = branch_stroke(frame, side.branch);
  stroke.width = ui.px(4);
  ui.canvas().line({rail.x, rail.centre().y}, {rail.right(), rail.centre().y}, stroke);
  const auto& columns = side.picture.ladder.columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string words = host_words(frame, columns[i].host);
    const float whole = ui.fonts().measure(ui::TextRole::strong, words).w + ui.px(4);
    const float x = side.place.x(columns[i].x);
    const bool last = i + 1 == columns.size(), crowded = columns.size() > 2;
    // In a crowd each name has the room up to the next lifeline, the last one that behind it.
    const float width =
        crowded && !last ? std::min(whole, side.place.x(columns[i + 1].x) - x - ui.px(3)) : whole;
    ui.text("compare.side." + letter + ".column." + std::to_string(columns[i].host.value),
            {last && !crowded ? x - width : std::max(x, rail.right() + ui.px(4)), strip.y, width,
             strip.h},
            words, {.role = ui::TextRole::strong});
  }
}

std::string story_of(const Frame& frame, const CompareSide& side,
                     const scene::ComparedArrow& compared) {
  const scene::Arrow& arrow = side.picture.ladder.arrows[compared.arrow];
  if (side.branch == frame.session.branch()) return packet_story(frame, arrow.packet);
  return frame.ui.say("compare.story", {{"n", arrow.packet.value},
                                        {"flags", arrow.label.flags},
                                        {"branch", branch_words(frame, side.branch)}}) +
         "\n" + arrow.label.numbers;
}

// Pointing lights both; a click selects what the current branch has of it.
void touch_arrows(const Frame& frame, const CompareSide& side, const ui::Hit& ground) {
  if (!ground.hovered || frame.ui.popup_open()) return;
  const scene::Vec2 pointer =
      ui::to_logical(ground.pointer, side.place.area.origin(), side.place.scale);
  const auto packet = scene::arrow_at(side.picture.ladder, pointer);
  if (!packet) {
    if (frame.session.hovered()) frame.wish(Hover{});
    return;
  }
  for (const scene::ComparedArrow& compared : side.picture.arrows) {
    if (side.picture.ladder.arrows[compared.arrow].packet != *packet) continue;
    frame.ui.tooltip(story_of(frame, side, compared));
    const bool current = side.branch == frame.session.branch();
    const auto own = current ? packet : compared.there;
    if (!own) return;
    if (frame.session.hovered() != Target{*own}) frame.wish(Hover{*own});
    if (ground.clicked) frame.wish(Select{*own});
    return;
  }
}

void drag_common_playhead(const Frame& frame, CompareView& view, const LadderPlace& place,
                          const ui::Hit& hit) {
  if (hit.pressed && std::abs(hit.pointer.y - place.playhead_y) < frame.ui.px(6)) {
    view.dragging = true;
    view.following = false;
    frame.wish(Freeze{FreezeReason::scrub});
  }
  if (!view.dragging || !(hit.held || hit.released)) return;
  if (hit.held) {
    const float y = std::clamp(frame.ui.pointer().y, place.area.y, place.area.bottom());
    frame.wish(SeekTo{
        view.axis.instant(view.scroll + static_cast<double>((y - place.area.y) / place.scale))});
    return;
  }
  view.dragging = false;
  frame.wish(Unfreeze{FreezeReason::scrub});
}

// ---- scrolling and zoom, for both at once

void follow_both(const Frame& frame, CompareView& view, float height) {
  const Session& session = frame.session;
  if (session.playhead().at != view.last_playhead && !view.dragging) view.following = true;
  view.last_playhead = session.playhead().at;
  if (view.following && !view.dragging)
    view.scroll = scene::follow_scroll(view.axis, session.playhead().at, height);
}

void take_compare_wheel(const Frame& frame, CompareView& view, const LadderPlace& place,
                        const Rect& all) {
  ui::Ui& ui = frame.ui;
  const float rows = ui.wheel();
  if (rows == 0 || !ui.pointer_over(all)) return;
  view.following = false;
  const double height = static_cast<double>(place.area.h / place.scale);
  if (ui.mods().ctrl) {
    const double pointer = static_cast<double>((ui.pointer().y - place.area.y) / place.scale);
    const scene::Zoomed to = scene::zoom_around(view.axis, view.scroll, pointer,
                                                std::pow(ladder_zoom_step, double{rows}));
    view.pixels_per_delay = to.pixels_per_delay;
    view.scroll = to.scroll;
    return;
  }
  const double most = std::max(0.0, view.axis.length() - height / 2);
  view.scroll = std::clamp(view.scroll - static_cast<double>(rows * ladder_wheel_step), 0.0, most);
}

float compared_axis_width(const Frame& frame) {
  // A run that is quiet goes on in time beyond its last event.
  const engine::Instant latest =
      std::max(frame.session.timeline().edge().now, frame.session.playhead().at);
  const std::string words = ui::milliseconds_text(latest + std::chrono::seconds(9));
  return frame.ui.fonts().measure(ui::TextRole::small, words).w + frame.ui.px(16);
}

LadderPlace place_in(const Frame& frame, Rect pane, Rect& tags) {
  LadderPlace place{.area = {}, .axis = {}, .scale = frame.ui.scale()};
  tags = ui::take_right(pane, frame.ui.px(tag_width));
  place.axis = ui::take_left(pane, compared_axis_width(frame));
  place.area = pane;
  return place;
}

scene::LadderView view_of(const Frame& frame, const CompareView& view, const LadderPlace& place) {
  const ui::Fonts& fonts = frame.ui.fonts();
  const float digit = fonts.measure(ui::TextRole::number, "0000000000").w / 10;
  return {.area = {0, 0, place.area.w / place.scale, place.area.h / place.scale},
          .scroll = view.scroll,
          .playhead = frame.session.playhead(),
          .numbers = frame.session.settings().numbers,
          .show_future = !frame.session.hides_future(),
          .lane_width = lane_width,
          .char_width = digit * 1.1f / place.scale,
          .label_height =
              std::min(fonts.line_height(ui::TextRole::strong) / place.scale, scene::label_pitch),
          .connection = frame.session.selection().connection(frame.session.selection().endpoint)};
}

void draw_sides(const Frame& frame, CompareView& view, const engine::Comparison& comparison,
                engine::BranchId other, Rect rest) {
  ui::Ui& ui = frame.ui;
  const Session& session = frame.session;
  std::array<Rect, 2> panes{ui::take_left(rest, std::round(rest.w / 2 - ui.px(6))), {}};
  ui::take_left(rest, ui.px(12));
  panes[1] = rest;
  if (view.swapped) std::swap(panes[0], panes[1]);
  std::array<Rect, 2> tags{}, heads{};
  std::array<LadderPlace, 2> places{};
  for (std::size_t i = 0; i < 2; ++i) {
    heads[i] = ui::take_top(panes[i], ui.px(26));
    ui::take_top(panes[i], ui.px(ladder_head_room));
    places[i] = place_in(frame, panes[i], tags[i]);
  }
  view.axis.lay_out(scene::shared_stretches(compared_run(session, session.branch()),
                                            compared_run(session, other)),
                    {.pixels_per_delay = view.pixels_per_delay,
                     .base_delay = session.pace().base_delay,
                     .true_scale = session.settings().true_scale});
  follow_both(frame, view, places[0].area.h / places[0].scale);
  const scene::ComparePicture picture =
      scene::compare_picture(compared_run(session, session.branch()), compared_run(session, other),
                             comparison, view.axis, view_of(frame, view, places[0]));
  const std::array sides{&picture.a, &picture.b};
  const std::array ids{session.branch(), other};
  for (std::size_t i = 0; i < 2; ++i) {
    places[i].playhead_y = places[i].y(sides[i]->ladder.playhead_y);
    const CompareSide side{ids[i], *sides[i], picture, places[i], tags[i]};
    draw_compared_side(frame, side);
    draw_side_header(frame, side, heads[i]);
    const ui::Hit ground = ui.hit("compare.ladder." + branch_letter(ids[i]), places[i].area,
                                  branch_words(frame, ids[i]));
    drag_common_playhead(frame, view, places[i], ground);
    touch_arrows(frame, side, ground);
    take_compare_wheel(frame, view, places[i], {panes[i].x, panes[i].y, panes[i].w, panes[i].h});
  }
}

}  // namespace

bool draw_compare(const Frame& frame, CompareView& view) {
  const auto other = frame.session.compared();
  if (!other) {
    view.known.reset();
    return false;
  }
  ui::Ui& ui = frame.ui;
  const float top = frame.layout.top_bar.bottom();
  float bottom = frame.layout.transport.empty() ? ui.height() : frame.layout.transport.y;
  // A lesson goes on beside it.
  const bool lesson = frame.session.in_lesson();
  if (lesson && !frame.layout.caption.empty()) bottom = frame.layout.caption.y;
  const float left = lesson ? frame.layout.left.right() : 0;
  const Rect all{left, top, ui.width() - left, bottom - top};
  const engine::Comparison& comparison = comparison_of(frame, view, *other);
  const ui::Area area(ui, "compare", all);
  Rect rest = ui::inset(all, ui.px(8), ui.px(4));
  draw_compare_header(frame, view, comparison, *other, ui::take_top(rest, ui.px(36)));
  const Rect strip = ui::take_bottom(rest, std::min(ui.px(76), rest.h / 4));
  ui::take_bottom(rest, ui.px(6));
  draw_sides(frame, view, comparison, *other, rest);
  draw_compare_summary(frame, comparison, frame.session.branch(), *other, strip);
  return true;
}

}  // namespace app::panels
