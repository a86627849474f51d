#include "app/panels/wire_words.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "app/panels/endpoint_parts.hpp"
#include "app/panels/lecture.hpp"
#include "app/panels/segment_look.hpp"
#include "app/scene/queues.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

using namespace std::chrono_literals;
using ui::Rect;
using ui::TextRole;

// Calls that lead on from this state; what is not legal now is left out later.
std::vector<std::string_view> calls_in(engine::State state) {
  using enum engine::State;
  switch (state) {
    case closed:
      return {"listen", "connect"};
    case listen:
      return {"accept"};
    case established:
    case close_wait:
      return {"send", "close"};
    case syn_sent:
    case syn_received:
      return {"close", "abort"};
    case fin_wait_1:
    case fin_wait_2:
    case closing:
    case last_ack:
    case time_wait:
      return {};
  }
  engine::unreachable("State");
}

std::vector<LegalCall> offers_of(const Frame& frame, engine::HostId id) {
  const engine::Host& host = frame.session.world().host(id);
  engine::State state = engine::State::closed;
  if (const auto shown = scene::default_connection(host))
    if (const engine::Connection* connection = scene::find_shown(host, *shown))
      state = connection->tcb.state;
  const auto leads_on = calls_in(state);
  std::vector<LegalCall> calls = legal_calls(frame, id);
  std::erase_if(calls, [&](const LegalCall& call) {
    return std::ranges::find(leads_on, call.name) == leads_on.end();
  });
  return calls;
}

// A large line and a small one below it, in the middle of `box`.
void two_lines(const Frame& frame, const Rect& box, const std::string& id, const std::string& large,
               const std::string& small) {
  ui::Ui& ui = frame.ui;
  const float first = ui.fonts().line_height(TextRole::strong);
  const float second = small.empty() ? 0 : ui.fonts().line_height(TextRole::small);
  Rect rest = ui::inset(box, ui.px(24), 0);
  ui::take_top(rest, (rest.h - first - second) / 2);
  ui.text(id, ui::take_top(rest, first), large,
          {.role = TextRole::strong, .align = ui::Align::centre});
  if (!small.empty())
    ui.text(id + ".more", ui::take_top(rest, second), small,
            {.role = TextRole::small, .align = ui::Align::centre, .secondary = true});
}

float small_width(const ui::Ui& ui, const std::string& words) {
  return ui.fonts().measure(TextRole::small, words).w;
}

// Is there a wait that is worth telling?
bool is_waiting(const Frame& frame) {
  constexpr engine::Duration too_short = 400ms;
  const auto wait = frame.session.time_map().wait_at(frame.session.playhead().at);
  if (!wait || wait->on_screen < too_short || wait->to == engine::never) return false;
  return frame.session.playhead().at > wait->from || frame.session.playing();
}

// How long it is and how much faster it passes.
bool say_waiting(const Frame& frame, const Rect& box) {
  if (!is_waiting(frame)) return false;
  const auto wait = frame.session.time_map().wait_at(frame.session.playhead().at);
  const engine::Duration length = wait->to - wait->from;
  const std::int64_t factor = length / wait->on_screen;
  const std::string speed =
      factor >= 2 ? frame.ui.say("wire.waiting.faster", {{"n", factor}}) : std::string{};
  two_lines(frame, box, "wire.waiting",
            frame.ui.say("wire.waiting.for", {{"length", about(length)}}), speed);
  return true;
}

void say_quiet(const Frame& frame, Rect box, bool settled) {
  ui::Ui& ui = frame.ui;
  if (frame.session.in_lesson())  // which has its own way on
    return two_lines(frame, box, "wire.quiet", ui.say("wire.empty.words"), "");
  const std::string restart = ui.say("wire.quiet.restart");
  const std::string fork = ui.say("wire.quiet.fork");
  const auto width = [&](const std::string& words) { return small_width(ui, words) + ui.px(40); };
  Rect buttons = ui::take_bottom(box, ui.px(30));
  two_lines(frame, box, "wire.quiet", ui.say("wire.quiet.words"), "");
  ui::take_left(buttons, (buttons.w - width(restart) - width(fork) - ui.px(8)) / 2);
  if (ui.button("wire.quiet.restart", ui::take_left(buttons, width(restart)), restart,
                {.icon = ui::Icon::jump_to_start,
                 .chord = ui.chord(ui::Command::restart_scenario),
                 .role = TextRole::small}) &&
      settled)
    frame.wish(Restart{});
  ui::take_left(buttons, ui.px(8));
  if (ui.button("wire.quiet.fork", ui::take_left(buttons, width(fork)), fork,
                {.icon = ui::Icon::branch, .role = TextRole::small}) &&
      settled) {
    frame.wish(StepBack{Grain::bookmark});
    frame.wish(Fork{});
  }
}

// The calls of one host as buttons from the left of `line`; what has no room is left out.
void offer_calls(const Frame& frame, engine::HostId host, ui::Rect& line, bool settled) {
  ui::Ui& ui = frame.ui;
  const std::string name = host_words(frame, host);
  const std::string& id = frame.session.world().host(host).name;
  ui.text("wire.calls." + id, ui::take_left(line, small_width(ui, name) + ui.px(8)), name,
          {.role = TextRole::small, .secondary = true});
  for (const LegalCall& call : offers_of(frame, host)) {
    const float width = small_width(ui, call.name) + ui.px(20);
    if (width > line.w) return;
    if (ui.button("wire.call." + id + "." + call.name, ui::take_left(line, width), call.name,
                  {.tooltip = ui.say("call.help." + call.name), .role = TextRole::small}) &&
        settled)
      frame.wish(Do{call.command});
    ui::take_left(line, ui.px(4));
  }
  ui::take_left(line, ui.px(12));
}

