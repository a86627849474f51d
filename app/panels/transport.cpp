#include "app/panels/transport.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "app/scene/next_event.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using ui::Icon;
using ui::Rect;
using ui::TextRole;

constexpr float strip_gap = 8, button = 34, play_width = 56, play_height = 44;
constexpr float narrow = 1100;  // logical width below which run-until has no words

struct Jump {
  const char* id;  // also the key of its words
  Icon icon{};
  ui::Command command{};
  Intent intent;
};

float centred(const Rect& strip, float height) { return strip.y + (strip.h - height) / 2; }

void draw_jumps(const Frame& frame, Rect& strip, std::span<const Jump> jumps) {
  ui::Ui& ui = frame.ui;
  for (const Jump& jump : jumps) {
    Rect box = ui::take_left(strip, ui.px(button));
    box = ui::inset({box.x, centred(box, ui.px(36)), box.w, ui.px(36)}, ui.px(1), 0);
    if (ui.icon_button(jump.id, box, jump.icon, ui.say(jump.id), {.chord = ui.chord(jump.command)}))
      frame.wish(jump.intent);
  }
}

// Outside of tasks a lesson goes on with its own button. Neither is it this one that a task asks
// for while it points at something else, or while forging is wanted and nothing is done.
bool waits_for_learner(const Session& session) {
  if (!session.in_lesson() || session.lesson()->state.running) return false;
  const GuidedLesson& lesson = *session.lesson();
  if (held_place(lesson)) return true;
  const engine::Beat& beat = lesson.beat();
  const engine::BeatState& record = lesson.record();
  if (record.done || lesson.state.scratch) return false;
  const bool to_forge = std::ranges::find(beat.hands, engine::Hand::forge) != beat.hands.end();
  const auto deeds = session.timeline().commands();
  const bool begun = !deeds.empty() && deeds.back() >= record.start.steps;
  return !begun && (to_forge || !beat.highlights.empty());
}

void draw_buttons(const Frame& frame, Rect& strip) {
  ui::Ui& ui = frame.ui;
  const std::array before{
      Jump{"transport.start", Icon::jump_to_start, ui::Command::go_to_start, JumpStart{}},
      Jump{"transport.previous_bookmark", Icon::previous_bookmark, ui::Command::previous_bookmark,
           StepBack{Grain::bookmark}},
      Jump{"transport.back", Icon::step_back, ui::Command::previous_segment,
           StepBack{Grain::segment}}};
  const std::array after{
      Jump{"transport.forward", Icon::step_forward, ui::Command::next_segment,
           StepForward{Grain::segment}},
      Jump{"transport.next_bookmark", Icon::next_bookmark, ui::Command::next_bookmark,
           StepForward{Grain::bookmark}},
      Jump{"transport.end", Icon::jump_to_end, ui::Command::go_to_end, JumpEnd{}}};
  draw_jumps(frame, strip, before);
  ui::take_left(strip, ui.px(2));
  Rect play = ui::take_left(strip, ui.px(play_width));
  play = {play.x, centred(play, ui.px(play_height)), play.w, ui.px(play_height)};
  const bool on = frame.session.playing() || frame.session.computing();
  const char* words = on ? "transport.pause" : "transport.play";
  if (ui.icon_button("transport.play", play, on ? Icon::pause : Icon::play, ui.say(words),
                     {.primary = !waits_for_learner(frame.session),
                      .chord = ui.chord(ui::Command::play_pause)}))
    frame.wish(frame.session.computing() ? Intent{StopRun{}} : Intent{TogglePlay{}});
  ui::take_left(strip, ui.px(2));
  draw_jumps(frame, strip, after);
  ui::take_left(strip, ui.px(strip_gap));
}

// "1:40" slow motion, or how many times faster than the wire.
std::string motion_words(const Frame& frame) {
  const double slow = scene::slow_motion(frame.session.pace());
  const bool slower = slow >= 1;
  const auto factor = static_cast<std::int64_t>(std::llround(slower ? slow : 1 / slow));
  return frame.ui.say(slower ? "transport.slow_motion" : "transport.fast_motion", {{"n", factor}});
}

