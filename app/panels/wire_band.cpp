#include "app/panels/wire_band.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <string>
#include <utility>

#include "app/panels/lecture.hpp"
#include "app/panels/segment_look.hpp"
#include "app/panels/wire_lanes.hpp"
#include "app/panels/wire_words.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using ui::Rect;

constexpr float token_least = 34, token_most = 48, lane_margin = 2, release_width = 30;
constexpr float station_height = 20;
constexpr float still = 6, least_drag = 24;  // of the pointer: less is no drag
constexpr float siding_gap = 8;
constexpr float widest_share = 0.46f;  // of the band: two tokens fit beside each other
constexpr float lecture_share = 0.7f;  // of that of a lecture, where the type is large

// Clock, what froze time, rules, settings; to a class the clock alone.
void draw_wire_header(const Frame& frame, WireBandView& view, Rect strip) {
  ui::Ui& ui = frame.ui;
  const std::string clock =
      ui.say("wire.clock", {{"t", ui::clock_text(frame.session.playhead().at)}});
  if (is_lecture(frame)) {
    ui.text("wire.clock", strip, clock, {.role = ui::TextRole::strong, .align = ui::Align::centre});
    return;
  }
  const float width = ui.fonts().measure(ui::TextRole::number, clock).w + ui.px(8);
  ui.text("wire.clock", ui::take_left(strip, std::max(width, ui.px(92))), clock,
          {.role = ui::TextRole::number});
  const Rect gear = ui::take_right(strip, strip.h);
  if (ui.icon_button("wire.settings", gear, ui::Icon::gear, ui.say("wire.settings.title"),
                     {.quiet = true}))
    frame.wish(ShowPanel{Panel::wire_settings, true});
  ui::take_right(strip, ui.px(4));
  draw_wire_rules(frame, view.rules, strip);
}

// Another run, another scale or another kind of number: what was measured no longer holds.
void forget_widths(const Frame& frame, WireBandView& view) {
  const float scale = frame.ui.scale();
  const scene::Numbers numbers = frame.session.settings().numbers;
  const engine::BranchId branch = frame.session.branch();
  const std::uint32_t run = frame.session.index().generation();
  if (view.measured_at_scale == scale && view.measured_numbers == numbers &&
      view.measured_branch == branch && view.measured_run == run)
    return;
  view.token_width = is_lecture(frame) ? 0 : 92;
  view.siding_width = 0;
  view.measured_at_scale = scale;
  view.measured_numbers = numbers;
  view.measured_branch = branch;
  view.measured_run = run;
}

float widest_token(const Frame& frame, float band) {
  return band * (is_lecture(frame) ? lecture_share : widest_share);
}

// Tokens under way are as wide as the widest label so far; of a crowd the latest are looked at.
void widen(const Frame& frame, WireBandView& view, engine::PacketId packet, float band) {
  const float scale = frame.ui.scale();
  const float width = is_lecture(frame) ? lecture_token_width(frame, label_of(frame, packet),
                                                              widest_token(frame, band) * scale) /
                                              scale
                                        : token_width(frame, marked_label(frame, packet));
  view.token_width = std::max(view.token_width, width);
}

float token_width_for(const Frame& frame, WireBandView& view, float band) {
  constexpr std::size_t crowd = 48;
  std::size_t measured = 0;
  for (const engine::Packet& packet : frame.session.world().wire.packets | std::views::reverse) {
    if (packet.held_since) continue;
    if (++measured > crowd) break;
    widen(frame, view, packet.id, band);
  }
  return std::min(view.token_width, widest_token(frame, band));
}

// A held packet says how long it rests beside its release button.
float siding_width_for(const Frame& frame, WireBandView& view, const scene::WirePicture& picture,
                       float band) {
  if (picture.siding.empty() || is_lecture(frame)) return view.siding_width = 0;
  const float room = band / static_cast<float>(picture.siding.size()) - siding_gap;
  for (const scene::SidingToken& held : picture.siding) {
    scene::PacketLabel label = marked_label(frame, held.token.packet);
    const float buttons = held.released_at ? 0 : 2 * release_width - lane_margin;
    label.numbers = siding_words(frame, held, picture.siding.size() > 1);
    view.siding_width = std::max(view.siding_width, token_width(frame, label) + buttons);
  }
  return std::min(view.siding_width, room);
}

