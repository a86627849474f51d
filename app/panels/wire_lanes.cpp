#include "app/panels/wire_lanes.hpp"

#include <algorithm>
#include <array>

#include "app/panels/lecture.hpp"
#include "app/panels/segment_look.hpp"
#include "app/panels/wire_rules.hpp"

namespace app::panels {
namespace {

using ui::Point;
using ui::Rect;

std::string first_line(const Frame& frame, const scene::Token& token) {
  if (is_lecture(frame)) return lecture_flags(token.label, token.retransmission);
  return token.label.flags + again_mark(frame, token.original, token.attempt);
}

std::string second_lines(const Frame& frame, const scene::Token& token, const Rect& box) {
  const std::string& numbers = token.label.numbers;
  return is_lecture(frame) ? lecture_numbers(frame, numbers, box.w) : numbers;
}

ui::Provenance provenance(const scene::Token& token) {
  if (token.forged) return ui::Provenance::forged;
  if (token.edited) return ui::Provenance::edited;
  return token.duplicate ? ui::Provenance::duplicate : ui::Provenance::plain;
}

std::string stack_words(const Frame& frame, const scene::TokenStack& stack) {
  return frame.ui.say("ladder.stack", {{"n", stack.count}, {"flags", stack.flags}});
}

ui::TokenLook look_of(const Frame& frame, const scene::Token& token, const std::string& flags,
                      const std::string& numbers) {
  const engine::Flags& bits = token.label.bits;
  return {.kind = token_kind(token.label.dominant),
          .split_syn_ack = bits.syn && bits.ack && !bits.rst,
          .pointing = token.leftwards ? ui::Pointing::left : ui::Pointing::right,
          .provenance = provenance(token),
          .corner_mark = bits.urg || bits.ece || bits.cwr,
          .selected = is_lit(frame, token.packet),
          .lifted = false,
          .flags = flags,
          .detail = numbers};
}

// One direction: a line, the arrow head at its end, and at its entrance what waits there.
void draw_lane(const Frame& frame, Point from, Point to, engine::HostId sender) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  canvas.line(from, to, {.color = theme.line, .width = ui.px(1)});
  canvas.arrow_head(to, from, ui.px(8), theme.line, theme.line);
  const float step = from.x < to.x ? ui.px(20) : -ui.px(20);
  Point at{from.x + step, from.y};
  for (const engine::Impairment& rule : frame.session.world().wire.impairments) {
    if (!is_armed(rule) || (rule.match.from && *rule.match.from != sender)) continue;
    const float r = ui.px(8);
    const Rect box{at.x - r, at.y - r, 2 * r, 2 * r};
    canvas.fill(ui::inset(box, -ui.px(2)), theme.panel);
    if (ui.pointer_over(box) && !ui.popup_open())
      ui.tooltip(rule_words(frame, rule) + "\n" + ui.say("wire.rules.at_entrance"));
    if (std::holds_alternative<engine::DropIt>(rule.action))
      canvas.cross(at, r, {.color = theme.ink, .width = ui.px(2), .style = ui::LineStyle::dashed});
    else
      canvas.icon(box, rule_icon(rule), theme.ink);
    at.x += step;
  }
}

// Quarters and twentieths of the way, between the lanes.
void draw_scale(const Frame& frame, const Rect& lanes) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const float y = lanes.centre().y;
  constexpr int parts = 20;
  for (int i = 1; i < parts; ++i) {
    const float x = lanes.x + lanes.w * static_cast<float>(i) / parts;
    const float reach = ui.px(i % 5 == 0 ? 4 : 2);
    canvas.line({x, y - reach}, {x, y + reach}, {.color = ui.theme().line, .width = ui.px(1)});
  }
}

// The stretch behind a moving token that also catches it.
void draw_tail(const Frame& frame, const WirePlace& place, const scene::Token& token) {
  ui::Ui& ui = frame.ui;
  const Rect hit = ui::to_screen(token.hit, place.origin, ui.scale());
  ui::Canvas& canvas = ui.canvas();
  canvas.fill(hit, ui::faded(ui.theme().focus, 0.18f), ui.px(6));
}