void draw_flight_time(const Frame& frame, Rect& strip) {
  ui::Ui& ui = frame.ui;
  const engine::Duration now = frame.session.pace().flight_time;
  const std::string words = ui.say(
      "transport.flight", {{"length", ui::short_text(now)}, {"motion", motion_words(frame)}});
  const float words_width = ui.fonts().measure(TextRole::small, words).w + ui.px(6);
  Rect box = ui::take_left(strip, std::max(ui.px(142), words_width));
  ui::take_left(strip, ui.px(strip_gap));
  ui.text("transport.flight", ui::take_top(box, box.h * 0.42f), words,
          {.role = TextRole::small, .align = ui::Align::centre});
  Rect row = ui::inset(box, 0, ui.px(1));
  const Rect slower = ui::take_left(row, ui.px(26));
  const Rect faster = ui::take_right(row, ui.px(26));
  if (ui.icon_button("transport.slower", slower, Icon::minus, ui.say("transport.slower"),
                     {.chord = ui.chord(ui::Command::slower)}))
    frame.wish(ChangeFlightTime{-1});
  const auto begin = std::begin(scene::flight_times);
  const auto end = std::end(scene::flight_times);
  const auto count = static_cast<std::size_t>(end - begin);
  // Short crossings are fast: the slider goes from slow to fast like its buttons.
  const auto place = static_cast<std::size_t>(std::find(begin, end, now) - begin);
  const std::size_t index = count - 1 - std::min(place, count - 1);
  if (const auto chosen = ui.stops("transport.flight_time", ui::inset(row, ui.px(4), 0),
                                   ui.say("transport.flight_time"), index, count))
    frame.wish(SetFlightTime{scene::flight_times[count - 1 - *chosen]});
  if (ui.icon_button("transport.faster", faster, Icon::plus, ui.say("transport.faster"),
                     {.chord = ui.chord(ui::Command::faster)}))
    frame.wish(ChangeFlightTime{+1});
}

float widest(const Frame& frame, std::span<const std::string> words, TextRole role) {
  float width = 0;
  for (const std::string& word : words)
    width = std::max(width, frame.ui.fonts().measure(role, word).w);
  return width;
}

void draw_waits(const Frame& frame, Rect& strip) {
  ui::Ui& ui = frame.ui;
  const std::string title = ui.say("transport.waits.title");
  const std::array modes{ui.say("transport.waits.compressed"), ui.say("transport.waits.real"),
                         ui.say("transport.waits.skip")};
  const float width = std::max(widest(frame, modes, TextRole::small) + ui.px(38),
                               ui.fonts().measure(TextRole::small, title).w + ui.px(4));
  Rect box = ui::take_left(strip, width);
  ui::take_left(strip, ui.px(strip_gap));
  ui.text("transport.waits.title", ui::take_top(box, box.h * 0.42f), title,
          {.role = TextRole::small, .align = ui::Align::centre});
  const auto now = static_cast<std::size_t>(frame.session.pace().waits);
  if (const auto chosen = ui.combo("transport.waits", ui::inset(box, 0, ui.px(1)), modes, now,
                                   {.tooltip = ui.say("transport.waits.tooltip"),
                                    .chord = ui.chord(ui::Command::cycle_waits),
                                    .role = TextRole::small}))
    frame.wish(SetWaits{static_cast<scene::Waits>(*chosen)});
}

void draw_run_until(const Frame& frame, Rect& strip) {
  ui::Ui& ui = frame.ui;
  const bool small = ui.width() / ui.scale() < narrow;
  const std::string words = small ? "" : ui.say("transport.run_until.title");
  const float width =
      small ? ui.px(button) : ui.fonts().measure(TextRole::small, words).w + ui.px(40);
  Rect box = ui::take_left(strip, width);
  ui::take_left(strip, ui.px(strip_gap));
  box = {box.x, centred(box, ui.px(36)), box.w, ui.px(36)};
  const std::string tooltip = ui.say("transport.run_until.tooltip");
  const ui::Point below{box.x, box.y};
  const bool pressed =
      small ? ui.icon_button("transport.run_until", box, Icon::flag, tooltip)
            : ui.button("transport.run_until", box, words,
                        {.icon = Icon::flag, .tooltip = tooltip, .role = TextRole::small});
  if (pressed) ui.open_menu("transport.run_until.menu", below);
  const bool selected = frame.session.selection().packet.has_value();
  const std::array goals{RunGoal::next_timer, RunGoal::state_change, RunGoal::selected_answered,
                         RunGoal::quiet};
  const std::array items{
      ui::MenuItem{.id = "transport.run_until.timer", .label = ui.say("transport.run_until.timer")},
      ui::MenuItem{.id = "transport.run_until.state", .label = ui.say("transport.run_until.state")},
      ui::MenuItem{.id = "transport.run_until.answered",
                   .label = ui.say("transport.run_until.answered"),
                   .enabled = selected,
                   .why_not = ui.say("transport.run_until.nothing_selected")},
      ui::MenuItem{.id = "transport.run_until.quiet",
                   .label = ui.say("transport.run_until.quiet")}};
  if (const auto chosen = ui.menu("transport.run_until.menu", items))
    frame.wish(RunUntil{goals[*chosen]});
}