// Three rows of tokens fill the height: two lanes and the siding.
float token_height(const Frame& frame, float height) {
  if (is_lecture(frame)) return of_height(frame, scene::share::lecture_token) / frame.ui.scale();
  return std::clamp(height / frame.ui.scale() / 3 - lane_margin, token_least, token_most);
}

// The pressed token follows the pointer.
void follow_hand(const Frame& frame, const WireBandView& view, scene::Token& token) {
  if (view.pressed != token.packet) return;
  if (std::hypot(view.dragged.x, view.dragged.y) < frame.ui.px(still)) return;
  token.box.x += view.dragged.x / frame.ui.scale();
  token.box.y += view.dragged.y / frame.ui.scale();
}

scene::WirePicture band_picture(const Frame& frame, WireBandView& view, const WirePlace& place) {
  const float scale = frame.ui.scale();
  const float height = (place.lanes.h + place.siding.h) / scale;
  const float siding = place.siding.h / scale;
  const float width = place.lanes.w / scale;
  const Session& session = frame.session;
  forget_widths(frame, view);
  scene::WireView look{.area = {0, 0, width, height},
                       .token = {token_width_for(frame, view, width),
                                 token_height(frame, place.lanes.h + place.siding.h)},
                       .siding_height = std::max(siding, 0.01f),  // 0 would be a third
                       .numbers = session.settings().numbers,
                       .stepwise = session.settings().reduced_motion};
  const auto picture = [&] {
    return scene::wire_picture(session.timeline(), session.index(), session.world(),
                               session.playhead(), session.time_map(), look);
  };
  const scene::WirePicture seen = picture();
  // What falls is not on the wire any more, and what this very step sends not yet: their words are
  // to be read as well.
  for (const scene::FallingToken& falling : seen.falling)
    widen(frame, view, falling.token.packet, width);
  for (const scene::Token& token : seen.tokens) widen(frame, view, token.packet, width);
  const float wanted = std::min(view.token_width, widest_token(frame, width));
  const bool same = wanted == look.token.x && seen.siding.empty();
  look.token.x = wanted;
  look.siding_width = siding_width_for(frame, view, seen, width);
  return same ? seen : picture();
}

// ---- touching (ux.md 5.1)

// What all regions of the band felt together in this frame.
struct Touch {
  std::optional<engine::PacketId> over;
  bool holding = false;
  std::optional<ui::Point> let_go;  // how far the pointer went since the press
};

void feel(WireBandView& view, const Frame& frame, const ui::Hit& hit,
          std::optional<engine::PacketId> packet, Touch& touch) {
  if (hit.pressed) {
    view.pressing = true;
    view.pressed = packet;
    frame.wish(PressWire{packet});
  }
  touch.holding = touch.holding || hit.pressed || hit.held;
  if (hit.held) view.dragged = hit.dragged;
  if (hit.released) touch.let_go = hit.dragged;
  if (hit.hovered && packet) touch.over = packet;
}

void touch_token(const Frame& frame, WireBandView& view, const std::string& id, const Rect& region,
                 engine::PacketId packet, Touch& touch) {
  const ui::Hit hit = frame.ui.hit(id, region, packet_name(frame, packet));
  feel(view, frame, hit, packet, touch);
  if (hit.context || (hit.clicked && !hit.released)) frame.wish(OpenMenu{packet});
  if (hit.hovered && !view.pressing && !frame.ui.popup_open())
    frame.ui.tooltip(packet_story(frame, packet) + "\n" + frame.ui.say("wire.press"));
}

// Where a token in the siding is touched: beside its release button, if it has one.
scene::Rect region_of(const scene::SidingToken& held) {
  scene::Rect region = held.token.box;
  if (!held.released_at) region.width -= release_width;
  return region;
}