// For the test of what a class can read.
void note_words(const Frame& frame, const scene::Token& token, const Rect& box,
                const std::string& flags, const std::string& numbers) {
  ui::Ui& ui = frame.ui;
  const std::string id = "wire.token." + std::to_string(token.packet.value);
  const float room = box.w - ui.px(8) - box.h * 0.3f + 1;
  const auto note = [&](const char* part, ui::TextRole role, std::string_view words) {
    const bool fits = ui.fonts().measure(role, words).w <= room;
    ui.note_text(id + part, words, box, fits, ui.fonts().em(role));
  };
  note(".flags", ui::TextRole::lamp, flags);
  const std::size_t cut = std::min(numbers.find('\n'), numbers.size());
  note(".numbers", ui::TextRole::number, std::string_view(numbers).substr(0, cut));
  if (cut < numbers.size())
    note(".more", ui::TextRole::number, std::string_view(numbers).substr(cut + 1));
}

void draw_clock_mark(const Frame& frame, const Rect& token) {
  ui::Ui& ui = frame.ui;
  const float side = ui.px(16);
  const Rect box{token.x - side / 2, token.y - side / 2, side, side};
  ui.canvas().circle(box.centre(), side / 2, ui.theme().panel, ui.theme().ink, ui.px(1));
  ui.canvas().icon(ui::inset(box, ui.px(2)), ui::Icon::clock, ui.theme().ink);
}

}  // namespace

void draw_lanes(const Frame& frame, const WirePlace& place) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const Rect& lanes = place.lanes;
  const float up = lanes.y + lanes.h / 4;
  const float down = lanes.y + lanes.h * 3 / 4;
  draw_lane(frame, {lanes.x, up}, {lanes.right(), up}, {0});
  draw_lane(frame, {lanes.right(), down}, {lanes.x, down}, {1});
  draw_scale(frame, lanes);
  if (is_lecture(frame)) return;  // the lifelines of its ladder reach up to here
  const ui::Stroke post{.color = ui.theme().ink, .width = ui.px(3)};
  canvas.line(lanes.origin(), {lanes.x, lanes.bottom()}, post);
  canvas.line({lanes.right(), lanes.y}, {lanes.right(), lanes.bottom()}, post);
  canvas.line(place.siding.origin(), {place.siding.right(), place.siding.y},
              {.color = ui.theme().line, .width = ui.px(1), .style = ui::LineStyle::dotted});
}

void draw_stations(const Frame& frame, const WirePlace& place,
                   const std::vector<scene::Station>& stations) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  for (const scene::Station& station : stations) {
    const std::string words =
        station.host ? host_words(frame, *station.host) : ui.say("wire.nowhere");
    const std::string id = station.host ? std::to_string(station.host->value) : "nobody";
    const float x = place.lanes.x + static_cast<float>(station.place) * place.lanes.w;
    const float width = ui.fonts().measure(ui::TextRole::small, words).w + ui.px(14);
    const Rect box{x - width / 2, place.stations.y, width, place.stations.h - ui.px(2)};
    const float lowest = place.lanes.y + place.lanes.h * 3 / 4;
    const ui::LineStyle style = station.host ? ui::LineStyle::solid : ui::LineStyle::dotted;
    canvas.line({x, box.bottom()}, {x, lowest},
                {.color = theme.ink, .width = ui.px(1.5f), .style = style});
    for (const float y : {place.lanes.y + place.lanes.h / 4, lowest})
      canvas.circle({x, y}, ui.px(4), theme.panel, theme.ink, ui.px(1.5f));
    canvas.fill(box, station.host ? theme.raised : theme.panel, ui.px(3));
    const Point corners[] = {
        box.origin(), {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}};
    canvas.path(corners, {.color = theme.ink, .width = ui.px(1.5f), .style = style}, true);
    ui.text("wire.station." + id, box, words,
            {.role = ui::TextRole::small, .align = ui::Align::centre});
    if (!ui.pointer_over(box)) continue;
    ui.tooltip(station.host
                   ? words + "  " + to_string(frame.session.world().host(*station.host).address)
                   : ui.say("wire.station.nobody"));
  }
}

