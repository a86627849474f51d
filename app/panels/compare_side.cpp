// One of two compared branches: its ladder in strokes of three strengths, and what each segment is
// to the other side. The difference is written and bracketed; nothing relies on colour.
#include <algorithm>
#include <string>

#include "app/panels/branch_strip.hpp"
#include "app/panels/compare_view.hpp"
#include "app/panels/ladder_arrows.hpp"
#include "app/panels/ladder_ground.hpp"
#include "app/panels/ladder_lanes.hpp"
#include "app/panels/segment_look.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using scene::Tone;
using ui::Rect;

constexpr float strength_of_same = 0.45f;  // ux 6

// The arrows of one tone, as a ladder of their own; what only one side has stands in brackets. On
// the other side arrows carry the ids of their counterparts, so that one selection lights both.
scene::Ladder with_tone(const CompareSide& side, Tone tone, bool is_current) {
  scene::Ladder part;
  for (const scene::ComparedArrow& compared : side.picture.arrows) {
    if (compared.tone != tone) continue;
    scene::Arrow arrow = side.picture.ladder.arrows[compared.arrow];
    if (tone == Tone::alone) {
      arrow.label.flags = "[+ " + arrow.label.flags;
      arrow.label.numbers += " ]";
    }
    if (!is_current) arrow.packet = compared.there.value_or(engine::PacketId{});
    part.arrows.push_back(std::move(arrow));
  }
  return part;
}

constexpr float strength(Tone tone) { return tone == Tone::same ? strength_of_same : 1.0f; }

void draw_hatches(const Frame& frame, const CompareSide& side) {
  ui::Canvas& canvas = frame.ui.canvas();
  const ui::Theme& theme = frame.ui.theme();
  for (const scene::Rect& differing : side.picture.differing) {
    const Rect box = side.place.at(differing);
    canvas.pattern(box, ui::Pattern::rising, theme.ink);
    canvas.outline(box, theme.ink, frame.ui.px(2));
  }
}

std::string sign_and_length(engine::Duration later) {
  const bool sooner = later < engine::Duration{};
  return (sooner ? "−" : "+") + about(sooner ? -later : later);
}

std::string tag_of(const Frame& frame, const CompareSide& side,
                   const scene::ComparedArrow& compared) {
  const ui::Ui& ui = frame.ui;
  switch (compared.tone) {
    case Tone::same:
      return ui.say("compare.same");
    case Tone::alone:
      return ui.say("compare.only", {{"branch", branch_letter(side.branch)}});
    case Tone::shifted:
      if (compared.later == engine::Duration{}) return ui.say("compare.other_fate");
      return sign_and_length(compared.later);
    case Tone::unknown:
      return {};
  }
  return {};
}

// Beside each segment what it is to the other side, and for one that only this side has a bar in
// the branch's pattern.
void draw_tags(const Frame& frame, const CompareSide& side) {
  ui::Ui& ui = frame.ui;
  const bool future = !frame.session.hides_future();
  const float height = ui.fonts().line_height(ui::TextRole::small);
  float free_from = side.tags.y;
  for (const scene::ComparedArrow& compared : side.picture.arrows) {
    const scene::Arrow& arrow = side.picture.ladder.arrows[compared.arrow];
    if (arrow.future && !future) continue;
    const Rect label = side.place.at(arrow.label_place.box);
    if (label.centre().y < side.tags.y || label.centre().y > side.tags.bottom()) continue;
    if (compared.tone == Tone::alone) {
      ui::Stroke bar = branch_stroke(frame, side.branch);
      bar.width = ui.px(4);
      bar.casing = {0, 0, 0, 0};
      const float x = side.tags.x + ui.px(3);
      ui.canvas().line({x, label.y}, {x, label.bottom()}, bar);
    }
    const float y = std::max(label.centre().y - height / 2, free_from);
    free_from = y + height;
    const std::string words = tag_of(frame, side, compared);
    const bool quiet = compared.tone == Tone::same;
    const float before = ui.canvas().set_opacity(arrow.future ? future_opacity : 1.0f);
    ui.text("compare.tag." + branch_letter(side.branch) + "." + std::to_string(arrow.packet.value),
            {side.tags.x + ui.px(9), y, side.tags.w - ui.px(9), height}, words,
            {.role = ui::TextRole::small, .secondary = quiet});
    ui.canvas().set_opacity(before);
  }
}

