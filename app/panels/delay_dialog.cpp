#include "app/panels/delay_dialog.hpp"

#include <array>

#include "app/panels/segment_look.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view delay_dialog_id = "wire.delay";
constexpr std::array<engine::Duration, 5> delay_offers{20ms, 100ms, 200ms, 1s, 5s};

// A row of lengths of time that are often wanted.
void draw_offers(const Frame& frame, DelayDialogView& view, ui::Rect& rest) {
  ui::Rect row = ui::take_top(rest, frame.ui.px(32));
  const float width = row.w / static_cast<float>(delay_offers.size());
  for (std::size_t i = 0; i < delay_offers.size(); ++i) {
    const std::string words = ui::short_text(delay_offers[i]);
    const ui::Rect box = ui::inset(ui::take_left(row, width), frame.ui.px(2));
    if (frame.ui.button("wire.delay.offer." + std::to_string(i), box, words,
                        {.selected = view.by == words}))
      view.by = words;
  }
}

// When it would arrive, or what is wrong with what was typed; empty = fine.
std::string verdict(const Frame& frame, const DelayDialogView& view,
                    std::optional<engine::Duration> by, ui::Rect& rest) {
  ui::Ui& ui = frame.ui;
  const engine::Packet* packet = find(frame.session.world().wire, *view.of);
  if (!by || *by <= engine::Duration{}) return ui.say("wire.delay.bad");
  if (!packet) return ui.say("wire.gone");
  const std::string arrival =
      packet->held_since
          ? ui.say("wire.delay.held")
          : ui.say("wire.delay.arrival", {{"now", ui::clock_text(packet->arrives_at)},
                                          {"then", ui::clock_text(packet->arrives_at + *by)}});
  ui.text("wire.delay.arrival", ui::take_top(rest, ui.px(44)), arrival,
          {.secondary = true, .wrap = true});
  return {};
}

}  // namespace

void open_delay_dialog(DelayDialogView& view, engine::PacketId packet) {
  view.of = packet;
  view.by = ui::short_text(200ms);
  view.fresh = true;
}

void draw_delay_dialog(const Frame& frame, DelayDialogView& view) {
  ui::Ui& ui = frame.ui;
  if (view.of && !is_recorded(frame, *view.of)) view.of.reset();
  if (view.gate.follow(frame, delay_dialog_id, view.of.has_value()) == DialogGate::Turn::closed)
    view.of.reset();
  if (!view.of) return;
  const ui::Dialog dialog(ui, delay_dialog_id,
                          ui.say("wire.delay.title", {{"packet", packet_name(frame, *view.of)}}),
                          {440, 236});
  if (!dialog.open()) return;
  ui::Rect rest = dialog.content();
  ui.text("wire.delay.words", ui::take_top(rest, ui.px(24)), ui.say("wire.delay.words"));
  const ui::Edit edit = ui.text_field("wire.delay.by", ui::take_top(rest, ui.px(32)), view.by,
                                      {.label = ui.say("wire.delay.words"),
                                       .hint = ui.say("wire.delay.hint"),
                                       .focus_now = view.fresh});
  if (ui.typing()) view.fresh = false;
  ui::take_top(rest, ui.px(6));
  draw_offers(frame, view, rest);
  ui::take_top(rest, ui.px(6));
  const std::optional<engine::Duration> by = ui::parse_duration(view.by);
  const std::string wrong = verdict(frame, view, by, rest);
  if (!wrong.empty())
    ui.text("wire.delay.wrong", ui::take_top(rest, ui.px(44)), wrong, {.wrap = true});
  const Answer answer = ask(frame, delay_dialog_id, rest, ui.say("wire.delay.ok"), wrong);
  const bool agreed = answer == Answer::yes || (edit == ui::Edit::committed && wrong.empty());
  if (agreed && by) frame.wish(DelayPacket{*view.of, *by});
  if (agreed || answer == Answer::no || edit == ui::Edit::cancelled) view.of.reset();
}

}  // namespace app::panels
