#include "app/panels/screen.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "app/panels/point_of_view.hpp"
#include "app/panels/segment_look.hpp"
#include "app/panels/state_picture.hpp"
#include "app/panels/top_bar.hpp"
#include "app/session/message_codes.hpp"
#include "app/ui/numbers.hpp"
#include "app/ui/phrases.hpp"

namespace app::panels {
namespace {

ui::Arrangement arrangement_of(const Settings& settings) {
  return {.left_pane = settings.is_shown(Panel::left_pane),
          .client = settings.is_shown(Panel::client),
          .server = settings.is_shown(Panel::server),
          .inspector_open =
              settings.is_shown(Panel::inspector) || settings.is_shown(Panel::attack_bench),
          .splits = settings.splitters};
}

// With the code to search for, where something went wrong.
std::string toast_words(const ui::Ui& ui, const Toast& toast) {
  std::string words = ui.say(toast.text);
  if (const auto code = code_of(toast.text.key); !code.empty())
    words = ui.say("toast.coded", {{"text", words}, {"code", std::string(code)}});
  return words;
}

// The messages of the session at the bottom edge, each with what it offers.
void draw_toasts(const Frame& frame) {
  ui::Ui& ui = frame.ui;
  const auto toasts = frame.session.toasts();
  std::vector<ui::ToastLook> looks;
  for (const Toast& toast : toasts)
    looks.push_back({.id = "toast." + std::to_string(toast.id),
                     .text = toast_words(ui, toast),
                     .action = toast.offer ? ui.say(toast.offer->label) : std::string(),
                     .trouble = toast.kind == Toast::Kind::trouble});
  const auto hit = ui.toasts(frame.layout.toasts, looks);
  if (!hit) return;
  const std::uint32_t id = toasts[hit->toast].id;
  frame.wish(hit->dismissed ? Intent{DismissToast{id}} : Intent{TakeOffer{id}});
}

// What broke, over everything but the top bar: the run up to there can still be read.
void draw_breakdown(const Frame& frame) {
  ui::Ui& ui = frame.ui;
  const auto& broken = frame.session.breakdown();
  if (!broken) return;
  const ui::Rect box{frame.layout.wire.x, frame.layout.wire.y, frame.layout.wire.w, ui.px(120)};
  const ui::Area area(ui, "breakdown", box, {.overlay = true});
  ui::Rect rest = ui::inset(box, ui.px(10));
  ui::Rect foot = ui::take_bottom(rest, ui.px(32));
  ui.text("breakdown.text", rest,
          ui.say("breakdown.text",
                 {{"condition", broken->condition}, {"step", std::to_string(broken->step)}}),
          {.wrap = true});
  if (ui.button("breakdown.copy", ui::take_right(foot, ui.px(220)), ui.say("breakdown.copy")))
    ui.window().set_clipboard(broken->report);
  if (ui.button("breakdown.restart", ui::take_left(foot, ui.px(180)), ui.say("menu.restart")))
    frame.wish(Restart{});
}

// In a small window the lesson's pane takes the place of the left end, and some of the wire.
void make_room_for_lesson(ui::Layout& layout, float width) {
  layout.left = {0, layout.wire.y, width, layout.caption.y - layout.wire.y};
  layout.client = layout.client_splitter = {};
  for (ui::Rect* part : {&layout.wire, &layout.ladder, &layout.toasts, &layout.inspector}) {
    const float right = part->right();
    part->x = std::max(part->x, width);
    part->w = right - part->x;
  }
}

// Back in time is a jump cut; frame by frame it is a film already.
bool jumps_back(const Intents& intents) {
  return std::ranges::any_of(intents, [](const Intent& intent) {
    const auto* back = std::get_if<StepBack>(&intent);
    return back && back->grain != Grain::frame;
  });
}

}  // namespace

Intents Screen::draw(const Session& session, ui::Ui& ui, const Library& library) {
  Intents intents;
  const ui::LayoutRequest request = request_for(session, ui);
  ui::Layout layout = ui::arrange(request);
  if (session.in_lesson() && !session.presenting() && !layout.caption.empty() &&
      !left_.lesson.drawer_shut)
    make_room_for_lesson(layout, 300 * layout.scale);
  const Frame frame{session, ui, layout, intents, context_menu_};
  forget_if_vanished(bench_);
  if (session.presenting())
    draw_presentation(frame, library, {wire_, inspector_, events_}, presentation_);
  else
    draw_main(frame, library, request);
  draw_segment_menu(frame, menu_);
  draw_overlays(frame, library);
  if (session.presenting()) draw_over_presentation(frame, presentation_);
  obey(frame, keys_to_intents(frame));
  if (jumps_back(intents)) ui.cross_fade();
  return intents;
}

ui::LayoutRequest Screen::request_for(const Session& session, const ui::Ui& ui) const {
  ui::LayoutRequest request{.width = ui.width(),
                            .height = ui.height(),
                            .scale = ui.scale(),
                            .mode = ui.mode(),
                            .arrangement = arrangement_of(session.settings())};
  if (session.presenting()) request.needs = needs_of(session, ui, presentation_);
  return request;
}

void Screen::draw_main(const Frame& frame, const Library& library,
                       const ui::LayoutRequest& request) {
  draw_top_bar(frame, library);
  const bool compares = draw_compare(frame, compare_);
  if (!compares || frame.session.in_lesson()) {
    if (!frame.layout.left.empty()) draw_left_pane(frame, library, left_);
    if (!frame.layout.caption.empty()) draw_caption(frame, library, left_);
  }
  if (!compares) {
    draw_middle(frame);
    if (frame.session.settings().is_shown(Panel::attack_bench))
      draw_attack_bench(frame, library, bench_);
    else
      draw_inspector(frame, inspector_);
    draw_splitters(frame, request);
    draw_lesson_light(frame, light_, left_.lesson.focus_text, left_.lesson.texts);
  }
  if (!left_.lesson.asked_term.empty()) {
    glossary_.term = std::exchange(left_.lesson.asked_term, {});
    frame.wish(ShowPanel{Panel::glossary});
  }
  draw_transport(frame, transport_);
}

void Screen::obey(const Frame& frame, const KeyWishes& wishes) {
  if (wishes.search) events_.search_wanted = true;
  if (wishes.lecture != 0) turn_page(frame, presentation_, wishes.lecture);
  if (wishes.copy) copy(frame);
  const auto subject = frame.session.subject();
  if (!subject) return;
  if (wishes.menu) frame.wish(OpenMenu{*subject});
  if (wishes.delay) open_delay_dialog(menu_.delay, *subject);
  if (wishes.edit) open_segment_edit(frame, menu_.edit, *subject);
}

// What can be pointed at in words: a line of the event list, else the segment.
void Screen::copy(const Frame& frame) {
  const auto packet = frame.session.selection().packet;
  if (frame.session.settings().is_shown(Panel::event_list))
    copy_selected_line(frame, events_);
  else if (packet && is_recorded(frame, *packet))
    frame.ui.window().set_clipboard(ui::without_grouping(packet_story(frame, *packet)));
}

void Screen::draw_middle(const Frame& frame) {
  const ui::Layout& layout = frame.layout;
  // What the open inspector of a small window lies over is neither seen nor touched.
  std::optional<ui::Area> uncovered;
  if (layout.compact && layout.inspector.y < layout.ladder.bottom())
    uncovered.emplace(
        frame.ui, "middle",
        ui::Rect{0, layout.wire.y, frame.ui.width(), layout.inspector.y - layout.wire.y},
        ui::AreaLook{.background = false});
  const auto draw_end = [&](engine::HostId host, const ui::Rect& rect, EndpointView& view) {
    if (rect.empty()) return;
    if (is_in_fog(frame, host))
      draw_fogged_endpoint(frame, host, rect);
    else
      draw_endpoint(frame, host, rect, view);
  };
  draw_end(engine::HostId{0}, layout.client, client_);
  draw_end(engine::HostId{1}, layout.server, server_);
  draw_wire_band(frame, wire_);
  draw_wire_fog(frame);
  const Settings& settings = frame.session.settings();
  if (settings.is_shown(Panel::event_list))
    draw_event_list(frame, layout.ladder, events_);
  else
    draw_ladder(frame, ladder_);
}

void Screen::draw_overlays(const Frame& frame, const Library& library) {
  draw_toasts(frame);
  if (!frame.layout.transport.empty()) draw_overview_bubble(frame, transport_.overview);
  draw_breakdown(frame);
  draw_help(frame, help_);
  draw_settings_dialog(frame, settings_);
  draw_session_dialogs(frame, library, sessions_);
  draw_branch_name(frame, branch_name_);
  draw_forge_dialog(frame, forge_);
  draw_glossary(frame, glossary_);
  draw_area_labels(frame);
  if (frame.session.settings().is_shown(Panel::state_diagram))
    draw_large_state_diagram(frame, look_at(frame.session, engine::HostId{0}, client_),
                             look_at(frame.session, engine::HostId{1}, server_));
  draw_context_menu(frame, context_menu_);
}

void Screen::draw_splitters(const Frame& frame, const ui::LayoutRequest& request) {
  struct Strip {
    const char* id;
    const ui::Rect& rect;
    Splitter which;
  };
  const ui::Layout& l = frame.layout;
  for (const Strip& strip :
       {Strip{"splitter.left", l.left_splitter, Splitter::left_pane},
        Strip{"splitter.client", l.client_splitter, Splitter::client},
        Strip{"splitter.server", l.server_splitter, Splitter::server},
        Strip{"splitter.wire", l.wire_splitter, Splitter::wire},
        Strip{"splitter.inspector", l.inspector_splitter, Splitter::inspector}}) {
    if (strip.rect.empty()) continue;
    const float moved = frame.ui.splitter(strip.id, strip.rect, frame.ui.say(strip.id));
    if (moved != 0) frame.wish(MoveSplitter{strip.which, ui::dragged(request, strip.which, moved)});
  }
}

}  // namespace app::panels