// The clock is a button that becomes a field: click it or press G.
void draw_clock(const Frame& frame, TransportView& view, Rect& strip) {
  ui::Ui& ui = frame.ui;
  const std::string now = ui::clock_text(frame.session.playhead().at);
  const float width = ui.fonts().measure(TextRole::strong, now).w + ui.px(24);
  Rect box = ui::take_right(strip, std::max(width, ui.px(110)));
  ui::take_right(strip, ui.px(strip_gap));
  box = {box.x, centred(box, ui.px(36)), box.w, ui.px(36)};
  const bool wanted = frame.session.settings().is_shown(Panel::go_to_time);
  const bool begins = wanted && !view.typing;
  if (begins) view.time = now;
  if (begins) view.had_focus = false;
  view.typing = wanted;
  if (!wanted) {
    if (ui.button("transport.clock", box, now,
                  {.tooltip = ui.say("transport.clock.tooltip"),
                   .chord = ui.chord(ui::Command::go_to_time),
                   .role = TextRole::strong}))
      frame.wish(ShowPanel{Panel::go_to_time, true});
    return;
  }
  const auto time = ui::parse_duration(view.time);
  const ui::Edit edit = ui.text_field(
      "transport.clock.field", box, view.time,
      {.label = ui.say("transport.clock.tooltip"), .mono = true, .focus_now = !view.had_focus});
  if (edit == ui::Edit::committed && time && *time >= engine::Duration{})
    frame.wish(SeekTo{engine::world_start + *time});
  const bool left = view.had_focus && edit == ui::Edit::none && !ui.typing();
  view.had_focus = view.had_focus || (!begins && ui.typing());
  if (edit == ui::Edit::committed || edit == ui::Edit::cancelled || left)
    frame.wish(ShowPanel{Panel::go_to_time, false});
}

// What the engine will do next; while it plays or computes, what it does now.
void draw_next(const Frame& frame, const Rect& line) {
  ui::Ui& ui = frame.ui;
  const Session& session = frame.session;
  std::string words;
  if (session.computing()) {
    words = ui.say("transport.computing");
  } else if (session.at_edge() && session.ends()) {
    words = ui.say("next.cut");
  } else if (!session.playing() && !session.hides_next()) {
    const scene::NextEvent next = scene::next_event(session.timeline(), session.index(),
                                                    session.playhead(), session.settings().numbers);
    words = ui.say(next.words);
  }
  ui.text("transport.next", line, words, {.role = TextRole::small, .secondary = true});
}

void draw_transport_bar(const Frame& frame, TransportView& view) {
  ui::Ui& ui = frame.ui;
  const ui::Area area(ui, "transport", frame.layout.transport);
  Rect strip = ui::inset(frame.layout.transport, ui.px(8), ui.px(1));
  const Rect line = ui::take_top(strip, strip.h - ui.px(play_height));
  draw_buttons(frame, strip);
  draw_flight_time(frame, strip);
  draw_waits(frame, strip);
  draw_run_until(frame, strip);
  draw_clock(frame, view, strip);
  draw_next(frame, line);
  draw_overview(frame, view.overview, ui::inset(strip, ui.px(2), ui.px(2)));
}

}  // namespace

void draw_transport(const Frame& frame, TransportView& view) {
  if (!frame.layout.transport.empty()) draw_transport_bar(frame, view);
}

}  // namespace app::panels