// A held token that is let go on the lanes goes on from there; a flying one that is let go in the
// siding is held (ux.md 3.2, 5.1).
bool drop_where_it_lies(const Frame& frame, const WireBandView& view, const WirePlace& place,
                        const Touch& touch) {
  if (!view.pressed || !touch.let_go) return false;
  const engine::Packet* packet = find(frame.session.world().wire, *view.pressed);
  if (!packet) return false;
  const float y = frame.ui.pointer().y;
  const bool on_lanes = place.lanes.holds(frame.ui.pointer());
  const bool far = std::abs(touch.let_go->y) >= frame.ui.px(least_drag);
  const bool in_siding = y >= place.siding.y && y < place.siding.bottom();
  if (packet->held_since && on_lanes)
    frame.wish(ReleasePacket{packet->id});
  else if (!packet->held_since && far && in_siding)
    frame.wish(HoldPacket{packet->id});
  else
    return false;
  return true;
}

// The button went up (or its token is no longer there): on the pressed token it opens the menu,
// elsewhere the session decides.
void release(const Frame& frame, WireBandView& view, const WirePlace& place, const Touch& touch) {
  const ui::Point dragged = touch.let_go.value_or(ui::Point{});
  const float moved = std::hypot(dragged.x, dragged.y) / frame.ui.scale();
  const bool on_it = touch.let_go && view.pressed && touch.over == view.pressed;
  // What was done with the hand does not stop a run that was playing.
  const bool acted = drop_where_it_lies(frame, view, place, touch);
  frame.wish(ReleaseWire{on_it && moved < still ? view.pressed : std::nullopt, acted ? 0 : moved});
  view.pressing = false;
  view.pressed.reset();
  view.dragged = {};
}

void touch_wire(const Frame& frame, WireBandView& view, const WirePlace& place, const Rect& all,
                const scene::WirePicture& picture) {
  ui::Ui& ui = frame.ui;
  Touch touch;
  const auto token = [&](const char* kind, const scene::Token& it, const scene::Rect& reach) {
    const Rect region = ui::overlap(ui::to_screen(reach, place.origin, ui.scale()), all);
    const std::string id = kind + std::to_string(it.packet.value);
    if (!region.empty()) touch_token(frame, view, id, region, it.packet, touch);
  };
  for (auto it = picture.tokens.rbegin(); it != picture.tokens.rend(); ++it)
    token("wire.segment.", *it, it->hit);
  for (const scene::SidingToken& held : picture.siding)
    token("wire.siding.", held.token, region_of(held));
  for (const scene::TokenStack& stack : picture.stacks) {
    const Rect region = ui::overlap(ui::to_screen(stack.box, place.origin, ui.scale()), all);
    const ui::Hit hit = ui.hit("wire.stack." + std::to_string(stack.first.value), region,
                               ui.say("wire.stack", {{"n", stack.count}, {"flags", stack.flags}}));
    feel(view, frame, hit, std::nullopt, touch);
    if (hit.hovered && !view.pressing && !ui.popup_open())
      ui.tooltip(ui.say("wire.stack", {{"n", stack.count}, {"flags", stack.flags}}));
  }
  feel(view, frame, ui.hit("wire.band", all, ui.say("wire.band")), std::nullopt, touch);
  if (view.pressing && !touch.holding) release(frame, view, place, touch);
  if (touch.over == view.hovered) return;
  view.hovered = touch.over;
  const bool moving = touch.over && std::ranges::any_of(picture.tokens, [&](const auto& it) {
                        return it.packet == *touch.over;
                      });
  frame.wish(touch.over ? Hover{*touch.over, moving} : Hover{});
}

Grip grip_of(const Frame& frame, const WireBandView& view, engine::PacketId packet) {
  if (view.pressed == packet || packet_in(frame.session.menu()) == packet) return Grip::lifted;
  return view.hovered == packet ? Grip::hovered : Grip::none;
}

