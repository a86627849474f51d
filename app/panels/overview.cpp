#include "app/panels/overview.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "app/panels/segment_look.hpp"
#include "app/scene/hit.hpp"
#include "app/scene/overview.hpp"
#include "app/scene/seen_by.hpp"
#include "app/ui/numbers.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

using ui::Icon;
using ui::Point;
using ui::Rect;

constexpr float overview_wheel_step = 12;  // scene pixels per row of the wheel
constexpr float overview_zoom_step = 1.25f, most_zoom = 32;

// Indices in engine::Command and engine::WireAction, found from the types themselves.
template <class T, class... Ts>
consteval std::size_t index_in(const std::variant<Ts...>*) {
  std::size_t place = 0;
  bool found = false;
  ((found = found || std::is_same_v<T, Ts>, place += found ? 0 : 1), ...);
  return place;
}
template <class T>
constexpr std::size_t command = index_in<T>(static_cast<const engine::Command*>(nullptr));
template <class T>
constexpr std::size_t action = index_in<T>(static_cast<const engine::WireAction*>(nullptr));

Icon intervention_icon(const scene::OverviewMark& mark) {
  if (mark.command == command<engine::OnPacket>) {
    if (mark.action == action<engine::DropIt>) return Icon::cross;
    if (mark.action == action<engine::DelayIt>) return Icon::clock;
    if (mark.action == action<engine::HoldIt>) return Icon::hold;
    if (mark.action == action<engine::DuplicateIt>) return Icon::duplicate;
    return Icon::pencil;
  }
  if (mark.command == command<engine::Release>) return Icon::play;
  if (mark.command == command<engine::DeliverNow>) return Icon::bolt;
  if (mark.command == command<engine::DoCall>) return Icon::square;
  if (mark.command == command<engine::Forge>) return Icon::attention;
  if (mark.command == command<engine::ForgeBurst>) return Icon::attention;
  if (mark.command == command<engine::Crash> || mark.command == command<engine::Reboot>)
    return Icon::bolt;
  return Icon::gear;
}

void draw_mark(const Frame& frame, const scene::OverviewMark& mark, Point at, const Rect& strip) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const ui::Color ink = ui.theme().ink;
  const float middle = strip.centre().y;
  const float side = ui.px(14);
  const auto picture = [&](Icon icon) {
    const Rect box{at.x - side / 2, at.y - side / 2, side, side};
    canvas.fill(ui::inset(box, -ui.px(1)), ui.theme().panel, ui.px(3));
    canvas.icon(box, icon, ink);
  };
  switch (mark.kind) {
    case scene::OverviewKind::departure_right:
      return canvas.line({at.x, middle}, {at.x, middle - ui.px(9)},
                         {.color = ink, .width = ui.px(2)});
    case scene::OverviewKind::departure_left:
      return canvas.line({at.x, middle}, {at.x, middle + ui.px(9)},
                         {.color = ink, .width = ui.px(2)});
    case scene::OverviewKind::intervention:
      return picture(intervention_icon(mark));
    case scene::OverviewKind::state_change:
      return canvas.icon({at.x - ui.px(4), at.y - ui.px(4), ui.px(8), ui.px(8)}, Icon::diamond,
                         ink);
    case scene::OverviewKind::fork:
      return picture(Icon::branch);
  }
  engine::unreachable("OverviewKind");
}

// While a question is open the strip tells nothing that is to come, not even that something is.
bool is_hidden(const Frame& frame, engine::Instant at) {
  return frame.session.guarded() && at > frame.session.playhead().at;
}

