#include "app/panels/wire_words.hpp"

#include <chrono>
#include <string>
#include <vector>

#include "app/panels/segment_look.hpp"
#include "app/scene/queues.hpp"

namespace app::panels {
namespace {

using namespace std::chrono_literals;
using ui::Rect;
using ui::TextRole;

// Calls that lead on from this state; the endpoint's buttons make them.
std::vector<const char*> calls_in(engine::State state) {
  using enum engine::State;
  switch (state) {
    case closed:
      return {"listen", "connect"};
    case listen:
      return {"accept"};
    case established:
      return {"send", "read", "shutdown", "close"};
    case close_wait:
      return {"send", "close"};
    case fin_wait_1:
    case fin_wait_2:
      return {"read"};
    case syn_sent:
    case syn_received:
      return {"close", "abort"};
    case closing:
    case last_ack:
    case time_wait:
      return {};
  }
  return {};
}

std::string offers_of(const Frame& frame, engine::HostId id) {
  const engine::Host& host = frame.session.world().host(id);
  engine::State state = engine::State::closed;
  if (const auto shown = scene::default_connection(host))
    if (const engine::Connection* connection = scene::find_shown(host, *shown))
      state = connection->tcb.state;
  std::string calls;
  for (const char* call : calls_in(state)) calls += (calls.empty() ? "" : ", ") + std::string(call);
  if (calls.empty()) return {};
  return frame.ui.say("wire.empty.calls", {{"host", host_words(frame, id)}, {"calls", calls}});
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

// In a wait that is worth telling: how long it is and how much faster it passes.
bool say_waiting(const Frame& frame, const Rect& box) {
  constexpr engine::Duration too_short = 400ms;
  const auto wait = frame.session.time_map().wait_at(frame.session.playhead().at);
  if (!wait || wait->on_screen < too_short || wait->to == engine::never) return false;
  if (frame.session.playhead().at <= wait->from && !frame.session.playing()) return false;
  const engine::Duration length = wait->to - wait->from;
  const std::int64_t factor = length / wait->on_screen;
  const std::string speed =
      factor >= 2 ? frame.ui.say("wire.waiting.faster", {{"n", factor}}) : std::string{};
  two_lines(frame, box, "wire.waiting",
            frame.ui.say("wire.waiting.for", {{"length", about(length)}}), speed);
  return true;
}

void say_quiet(const Frame& frame, Rect box) {
  ui::Ui& ui = frame.ui;
  const std::string restart = ui.say("wire.quiet.restart");
  const std::string fork = ui.say("wire.quiet.fork");
  const auto width = [&](const std::string& words) {
    return ui.fonts().measure(TextRole::small, words).w + ui.px(40);
  };
  Rect buttons = ui::take_bottom(box, ui.px(30));
  two_lines(frame, box, "wire.quiet", ui.say("wire.quiet.words"), "");
  ui::take_left(buttons, (buttons.w - width(restart) - width(fork) - ui.px(8)) / 2);
  if (ui.button("wire.quiet.restart", ui::take_left(buttons, width(restart)), restart,
                {.icon = ui::Icon::jump_to_start, .chord = "R", .role = TextRole::small}))
    frame.wish(Restart{});
  ui::take_left(buttons, ui.px(8));
  if (ui.button("wire.quiet.fork", ui::take_left(buttons, width(fork)), fork,
                {.icon = ui::Icon::branch, .role = TextRole::small})) {
    frame.wish(StepBack{Grain::bookmark});
    frame.wish(Fork{});
  }
}

void say_empty(const Frame& frame, const Rect& box) {
  std::string offers = offers_of(frame, {0});
  const std::string other = offers_of(frame, {1});
  offers += (offers.empty() || other.empty() ? "" : "   ") + other;
  two_lines(frame, box, "wire.empty", frame.ui.say("wire.empty.words"), offers);
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
  }
  return {};
}

// The siding's own line: why time is frozen, the hint, or that nothing is held.
void say_siding(const Frame& frame, const WirePlace& place, bool hint_above) {
  ui::Ui& ui = frame.ui;
  const auto frozen = frame.session.frozen();
  const bool hint = frame.session.shows_hint() && !hint_above;
  const std::string words = frozen ? frozen_words(frame, *frozen)
                            : hint ? ui.say("wire.hint")
                                   : ui.say("wire.siding.empty");
  ui.text(hint && !frozen ? "wire.hint" : "wire.siding", place.siding, words,
          {.role = TextRole::small, .align = ui::Align::centre, .secondary = !hint});
}

}  // namespace

void draw_wire_words(const Frame& frame, const WirePlace& place,
                     const scene::WirePicture& picture) {
  const bool empty = picture.tokens.empty() && picture.falling.empty();
  const bool hint = empty && frame.session.shows_hint() && !frame.session.quiet();
  if (picture.siding.empty()) say_siding(frame, place, hint);
  if (!empty) return;
  const Rect box = ui::inset(place.lanes, frame.ui.px(8), frame.ui.px(2));
  frame.ui.canvas().fill(ui::inset(box, frame.ui.px(16), 0), frame.ui.theme().panel);
  if (hint)
    frame.ui.text("wire.hint", ui::inset(box, frame.ui.px(24), frame.ui.px(4)),
                  frame.ui.say("wire.hint"),
                  {.role = TextRole::strong, .align = ui::Align::centre, .wrap = true});
  else if (!say_waiting(frame, box)) {
    if (frame.session.quiet())
      say_quiet(frame, box);
    else
      say_empty(frame, box);
  }
}

}  // namespace app::panels
