#include "app/panels/presentation.hpp"

#include <algorithm>
#include <chrono>

#include "app/panels/endpoint_parts.hpp"
#include "app/panels/lecture.hpp"
#include "app/panels/point_of_view.hpp"
#include "app/panels/state_picture.hpp"
#include "app/scene/flight.hpp"
#include "engine/base/invariant.hpp"
#include "engine/tcp/state.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr double pointer_rests = 2;  // seconds until it hides (ux.md 12)
constexpr double escape_leaves = 1;  // seconds of holding it (ux.md 5.2)
constexpr float ring = 0.06f;        // of the height: the spotlight around the pointer
constexpr std::size_t state_count = 11;

float widest_state(const ui::Ui& ui, TextRole role) {
  float widest = 0;
  for (std::size_t i = 0; i < state_count; ++i)
    widest =
        std::max(widest, ui.fonts().measure(role, engine::name(static_cast<engine::State>(i))).w);
  return widest;
}

void draw_presented_ends(const Frame& frame, PresentationView& view) {
  const auto draw = [&](engine::HostId host, const Rect& rect, EndpointView& of) {
    if (is_in_fog(frame, host))
      draw_fogged_endpoint(frame, host, rect);
    else
      draw_presented_end(frame, look_at(frame.session, host, of), rect);
  };
  draw({0}, frame.layout.client, view.client);
  draw({1}, frame.layout.server, view.server);
}

// The ends of the wire; the lifelines of the ladder go on from them.
void draw_posts(const Frame& frame) {
  const Rect& wire = frame.layout.wire;
  const float top = wire.y + header_height(frame);
  const bool goes_on = frame.session.presenting()->stage == Stage::ladder;
  const float bottom = goes_on ? frame.layout.ladder.y : wire.bottom();
  for (const float x : {wire.x, wire.right()})
    frame.ui.canvas().line({x, top}, {x, bottom},
                           {.color = frame.ui.theme().ink, .width = lecture_stroke(frame)});
}

// Below the wire stands the ladder, or what a key has put in its place.
void draw_stage(const Frame& frame, const SharedViews& shared,
                const std::optional<Lecture>& lecture, PresentationView& view) {
  const ui::Layout& layout = frame.layout;
  const Rect whole{layout.client.x, layout.ladder.y, layout.server.right() - layout.client.x,
                   layout.ladder.h};
  if (lecture && lecture->question)
    return draw_presented_question(frame, *lecture->question, whole);
  switch (frame.session.presenting()->stage) {
    case Stage::ladder:
      return draw_presented_ladder(frame, view);
    case Stage::state_diagram:
      return draw_shared_state_diagram(frame, look_at(frame.session, {0}, view.client),
                                       look_at(frame.session, {1}, view.server), whole);
    case Stage::header: {
      Frame inside = frame;
      inside.layout.inspector = whole;
      return draw_inspector(inside, shared.inspector);
    }
    case Stage::event_list:
      return draw_event_list(frame, whole, shared.events);
  }
  engine::unreachable("Stage");
}

// Escape plays and pauses as soon as it goes down; who goes on holding it wants to leave.
void follow_escape(const Frame& frame, PresentationView& view) {
  ui::Ui& ui = frame.ui;
  if (!ui.window().key_held(platform::Key::escape)) return view.escape_since.reset();
  if (!view.escape_since) {
    view.escape_since = ui.seconds();
    view.played_before = frame.session.playing();
  }
  ui.pacing().animate();
  if (ui.seconds() - *view.escape_since < escape_leaves) return;
  view.escape_since.reset();
  if (frame.session.playing() != view.played_before) frame.wish(TogglePlay{});
  frame.wish(Present{PresentAct::leave});
}

}  // namespace

scene::PresentationNeeds needs_of(const Session& session, const ui::Ui& ui,
                                  const PresentationView& view) {
  const float stub = ui.height() * 2 * scene::share::arrow_stub;
  float words = stub + view.remark;
  for (const float column : view.columns)
    if (column > 0) words += column + ui.height() * scene::share::column_gap;
  return {.lamp = widest_state(ui, TextRole::lamp) + ui.height() * scene::share::lamp_frame,
          .ladder_text = words,
          .siding = scene::anything_rests(session.timeline(), session.world(), session.playhead()),
          .stations = !scene::stations(session.world(), session.index(), {}).empty()};
}

void draw_presentation(const Frame& frame, const Library& library, const SharedViews& shared,
                       PresentationView& view) {
  frame.ui.canvas().fill({0, 0, frame.ui.width(), frame.ui.height()}, frame.ui.theme().window);
  const std::optional<Lecture> told = lecture_of(frame, view);
  draw_posts(frame);
  draw_presented_ends(frame, view);
  draw_wire_band(frame, shared.wire);
  draw_wire_fog(frame);
  draw_stage(frame, shared, told, view);
  draw_presented_caption(frame, library, told, view);
}

void draw_over_presentation(const Frame& frame, PresentationView& view) {
  ui::Ui& ui = frame.ui;
  follow_escape(frame, view);
  const ui::Point at = ui.pointer();
  if (at.x != view.pointer.x || at.y != view.pointer.y) view.pointer_moved = ui.seconds();
  view.pointer = at;
  const double rested = ui.seconds() - view.pointer_moved;
  if (rested >= pointer_rests && !ui.popup_open())
    ui.set_pointer(platform::Pointer::hidden);
  else
    ui.pacing().frame_at(platform::Clock::now() + std::chrono::seconds(1));
  const bool blank = frame.session.presenting()->blank;
  if (!blank && !ui.mods().ctrl) return;
  const Rect all{0, 0, ui.width(), ui.height()};
  const ui::Area area(ui, "lecture.over", all, {.background = false, .overlay = true});
  if (blank) {
    ui.canvas().fill(all, ui::rgb(0x000000));
    ui.note_text("lecture.blank", "", all);
    return;
  }
  ui.canvas().circle(at, of_height(frame, ring), ui::faded(ui.theme().mark, 0.25f),
                     ui.theme().focus, 2 * lecture_stroke(frame));
}

}  // namespace app::panels