void draw_run_strip(const Frame& frame, const scene::Overview& picture, const Rect& strip) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  const float middle = strip.centre().y;
  const auto x = [&](float scene_x) { return strip.x + scene_x * ui.scale(); };
  canvas.fill(strip, theme.window, ui.px(4));
  canvas.outline(strip, theme.line, ui.px(1), ui.px(4));
  canvas.line({strip.x, middle}, {strip.right(), middle}, {.color = theme.line, .width = ui.px(1)});
  for (const scene::OverviewBreak& wait : picture.breaks) {
    if (frame.session.guarded() && wait.from_x >= picture.playhead_x) continue;
    const Rect box{x(wait.from_x), middle - ui.px(4), x(wait.to_x) - x(wait.from_x), ui.px(8)};
    canvas.fill(box, theme.window);
    canvas.zigzag({box.x, middle}, {box.right(), middle}, ui.px(6),
                  {.color = theme.line, .width = ui.px(1.5f)});
  }
  for (const scene::OverviewMark& mark : picture.marks)
    if (!is_hidden(frame, mark.time))
      draw_mark(frame, mark, ui::to_screen(mark.at, strip.origin(), ui.scale()), strip);
  const float head = x(picture.playhead_x);
  canvas.line({head, strip.y}, {head, strip.bottom()}, {.color = theme.focus, .width = ui.px(3)});
  canvas.triangle({head - ui.px(6), strip.y}, {head + ui.px(6), strip.y},
                  {head, strip.y + ui.px(7)}, theme.focus);
}

// A flag for every bookmark of this branch.
void draw_bookmarks(const Frame& frame, const Rect& strip, const scene::Rect& area) {
  ui::Ui& ui = frame.ui;
  for (const Bookmark& bookmark : frame.session.bookmarks()) {
    if (bookmark.branch != frame.session.branch()) continue;
    const float x = scene::overview_x(frame.session.time_map(), bookmark.at.at, area);
    const Point at{strip.x + x * ui.scale(), strip.bottom() - ui.px(13)};
    ui.canvas().icon({at.x, at.y, ui.px(12), ui.px(12)}, Icon::flag, ui.theme().ink);
  }
}

// The packet whose flight is nearest to this instant.
std::optional<engine::PacketId> nearest_flight(const Frame& frame, engine::Instant at) {
  const auto eye = frame.session.seen_from();
  std::optional<engine::PacketId> best;
  engine::Duration least = engine::Duration::max();
  frame.session.index().flights().touching(
      at - frame.session.pace().base_delay, at + frame.session.pace().base_delay,
      [&](std::size_t i) {
        const engine::Flight& flight = frame.session.timeline().flights()[i];
        if (eye && !scene::knows(*eye, flight)) return;
        const engine::Duration away = flight.sent_at > at    ? flight.sent_at - at
                                      : flight.ended_at < at ? at - flight.ended_at
                                                             : engine::Duration{};
        if (away < least) {
          least = away;
          best = flight.id;
        }
      });
  return best;
}

// One row of a ladder: two lifelines and the arrow between them.
void draw_flight_row(const Frame& frame, engine::PacketId packet, Rect box) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const engine::Flight& flight = flight_of(frame, packet);
  const scene::PacketLabel label = label_of(frame, packet);
  const ui::Stroke post{.color = ui.theme().ink, .width = ui.px(2)};
  canvas.line(box.origin(), {box.x, box.bottom()}, post);
  canvas.line({box.right(), box.y}, {box.right(), box.bottom()}, post);
  const bool leftwards = flight.to == engine::HostId{0} || flight.from == engine::HostId{1};
  Point from{box.x, box.y + ui.px(3)};
  Point to{box.right(), box.bottom() - ui.px(3)};
  if (leftwards) std::swap(from.x, to.x);
  const bool lost = flight.fate == engine::Fate::dropped && !frame.session.seen_from();
  if (lost) to = ui::between(from, to, 0.6f);
  const ui::Color fill = ui.theme().token(token_kind(label.dominant)).fill;
  canvas.line(from, to, {.color = fill, .width = ui.px(3), .casing = ui.theme().ink});
  if (lost)
    canvas.cross(to, ui.px(6), {.color = ui.theme().ink, .width = ui.px(2)});
  else
    canvas.arrow_head(to, from, ui.px(9), fill, ui.theme().ink);
  canvas.label(box.centre(), ui::TextRole::small, label.flags + "  " + label.numbers);
}

void draw_bubble(const Frame& frame, float pointer_x, engine::Instant at) {
  ui::Ui& ui = frame.ui;
  const bool hidden = frame.session.hides_future() && at > frame.session.playhead().at;
  const auto packet = hidden ? std::nullopt : nearest_flight(frame, at);
  const float height = ui.px(packet ? 64 : 26);
  const Rect window{0, 0, ui.width(), ui.height()};
  const Rect box =
      ui::moved_inside({pointer_x - ui.px(150), frame.layout.transport.y - height - ui.px(4),
                        ui.px(packet ? 300 : 110), height},
                       window);
  const ui::Area area(ui, "overview.bubble", box, {.overlay = true});
  Rect rest = ui::inset(box, ui.px(10), ui.px(2));
  ui.text("overview.bubble", ui::take_top(rest, ui.px(22)), ui::clock_text(at),
          {.role = ui::TextRole::small, .align = ui::Align::centre});
  if (packet) draw_flight_row(frame, *packet, ui::inset(rest, 0, ui.px(2)));
}

