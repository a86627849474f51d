#include "app/panels/inspector.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/scene/flight.hpp"
#include "app/scene/heading.hpp"
#include "app/scene/narration.hpp"
#include "app/scene/seen_by.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

using ui::Icon;
using ui::Rect;
using ui::TextRole;

// What the inspector shows when nothing is selected: a SYN, labelled as a sample.
constexpr std::array<std::uint8_t, 44> sample{
    0x45, 0,  0,    44,   0,    1,    0x40, 0,    64, 6, 0x26, 0xC9, 10,   0,   0,
    1,    10, 0,    0,    2,    0xC3, 0x50, 0,    80, 0, 0,    3,    0xE8, 0,   0,
    0,    0,  0x60, 0x02, 0xFF, 0xFF, 0xBC, 0x9B, 0,  0, 2,    4,    5,    0xB4};

const engine::Flight* selected_flight(const Session& session) {
  const auto packet = session.selection().packet;
  const auto flights = session.timeline().flights();
  if (!packet || packet->value == 0 || packet->value > flights.size()) return nullptr;
  const engine::Flight& flight = flights[packet->value - 1];
  const auto eye = session.seen_from();
  if (eye && !scene::knows(*eye, flight)) return nullptr;
  return flight.sent_step < session.playhead().steps || flight.sent_at <= session.playhead().at
             ? &flight
             : nullptr;
}

// As the playhead knows them: on the wire as they are now, afterwards as they arrived.
engine::ByteRef shown_bytes(const Frame& frame, const engine::Flight& flight) {
  if (const engine::Packet* packet = find(frame.session.world().wire, flight.id))
    return packet->bytes;
  const bool ended =
      flight.final_bytes.length != 0 && flight.end_step < frame.session.playhead().steps;
  return ended ? flight.final_bytes : flight.bytes;
}

// One line about the segment: number, direction, flags, numbers, fate.
std::string summary(const Frame& frame, const engine::Flight& flight) {
  const Session& session = frame.session;
  const auto label =
      scene::label(session.index(), flight.id,
                   scene::heading(session.timeline().bytes().read(shown_bytes(frame, flight))),
                   session.settings().numbers);
  std::string words = frame.ui.say(
      "inspector.summary",
      {{"n", std::to_string(flight.id.value)}, {"flags", label.flags}, {"numbers", label.numbers}});
  if (flight.original.value != 0)
    words += " · " + frame.ui.say("inspector.repeats",
                                  {{"n", flight.original.value},
                                   {"k", scene::attempt_of(session.timeline().flights(), flight)}});
  if (flight.provenance == engine::Provenance::forged)
    words += " · " + frame.ui.say("inspector.forged");
  if (flight.edited) words += " · " + frame.ui.say("inspector.edited");
  return words;
}

void draw_inspector_strip(const Frame& frame, const engine::Flight* flight, InspectorView& view,
                          Rect strip, bool open) {
  ui::Ui& ui = frame.ui;
  if (ui.icon_button("inspector.toggle", ui::inset(ui::take_right(strip, strip.h), ui.px(2)),
                     open ? Icon::chevron_down : Icon::chevron_up,
                     ui.say(open ? "inspector.close" : "inspector.open"),
                     {.quiet = true, .chord = ui.chord(ui::Command::toggle_inspector)}))
    frame.wish(TogglePanel{Panel::inspector});
  constexpr std::array names{"header", "hex", "why", "diff"};
  for (std::size_t i = names.size(); i-- > 0;) {
    const std::string name = names[i];
    const std::string label = ui.say("inspector.tab." + name);
    const float width = ui.fonts().measure(TextRole::small, label).w + ui.px(20);
    const Rect box = ui::inset(ui::take_right(strip, width), ui.px(1), ui.px(2));
    const bool chosen = open && view.tab == static_cast<InspectorTab>(i);
    if (ui.button("inspector.tab." + name, box, label,
                  {.selected = chosen, .quiet = true, .role = TextRole::small})) {
      view.tab = static_cast<InspectorTab>(i);
      if (!open) frame.wish(ShowPanel{Panel::inspector, true});
    }
  }
  ui::take_left(strip, ui.px(8));
  ui.text(
      "inspector.summary", strip,
      flight ? summary(frame, *flight) : ui.say(open ? "inspector.none" : "inspector.none_folded"),
      {.role = TextRole::number});
}

