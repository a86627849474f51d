#include "app/panels/point_of_view.hpp"

#include <algorithm>
#include <string>

#include "app/panels/lecture.hpp"
#include "app/panels/segment_look.hpp"

namespace app::panels {
namespace {

using ui::Rect;

constexpr float wire_header = 28;  // clock and rules are nobody's secret

// Neutral, and so thick that nothing shines through.
void cover(const Frame& frame, const std::string& id, const Rect& box) {
  if (box.empty()) return;
  ui::Ui& ui = frame.ui;
  ui.canvas().fill(box, ui.theme().window);
  ui.canvas().shade(box);
  const std::string words = ui.say("view.hidden");
  const ui::TextRole role = ui::TextRole::number;
  const float width = std::min(box.w - ui.px(12), ui.fonts().measure(role, words).w + ui.px(16));
  const float height = ui.text_height(words, width - ui.px(12), role) + ui.px(8);
  const Rect plate{box.centre().x - width / 2, box.centre().y - height / 2, width, height};
  if (width < ui.px(40) || height > box.h) return;
  ui.canvas().fill(plate, ui.theme().panel, ui.px(3));
  ui.canvas().outline(plate, ui.theme().line, ui.px(1), ui.px(3));
  ui.text(id, ui::inset(plate, ui.px(6), ui.px(4)), words,
          {.role = role, .align = ui::Align::centre, .wrap = true});
}

}  // namespace

void draw_view_choice(const Frame& frame, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const engine::World& world = frame.session.world();
  constexpr std::size_t most_hosts = 3;
  std::vector<std::string> names{ui.say("view.both")};
  for (std::size_t i = 0; i < std::min(world.hosts.size(), most_hosts); ++i)
    names.push_back(host_words(frame, {static_cast<std::uint32_t>(i)}));
  const auto now = static_cast<std::size_t>(frame.session.point_of_view());
  const std::string chord = ui.chord(ui::Command::point_of_view);
  if (frame.layout.compact) {
    if (ui.icon_button("top.view", ui::inset(ui::take_right(rest, rest.h), ui.px(3)), ui::Icon::eye,
                       ui.say("view.tooltip"),
                       {.selected = now != 0, .quiet = true, .chord = chord}))
      frame.wish(CyclePointOfView{});
    return;
  }
  float width = 0;
  for (const std::string& name : names)
    width = std::max(width, ui.fonts().measure(ui::TextRole::caption, name).w);
  Rect box = ui::inset(ui::take_right(rest, width + ui.px(64)), ui.px(3));
  const Rect eye = ui::take_left(box, ui.px(24));
  ui.canvas().icon({eye.x, eye.centre().y - ui.px(9), ui.px(18), ui.px(18)}, ui::Icon::eye,
                   ui.theme().ink);
  if (const auto chosen = ui.combo("top.view", box, names, std::min(now, names.size() - 1),
                                   {.tooltip = ui.say("view.tooltip"), .chord = chord}))
    frame.wish(SetPointOfView{static_cast<PointOfView>(*chosen)});
}

void draw_wire_fog(const Frame& frame) {
  const auto eye = frame.session.seen_from();
  Rect wire = frame.layout.wire;
  if (!eye || wire.empty()) return;
  ui::take_top(
      wire, is_lecture(frame) ? of_height(frame, scene::share::heading) : frame.ui.px(wire_header));
  if (eye->value == 0) ui::take_left(wire, wire.w / 2);
  if (eye->value == 1) ui::take_right(wire, wire.w / 2);
  // An area of its own: what lies below is neither seen nor touched.
  const ui::Area area(frame.ui, "fog.wire", wire, {.background = false, .overlay = true});
  cover(frame, "fog.wire", wire);
}

void draw_fogged_endpoint(const Frame& frame, engine::HostId host, const Rect& rect) {
  const std::string& name = frame.session.world().host(host).name;
  const bool lecture = is_lecture(frame);
  const ui::Area area(frame.ui, "endpoint." + name, rect, {.background = !lecture});
  Rect rest = lecture ? rect : ui::inset(rect, frame.ui.px(6));
  const float heading = lecture ? of_height(frame, scene::share::heading) : frame.ui.px(28);
  const std::string words = host_words(frame, host);
  frame.ui.text("endpoint." + name + ".name", ui::take_top(rest, heading),
                lecture ? capitalized(words) : words, {.role = ui::TextRole::strong});
  cover(frame, "fog." + name, rest);
}

void draw_ladder_fog(const Frame& frame, const LadderPlace& place,
                     const std::vector<scene::Rect>& fog) {
  for (std::size_t i = 0; i < fog.size(); ++i)
    cover(frame, "fog.ladder." + std::to_string(i), place.at(fog[i]));
}

bool is_in_fog(const Frame& frame, std::optional<engine::HostId> host) {
  const auto eye = frame.session.seen_from();
  return eye && host != eye;
}

}  // namespace app::panels