void scrub(const Frame& frame, OverviewView& view, const scene::Overview& picture,
           const ui::Hit& hit, engine::Instant at, Point origin) {
  if (hit.pressed) {
    view.scrubbing = true;
    frame.wish(Freeze{FreezeReason::scrub});
    const scene::Vec2 pointer = ui::to_logical(hit.pointer, origin, frame.ui.scale());
    const scene::OverviewMark* mark = scene::mark_at(picture, pointer);
    frame.wish(mark ? Intent{SeekStep{mark->step + 1, 0}} : Intent{SeekTo{at}});
  } else if (view.scrubbing && hit.held && hit.dragged.x != 0) {
    frame.wish(SeekTo{at});
  }
  if (view.scrubbing && !hit.pressed && !hit.held) {
    view.scrubbing = false;
    frame.wish(Unfreeze{FreezeReason::scrub});
  }
}

// The run is drawn as wide as the zoom says and moved so that the wanted part lies in the strip.
scene::Rect shown_part(const OverviewView& view, float width, float height) {
  return {-view.scroll, 0, width * view.zoom, height};
}

void take_overview_wheel(const Frame& frame, OverviewView& view, const Rect& strip) {
  ui::Ui& ui = frame.ui;
  const float rows = ui.wheel();
  if (rows == 0 || !ui.pointer_over(strip) || ui.popup_open()) return;
  const Session& session = frame.session;
  const float width = strip.w / ui.scale();
  const scene::Rect area = shown_part(view, width, 1);
  if (ui.mods().ctrl) {
    const float pointer = (ui.pointer().x - strip.x) / ui.scale();
    const float zoom = std::clamp(view.zoom * std::pow(overview_zoom_step, rows), 1.0f, most_zoom);
    view.scroll = (view.scroll + pointer) * (zoom / view.zoom) - pointer;
    view.zoom = zoom;
  } else {
    const float from = scene::overview_x(session.time_map(), session.playhead().at, area);
    const float to = std::clamp(from - rows * overview_wheel_step, area.x, area.right());
    frame.wish(SeekTo{scene::overview_instant(session.time_map(), to, area)});
    view.scroll += std::min(0.0f, to) + std::max(0.0f, to - width);  // it stays in sight
  }
  view.scroll = std::clamp(view.scroll, 0.0f, width * (view.zoom - 1));
}

}  // namespace

void draw_overview(const Frame& frame, OverviewView& view, const Rect& strip) {
  ui::Ui& ui = frame.ui;
  const Session& session = frame.session;
  take_overview_wheel(frame, view, strip);
  const scene::Rect area = shown_part(view, strip.w / ui.scale(), strip.h / ui.scale());
  const auto forks = session.fork_points();
  const scene::Overview picture =
      scene::overview(session.timeline(), session.index(), session.time_map(),
                      session.playhead().at, forks, area, session.seen_from());
  ui.canvas().push_clip(ui::inset(strip, -ui.px(view.zoom > 1 ? 0 : 7), 0));
  draw_run_strip(frame, picture, strip);
  draw_bookmarks(frame, strip, area);
  ui.canvas().pop_clip();
  const ui::Hit hit = ui.hit("transport.overview", strip, ui.say("transport.overview"));
  const float x = std::clamp(hit.pointer.x, strip.x, strip.right());
  const engine::Instant at =
      scene::overview_instant(session.time_map(), (x - strip.x) / ui.scale(), area);
  scrub(frame, view, picture, hit, at, strip.origin());
  view.pointed.reset();
  if ((hit.hovered || view.scrubbing) && !ui.popup_open()) view.pointed = at;
  view.pointed_x = x;
}

void draw_overview_bubble(const Frame& frame, const OverviewView& view) {
  if (view.pointed) draw_bubble(frame, view.pointed_x, *view.pointed);
}

}  // namespace app::panels