// A tab that is about one segment says what to do for it.
float ask_to_select(const Frame& frame, const std::string& tab, Rect rest) {
  const std::string words = frame.ui.say("inspector." + tab + ".select");
  const float height = frame.ui.text_height(words, rest.w, TextRole::caption);
  frame.ui.text("inspector." + tab + ".select", ui::take_top(rest, height), words,
                {.secondary = true, .wrap = true});
  return rest.y;
}

float draw_tab(const Frame& frame, const engine::Flight* flight, const Rect& rest,
               InspectorView& view) {
  const auto bytes = flight ? frame.session.timeline().bytes().read(shown_bytes(frame, *flight))
                            : std::span<const std::uint8_t>(sample);
  const scene::SegmentBits bits =
      flight ? scene::segment_bits(frame.session.index(), flight->id, bytes)
             : scene::segment_bits(bytes);
  const bool on_wire = flight && find(frame.session.world().wire, flight->id);
  const auto packet = on_wire ? std::optional(flight->id) : std::nullopt;
  switch (view.tab) {
    case InspectorTab::header:
      return draw_header_tab(frame, bits, packet, rest, view);
    case InspectorTab::hex:
      return draw_hex_tab(frame, bits, rest, view);
    case InspectorTab::why:
      return flight ? draw_why_tab(frame, flight->id, rest) : ask_to_select(frame, "why", rest);
    case InspectorTab::diff:
      return flight ? draw_diff_tab(frame, flight->id, rest, view)
                    : ask_to_select(frame, "diff", rest);
  }
  engine::unreachable("InspectorTab");
}

// A beat shows the reasons, or points at a field: its tab comes to the front, once.
void turn_to_what_the_beat_shows(const Session& session, InspectorView& view) {
  if (!session.in_lesson() || view.lesson_beat == session.lesson()->entered) return;
  view.lesson_beat = session.lesson()->entered;
  const engine::Beat& beat = session.lesson()->beat();
  if (std::ranges::find(beat.camera.panels, engine::ShownPanel::why) != beat.camera.panels.end())
    view.tab = InspectorTab::why;
  else if (std::ranges::find(beat.highlights, engine::Target::header_field,
                             &engine::Highlight::target) != beat.highlights.end())
    view.tab = InspectorTab::header;
}

}  // namespace

void draw_inspector(const Frame& frame, InspectorView& view) {
  ui::Ui& ui = frame.ui;
  const Rect all = frame.layout.inspector;
  if (all.empty()) return;
  turn_to_what_the_beat_shows(frame.session, view);
  const bool open =
      frame.session.presenting() || frame.session.settings().is_shown(Panel::inspector);
  const engine::Flight* flight = selected_flight(frame.session);
  Rect rest = all;
  const Rect strip = ui::take_top(rest, std::min(rest.h, std::round(ui.px(28))));
  {
    const ui::Area area(ui, "inspector", strip);
    draw_inspector_strip(frame, flight, view, strip, open);
  }
  if (!open || rest.h < ui.px(40)) return;
  view.hovered = view.next_hovered;
  view.next_hovered.reset();
  const ui::Area area(ui, "inspector.body", rest,
                      {.scrolls = true, .content_height = view.body_height});
  Rect inside = ui::inset(area.content(), ui.px(10), ui.px(8));
  inside.h = std::max(inside.h, view.body_height);
  view.body_height = draw_tab(frame, flight, inside, view) + ui.px(8) - area.content().y;
}

}  // namespace app::panels