// A held packet's own way out, at the end of its token.
void draw_release(const Frame& frame, const WirePlace& place, const scene::SidingToken& held) {
  ui::Ui& ui = frame.ui;
  Rect box = ui::to_screen(held.token.box, place.origin, ui.scale());
  const Rect end = ui::inset(ui::take_right(box, ui.px(release_width)), ui.px(3));
  const engine::PacketId packet = held.token.packet;
  if (ui.icon_button("wire.release." + std::to_string(packet.value), end, ui::Icon::play,
                     ui.say("wire.menu.release"), {.chord = ui.chord(ui::Command::hold)}))
    frame.wish(ReleasePacket{packet});
}

// Who presses where a segment has just been meant the segment, not the button that came instead.
bool is_settled(const Frame& frame, WireBandView& view, const scene::WirePicture& picture) {
  constexpr double aimed_before = 0.25;
  if (!picture.tokens.empty() || !picture.falling.empty()) view.last_busy = frame.ui.seconds();
  return frame.ui.seconds() - view.last_busy >= aimed_before;
}

Rect band_rect(const Frame& frame) {
  const Rect& wire = frame.layout.wire;
  return is_lecture(frame) ? wire : ui::inset(wire, frame.ui.px(8), frame.ui.px(2));
}

// Stations, lanes, siding from above; a class sees the siding only while something is in it.
WirePlace places(const Frame& frame, Rect rest, bool has_stations) {
  const ui::Ui& ui = frame.ui;
  const bool lecture = is_lecture(frame);
  const Session& session = frame.session;
  WirePlace place;
  if (has_stations)
    place.stations = ui::take_top(
        rest, lecture ? of_height(frame, scene::share::station) : ui.px(station_height));
  place.lanes = rest;
  place.origin = rest.origin();
  const float siding = lecture ? of_height(frame, scene::share::lane)
                               : ui.px(token_height(frame, rest.h) + lane_margin);
  if (!lecture || scene::anything_rests(session.timeline(), session.world(), session.playhead()))
    place.siding = ui::take_bottom(place.lanes, siding);
  return place;
}

void draw_band(const Frame& frame, WireBandView& view) {
  ui::Ui& ui = frame.ui;
  const ui::Area area(ui, "wire", frame.layout.wire, {.background = !is_lecture(frame)});
  Rect rest = band_rect(frame);
  draw_wire_header(frame, view, ui::take_top(rest, header_height(frame)));
  const auto stations = scene::stations(frame.session.world(), frame.session.index(), {});
  const WirePlace place = places(frame, rest, !stations.empty());
  scene::WirePicture picture = band_picture(frame, view, place);
  draw_lanes(frame, place);
  draw_stations(frame, place, stations);
  const bool all_seen = !frame.session.seen_from();
  if (all_seen)  // no end sees what falls, and the words are about both
    for (const scene::FallingToken& falling : picture.falling) draw_falling(frame, place, falling);
  if (all_seen)
    draw_wire_words(frame, place, picture, view.pressing && view.pressed,
                    is_settled(frame, view, picture));
  for (scene::SidingToken& held : picture.siding) {
    follow_hand(frame, view, held.token);
    draw_held(frame, place, held, grip_of(frame, view, held.token.packet),
              picture.siding.size() > 1);
  }
  for (const scene::TokenStack& stack : picture.stacks) draw_token_stack(frame, place, stack);
  for (scene::Token& token : picture.tokens) {
    follow_hand(frame, view, token);
    draw_token(frame, place, token, grip_of(frame, view, token.packet));
  }
  for (const scene::SidingToken& held : picture.siding)
    if (!is_lecture(frame) && !held.released_at && view.pressed != held.token.packet)
      draw_release(frame, place, held);
  touch_wire(frame, view, place, rest, picture);
}

}  // namespace

float header_height(const Frame& frame) {
  return is_lecture(frame) ? of_height(frame, scene::share::heading) : frame.ui.px(24);
}

void draw_wire_band(const Frame& frame, WireBandView& view) {
  if (!frame.layout.wire.empty()) draw_band(frame, view);
  if (frame.session.settings().is_shown(Panel::add_rule))
    if (const auto rule = std::exchange(view.rules.to_change, {})) fill_in(view.rule, *rule);
  draw_rule_dialog(frame, view.rule);
  draw_wire_settings(frame, view.settings);
}

}  // namespace app::panels