float token_width(const Frame& frame, const scene::PacketLabel& label) {
  const ui::Fonts& fonts = frame.ui.fonts();
  const float flags = fonts.measure(ui::TextRole::lamp, label.flags).w;
  const float numbers = fonts.measure(ui::TextRole::number, label.numbers).w;
  return std::max(flags, numbers) / frame.ui.scale() + 30;  // the point and the margins
}

void draw_token_stack(const Frame& frame, const WirePlace& place, const scene::TokenStack& stack) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  const Rect box = ui::to_screen(stack.box, place.origin, ui.scale());
  const std::string words = stack_words(frame, stack);
  // The edges of those below look out at the back.
  for (int depth = 2; depth >= 1; --depth) {
    const float shift = ui.px(3 * static_cast<float>(depth));
    canvas.fill({box.x, box.y + shift, box.w, box.h}, theme.panel, ui.px(3));
    canvas.outline({box.x, box.y + shift, box.w, box.h}, theme.ink, ui.px(1), ui.px(3));
  }
  ui::TokenLook look{.kind = token_kind(stack.dominant),
                     .pointing = stack.leftwards ? ui::Pointing::left : ui::Pointing::right,
                     .provenance = stack.forged ? ui::Provenance::forged : ui::Provenance::plain,
                     .flags = words,
                     .detail = {}};
  canvas.token(box, look);
}

void draw_token(const Frame& frame, const WirePlace& place, const scene::Token& token, Grip grip) {
  if (grip == Grip::hovered) draw_tail(frame, place, token);
  const Rect box = ui::to_screen(token.box, place.origin, frame.ui.scale());
  const std::string flags = first_line(frame, token);
  const std::string numbers = second_lines(frame, token, box);
  ui::TokenLook look = look_of(frame, token, flags, numbers);
  look.lifted = grip == Grip::lifted;
  frame.ui.canvas().token(box, look);
  if (is_lecture(frame)) note_words(frame, token, box, flags, numbers);
  if (token.delayed) draw_clock_mark(frame, box);
}

void draw_falling(const Frame& frame, const WirePlace& place, const scene::FallingToken& falling) {
  ui::Ui& ui = frame.ui;
  ui::Canvas& canvas = ui.canvas();
  const Rect box = ui::to_screen(falling.token.box, place.origin, ui.scale());
  const std::string flags = first_line(frame, falling.token);
  const float before = canvas.set_opacity(1 - falling.faded);
  const std::string numbers = second_lines(frame, falling.token, box);
  canvas.token(box, look_of(frame, falling.token, flags, numbers));
  canvas.cross(box.centre(), ui.px(14),
               {.color = ui.theme().ink, .width = ui.px(4), .casing = ui.theme().panel});
  canvas.set_opacity(before);
}

std::string siding_words(const Frame& frame, const scene::SidingToken& held, bool in_short) {
  ui::Ui& ui = frame.ui;
  const std::string age =
      ui.say("wire.siding.age", {{"age", about(held.age)}, {"msl", about(held.msl)}});
  if (in_short && !held.released_at) return age;
  const std::string until =
      held.released_at ? ui.say("wire.siding.leaves",
                                {{"in", about(*held.released_at - frame.session.playhead().at)}})
                       : ui.say("wire.siding.until");
  return in_short ? until : ui.say("wire.siding.both", {{"until", until}, {"age", age}});
}

void draw_held(const Frame& frame, const WirePlace& place, const scene::SidingToken& held,
               Grip grip, bool in_short) {
  scene::Token token = held.token;
  token.label.numbers = is_lecture(frame) ? frame.ui.say("told.rests", {{"age", about(held.age)}})
                                          : siding_words(frame, held, in_short);
  draw_token(frame, place, token, grip);
}

}  // namespace app::panels