void say_empty(const Frame& frame, Rect box, bool settled) {
  ui::Ui& ui = frame.ui;
  float wanted = 0;
  std::vector<engine::HostId> hosts;
  for (const engine::HostId host : {engine::HostId{0}, engine::HostId{1}}) {
    const std::vector<LegalCall> calls = offers_of(frame, host);
    if (calls.empty()) continue;
    hosts.push_back(host);
    wanted += small_width(ui, host_words(frame, host)) + ui.px(20);
    for (const LegalCall& call : calls) wanted += small_width(ui, call.name) + ui.px(24);
  }
  if (hosts.empty()) return two_lines(frame, box, "wire.empty", ui.say("wire.empty.words"), "");
  Rect line = ui::take_bottom(box, ui.px(26));
  two_lines(frame, box, "wire.empty", ui.say("wire.empty.words"), "");
  ui::take_left(line, std::max(ui.px(24), (line.w - wanted) / 2));
  for (const engine::HostId host : hosts) offer_calls(frame, host, line, settled);
}

std::string frozen_words(const Frame& frame, FreezeReason reason) {
  switch (reason) {
    case FreezeReason::press:
      return frame.ui.say("wire.frozen.press");
    case FreezeReason::menu:
      return frame.ui.say("wire.frozen.menu");
    case FreezeReason::dialog:
      return frame.ui.say("wire.frozen.dialog");
    case FreezeReason::scrub:
      return frame.ui.say("wire.frozen.scrub");
    case FreezeReason::blank:
      return {};  // nobody sees it
  }
  engine::unreachable("FreezeReason");
}

// The first line of help; a lesson says itself what is to be done.
bool tells_first_steps(const Frame& frame) {
  return frame.session.shows_hint() && !frame.session.in_lesson();
}

// The siding's own line: why time is frozen, the hint, or that nothing is held.
void say_siding(const Frame& frame, const WirePlace& place, bool dragging, bool hint_above) {
  ui::Ui& ui = frame.ui;
  if (dragging)
    return void(ui.text("wire.siding.hold", place.siding, ui.say("wire.siding.drag_in"),
                        {.role = TextRole::small, .align = ui::Align::centre}));
  const auto frozen = frame.session.frozen();
  const bool hint = tells_first_steps(frame) && !hint_above && !frame.session.quiet();
  const std::string words = frozen ? frozen_words(frame, *frozen)
                            : hint ? ui.say("wire.hint")
                                   : ui.say("wire.siding.empty");
  const bool fits = ui.fonts().measure(TextRole::small, words).w <= place.siding.w;
  ui.text(hint && !frozen ? "wire.hint" : "wire.siding", place.siding, words,
          {.role = TextRole::small, .align = ui::Align::centre, .secondary = !hint, .wrap = !fits});
}

// To a class: how long nothing happens, or that nothing will. What can be done is for the one who
// teaches.
void tell_the_class(const Frame& frame, const Rect& box) {
  const bool told = frame.session.world().next_packet > 1 && frame.session.quiet();
  const float high = of_height(frame, scene::share::lane) / 2;  // the scale makes way
  if (told || is_waiting(frame))
    frame.ui.canvas().fill({box.x + 2, box.centre().y - high / 2, box.w - 4, high},
                           frame.ui.theme().window);
  if (!say_waiting(frame, box) && told)
    two_lines(frame, box, "wire.quiet", frame.ui.say("told.quiet"), "");
}

}  // namespace

void draw_wire_words(const Frame& frame, const WirePlace& place, const scene::WirePicture& picture,
                     bool dragging, bool settled) {
  ui::Ui& ui = frame.ui;
  const bool empty = picture.tokens.empty() && picture.stacks.empty() && picture.falling.empty();
  const bool hint = empty && tells_first_steps(frame) && !frame.session.quiet();
  if (is_lecture(frame)) {
    if (empty && picture.siding.empty()) tell_the_class(frame, ui::inset(place.lanes, 0, ui.px(2)));
    return;
  }
  if (picture.siding.empty()) say_siding(frame, place, dragging, hint);
  if (!empty) return;
  const Rect box = ui::inset(place.lanes, ui.px(8), ui.px(2));
  ui.canvas().fill(ui::inset(box, ui.px(16), 0), ui.theme().panel);
  if (dragging)
    two_lines(frame, box, "wire.siding.release", ui.say("wire.siding.drag_out"), "");
  else if (say_waiting(frame, box))
    return;
  else if (hint)
    ui.text("wire.hint", ui::inset(box, ui.px(24), ui.px(4)), ui.say("wire.hint"),
            {.role = TextRole::strong, .align = ui::Align::centre, .wrap = true});
  else if (frame.session.quiet() && frame.session.world().next_packet > 1 && picture.siding.empty())
    say_quiet(frame, box, settled);
  else
    say_empty(frame, box, settled);
}

}  // namespace app::panels
