#include "app/panels/lesson_light.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "app/panels/lesson_callout.hpp"
#include "app/scene/clear_place.hpp"
#include "engine/base/invariant.hpp"
#include "engine/tcp/tcb_fields.hpp"

namespace app::panels {
namespace {

using ui::Point;
using ui::Rect;

constexpr float outline_width = 3, air = 3, dimmed_rest = 0.3f;
constexpr double pulse_time = 0.4;

// As panels have put it on the screen in this very frame.
std::optional<Rect> place_on_screen(const Frame& frame, const std::string& id) {
  if (id.empty()) return std::nullopt;
  for (const ui::Widget& widget : frame.ui.registry().growing())
    if (widget.id == id && widget.visible()) return widget.seen;
  return std::nullopt;
}

// A segment that has left the wire is pointed at where it can still be seen.
std::optional<Rect> place_on_screen(const Frame& frame, const engine::Highlight& highlight) {
  const bool queue = highlight.target == engine::Target::syn_queue ||
                     highlight.target == engine::Target::accept_queue;
  const std::string widget = widget_of(frame.session, highlight);
  if (auto found = place_on_screen(frame, queue ? widget + ".whole" : widget)) return found;
  if (queue)  // folded together: its two numbers stand beside the fold
    return place_on_screen(
        frame, "endpoint." + frame.session.world().host(engine::HostId{1}).name + ".fold.queues");
  if (highlight.target != engine::Target::wire_segment) return std::nullopt;
  const std::string number = std::to_string(highlight.number);
  if (auto held = place_on_screen(frame, "wire.siding." + number)) return held;
  return place_on_screen(frame, "ladder.row." + number);
}

struct Lit {
  std::string name;
  Rect rect;
};

// While a run is under way nothing is pointed at: what it shows has not come yet.
std::vector<Lit> lit_now(const Frame& frame) {
  const GuidedLesson& lesson = *frame.session.lesson();
  std::vector<Lit> lit;
  if (lesson.state.running || frame.session.guarded()) return lit;
  const auto point = [&](const engine::Highlight& highlight) {
    if (const auto rect = place_on_screen(frame, highlight))
      lit.push_back({highlight.source, ui::inset(*rect, -frame.ui.px(air))});
  };
  const engine::BeatState& record = lesson.record();
  const auto& hints = lesson.beat().task.hints;
  if (record.hints > 0 && hints[record.hints - 1].highlight && !record.done)
    point(*hints[record.hints - 1].highlight);
  else
    for (const engine::Highlight& highlight : lesson.beat().highlights) point(highlight);
  return lit;
}

// `whole` without the lit parts, as rectangles that do not overlap.
std::vector<Rect> without(const Rect& whole, const std::vector<Lit>& lit) {
  std::vector<Rect> parts{whole};
  for (const Lit& light : lit) {
    std::vector<Rect> next;
    for (const Rect& part : parts) {
      const Rect hole = ui::overlap(part, light.rect);
      if (hole.empty()) {
        next.push_back(part);
        continue;
      }
      const Rect pieces[] = {{part.x, part.y, part.w, hole.y - part.y},
                             {part.x, hole.bottom(), part.w, part.bottom() - hole.bottom()},
                             {part.x, hole.y, hole.x - part.x, hole.h},
                             {hole.right(), hole.y, part.right() - hole.right(), hole.h}};
      for (const Rect& piece : pieces)
        if (!piece.empty()) next.push_back(piece);
    }
    parts = std::move(next);
  }
  return parts;
}

Rect around(const Rect& a, const Rect& b) {
  const float x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

// How far the outline stands off: once, and it comes to rest.
float pulse(const Frame& frame, LessonLightView& view, const std::string& name) {
  if (view.experiment != frame.session.experiment()) view.seen.clear();
  view.experiment = frame.session.experiment();
  if (view.seen.insert(name).second) {
    view.pulsing = name;
    view.since = frame.ui.seconds();
  }
  const double gone = frame.ui.seconds() - view.since;
  if (view.pulsing != name || gone >= pulse_time || frame.ui.reduced_motion()) return 0;
  frame.ui.pacing().frame_at(platform::Clock::now() + std::chrono::milliseconds(16));
  return frame.ui.px(10) * static_cast<float>(1 - gone / pulse_time);
}

// Into a panel from one of its sides, at a height where no words are in the way.
struct WayIn {
  float lane{}, y{};
};

WayIn way_in(const Frame& frame, const Rect& rect) {
  const ui::Layout& layout = frame.layout;
  const float top = rect.y + frame.ui.px(1);
  const auto within = [&](const Rect& panel) { return panel.holds(rect.centre()); };
  if (within(layout.server)) return {layout.server.x - frame.ui.px(2), top};
  if (within(layout.wire)) return {layout.wire.x - frame.ui.px(2), rect.centre().y};
  if (!within(layout.ladder)) return {layout.left.right(), top};
  const Rect& ladder = layout.ladder;
  const scene::Rect target{rect.x, rect.y, rect.w, rect.h};
  std::vector<scene::Rect> written = written_in_ladder(frame);
  std::erase_if(written,
                [&](const scene::Rect& words) { return scene::contains(target, words.center()); });
  const float left = ladder.x - frame.ui.px(2), right = ladder.right() + frame.ui.px(2);
  const scene::LevelLine by_left = scene::level_line(left, target, written);
  const scene::LevelLine by_right = scene::level_line(right, target, written);
  if (by_right.crossed < by_left.crossed) return {right, by_right.y};
  return {left, by_left.y};
}

// Along the edges of the panels, where no words stand: from the edge of the text, above or below
// the panels to the one meant, then level into it.
void draw_leader(const Frame& frame, const Rect& words, const Rect& rect) {
  if (words.empty()) return;
  ui::Ui& ui = frame.ui;
  const ui::Layout& layout = frame.layout;
  const Point from{layout.left.empty() ? words.right() : layout.left.right(), words.y + ui.px(10)};
  const WayIn in = way_in(frame, rect);
  std::vector<Point> points{from};
  if (in.lane > layout.left.right() && !layout.left.empty() && !layout.client.empty()) {
    const float above = layout.client.y - ui.px(1), below = layout.client.bottom() + ui.px(1);
    const float level = from.y - above < below - from.y ? above : below;  // all of a beat one way
    points.insert(points.end(), {{from.x, level}, {in.lane, level}, {in.lane, in.y}});
  } else {
    points.push_back({from.x, in.y});
  }
  const bool from_right = in.lane > rect.right();
  points.push_back({from_right ? rect.right() : rect.x, in.y});
  const ui::Color ink = ui.theme().ink;
  ui.canvas().path(points, {.color = ink, .width = ui.px(1.5f)});
  ui.canvas().circle(from, ui.px(3), ink, ink, 0);
}

}  // namespace

std::string widget_of(const Session& session, const engine::Highlight& highlight) {
  const std::string number = std::to_string(highlight.number);
  const auto end = [&](engine::HostId host) {
    return "endpoint." + session.world().host(host).name;
  };
  switch (highlight.target) {
    case engine::Target::wire_segment:
      return "wire.segment." + number;
    case engine::Target::ladder_row:
      return "ladder.row." + number;
    case engine::Target::state:
      return end(highlight.host) + ".lamp";
    case engine::Target::variable:
      return end(highlight.host) + ".tcb." +
             std::string(engine::name(static_cast<engine::TcbField>(highlight.number)));
    case engine::Target::timer:
      return end(highlight.host) + ".timer." +
             std::string(engine::name(static_cast<engine::Timer>(highlight.number)));
    case engine::Target::application:
      return end(highlight.host) + ".calls.summary";
    case engine::Target::syn_queue:
      return end(engine::HostId{1}) + ".queue.syn";
    case engine::Target::accept_queue:
      return end(engine::HostId{1}) + ".queue.accept";
    case engine::Target::header_field:
      return "inspector.field." +
             std::string(engine::name(static_cast<engine::Field>(highlight.number)));
    case engine::Target::axis_gap:
      return "ladder.gap." + number;
  }
  engine::unreachable("Target");
}

void draw_lesson_light(const Frame& frame, LessonLightView& view, const Rect& words,
                       LessonTextCache& texts) {
  ui::Ui& ui = frame.ui;
  if (!frame.session.in_lesson() || ui.popup_open()) return;
  const std::vector<Lit> lit = lit_now(frame);
  const ui::Area area(ui, "lesson.light", {0, 0, ui.width(), ui.height()},
                      {.background = false, .untouchable = true});
  const ui::Theme& theme = ui.theme();
  const ui::Layout& layout = frame.layout;
  std::optional<Rect> evidence;
  for (const Lit& light : lit)
    if (ui::inside(light.rect, layout.ladder, ui.px(air)))
      evidence = evidence ? around(*evidence, light.rect) : light.rect;
  for (const Rect* panel :
       {&layout.client, &layout.server, &layout.wire, &layout.ladder, &layout.inspector})
    for (const Rect& part : lit.empty() ? std::vector<Rect>{} : without(*panel, lit))
      ui.canvas().fill(part, ui::faded(theme.window, dimmed_rest));
  for (const Lit& light : lit) {
    draw_leader(frame, words, light.rect);
    const Rect ring = ui::inset(light.rect, -pulse(frame, view, light.name));
    ui.canvas().outline(ring, theme.focus, ui.px(outline_width), ui.px(5));
    ui.note_text("lesson.highlight." + light.name, light.name, light.rect);
  }
  draw_lesson_callout(frame, texts, evidence);
}

}  // namespace app::panels