void draw_fork(const Frame& frame, const CompareSide& side) {
  if (!side.whole.fork_y) return;
  ui::Ui& ui = frame.ui;
  const float y = side.place.y(*side.whole.fork_y);
  ui.canvas().line({side.place.area.x, y}, {side.place.area.right(), y},
                   {.color = ui.theme().ink, .width = ui.px(2), .style = ui::LineStyle::doubled});
  const auto& columns = side.picture.ladder.columns;
  if (columns.size() < 2) return;
  constexpr float share = 0.22f;  // of the way between the ends: labels of arrows are in the middle
  const float left = side.place.x(columns.front().x), right = side.place.x(columns.back().x);
  ui.canvas().label({left + (right - left) * share, y}, ui::TextRole::small,
                    ui.say("compare.fork"));
}

// Lifelines, lanes and arrows; above the fork all of it is dimmed.
void draw_strokes(const Frame& frame, const CompareSide& side) {
  ui::Canvas& canvas = frame.ui.canvas();
  const bool is_current = side.branch == frame.session.branch();
  const scene::Ladder& ladder = side.picture.ladder;
  const Rect all{side.place.axis.x, side.place.area.y, side.place.axis.w + side.place.area.w,
                 side.place.area.h};
  const float parted = std::clamp(side.place.y(side.whole.shared_until_y), all.y, all.bottom());
  const float now = canvas.set_opacity(1);  // as the caller wants it
  const auto lanes = [&](float opacity, float top, float bottom) {
    canvas.push_clip({all.x, top, all.w, bottom - top});
    canvas.set_opacity(now * opacity);
    draw_lane_bars(frame, side.place, ladder);
    canvas.pop_clip();
  };
  canvas.set_opacity(now);
  draw_ground(frame, side.place, ladder);
  lanes(strength_of_same, all.y, parted);
  lanes(1, parted, all.bottom());
  canvas.set_opacity(now);
  draw_hatches(frame, side);
  for (const Tone tone : {Tone::same, Tone::unknown, Tone::shifted, Tone::alone}) {
    canvas.set_opacity(now * strength(tone));
    draw_arrows(frame, side.place, with_tone(side, tone, is_current));
  }
  canvas.set_opacity(now);
}

}  // namespace

void draw_compared_side(const Frame& frame, const CompareSide& side) {
  ui::Canvas& canvas = frame.ui.canvas();
  const bool future = !frame.session.hides_future();
  const bool is_current = side.branch == frame.session.branch();
  const LadderPlace& place = side.place;
  const Rect all{place.axis.x, place.area.y, place.axis.w + place.area.w, place.area.h};
  const float line = std::clamp(place.playhead_y, all.y, all.bottom());
  canvas.push_clip({all.x, all.y, all.w, line - all.y});
  draw_strokes(frame, side);
  canvas.pop_clip();
  canvas.push_clip({all.x, line, all.w, all.bottom() - line});
  const float before = canvas.set_opacity(future_opacity);
  if (future) draw_strokes(frame, side);
  canvas.set_opacity(before);
  canvas.pop_clip();
  canvas.push_clip(all);
  LadderPlates plates(frame);
  draw_lane_names(frame, place, side.picture.ladder, plates, future);
  draw_break_words(frame, place, side.picture.ladder, plates, future);
  draw_playhead(frame, place);
  draw_fork(frame, side);
  for (const Tone tone : {Tone::same, Tone::unknown, Tone::shifted, Tone::alone}) {
    const float full = canvas.set_opacity(strength(tone));
    draw_arrow_labels(frame, place, with_tone(side, tone, is_current), future);
    canvas.set_opacity(full);
  }
  canvas.pop_clip();
  draw_tags(frame, side);
}

}  // namespace app::panels
