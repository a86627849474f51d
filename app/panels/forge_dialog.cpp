#include "app/panels/forge_dialog.hpp"

#include <algorithm>
#include <array>

#include "app/panels/segment_look.hpp"
#include "app/scene/narration.hpp"
#include "app/ui/numbers.hpp"
#include "engine/segment/made_packet.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr std::string_view forge_dialog_id = "forge";
constexpr ui::Size largest_form{1236, 660};
constexpr float least_preset_width = 204, preview_share = 0.3f, preset_height = 27;

scene::ForgePlace draft_place(const ForgeDialogView& view) {
  return {.from = view.draft.from, .to = view.draft.to};
}

void take_preset(const Frame& frame, ForgeDialogView& view, scene::ForgePreset preset,
                 scene::ForgePlace place) {
  view.draft = scene::filled(preset, frame.session.world(), place).draft;
  view.preset = preset;
  view.burst.on = preset == scene::ForgePreset::syn_burst;
  view.copied.reset();
  view.begun = true;
  view.hex_of.clear();  // what was typed as bytes and made no sense is gone
}

// In the name of the end that is selected, towards the other one; a draft that was begun stays.
void begin_draft(const Frame& frame, ForgeDialogView& view) {
  const engine::World& world = frame.session.world();
  const engine::HostId named = frame.session.selection().endpoint;
  const engine::HostId to{named.value == 1 ? 0u : 1u};
  const bool fits = view.begun && view.draft.to == to &&
                    std::max(view.draft.from.value, to.value) < world.hosts.size();
  if (fits) return;
  using enum scene::ForgePreset;
  const scene::ForgePlace place = scene::usual_place(world, to);
  const bool live = scene::filled(rst_exact, world, place).fits;
  take_preset(frame, view, live ? rst_exact : syn_spoofed, place);
}

// ---- the left column

void draw_presets(const Frame& frame, ForgeDialogView& view, Rect& rest) {
  ui::Ui& ui = frame.ui;
  ui.text("forge.presets", ui::take_top(rest, ui.px(24)), ui.say("forge.presets"),
          {.role = TextRole::strong});
  for (const scene::ForgePreset preset : scene::forge_presets) {
    const std::string key = "forge.preset." + std::string(name(preset));
    const Rect row = ui::take_top(rest, ui.px(preset_height));
    const bool fits = scene::filled(preset, frame.session.world(), draft_place(view)).fits;
    const std::string words = ui.say(key);
    const ui::Hit hit = ui.hit(key, row, words);
    if (view.preset == preset)
      ui.canvas().fill(row, ui.theme().selected, ui.px(3));
    else if (hit.hovered)
      ui.canvas().fill(row, ui.theme().hovered, ui.px(3));
    ui.text(key + ".words", ui::inset(row, ui.px(6), ui.px(3)), words,
            {.role = TextRole::number, .secondary = !fits});
    if (hit.hovered)
      ui.tooltip(ui.say(key + "_why") + (fits ? "" : "\n" + ui.say("forge.preset_unfit")));
    if (hit.clicked) take_preset(frame, view, preset, draft_place(view));
  }
}

// As wide as its longest words.
float preset_width(const ui::Ui& ui) {
  const auto wide = [&](TextRole role, const std::string& words) {
    return ui.fonts().measure(role, words).w + ui.px(14);
  };
  float width = std::max(ui.px(least_preset_width), wide(TextRole::strong, ui.say("forge.copy")));
  for (const scene::ForgePreset preset : scene::forge_presets)
    width = std::max(width,
                     wide(TextRole::number, ui.say("forge.preset." + std::string(name(preset)))));
  return width;
}

// Every segment that has been seen up to here can be sent again.
void draw_copies(const Frame& frame, ForgeDialogView& view, Rect& rest) {
  ui::Ui& ui = frame.ui;
  constexpr std::size_t most_listed = 16;  // the newest: a list must fit the screen
  ui::take_top(rest, ui.px(8));
  ui.text("forge.copy.label", ui::take_top(rest, ui.px(22)), ui.say("forge.copy"),
          {.role = TextRole::strong});
  std::vector<engine::PacketId> seen;
  for (const engine::Flight& flight : frame.session.timeline().flights())
    if (flight.sent_step < frame.session.playhead().steps) seen.push_back(flight.id);
  if (seen.size() > most_listed) seen.erase(seen.begin(), seen.end() - most_listed);
  std::vector<std::string> words{ui.say(seen.empty() ? "forge.copy_none" : "forge.copy_choose")};
  std::size_t chosen = 0;
  for (const engine::PacketId packet : seen) {
    if (view.copied == packet) chosen = words.size();
    words.push_back(packet_name(frame, packet));
  }
  const auto picked = ui.combo("forge.copy", ui::take_top(rest, ui.px(30)), words, chosen,
                               {.role = TextRole::number});
  if (!picked || *picked == 0) return;
  const engine::Flight& flight = flight_of(frame, seen[*picked - 1]);
  const engine::HostId to = flight.to.value_or(view.draft.to);
  view.draft = scene::copy_of(frame.session.timeline().bytes().read(flight.bytes),
                              frame.session.world(), {.from = flight.from, .to = to});
  view.preset.reset();
  view.burst.on = false;
  view.copied = flight.id;
  view.begun = true;
}

// ---- where it enters the wire, and in whose name

void draw_forged_ends(const Frame& frame, ForgeDialogView& view, Rect line) {
  ui::Ui& ui = frame.ui;
  const engine::World& world = frame.session.world();
  std::vector<std::string> names;
  for (const engine::Host& host : world.hosts) names.push_back(host_words(frame, host.id));
  const float half = line.w / 2 - ui.px(6);
  const auto choose = [&](const char* id, Rect box, engine::HostId& host) {
    const std::string words = ui.say(id);
    ui.text(std::string(id) + ".label",
            ui::take_left(box, ui.fonts().measure(TextRole::number, words).w + ui.px(10)), words,
            {.role = TextRole::number});
    const auto picked = ui.combo(id, box, names, host.value, {.role = TextRole::number});
    if (!picked) return;
    host = engine::HostId{static_cast<std::uint32_t>(*picked)};
    view.begun = true;
  };
  const engine::HostId to = view.draft.to;
  choose("forge.from", ui::take_left(line, half), view.draft.from);
  ui::take_left(line, ui.px(12));
  choose("forge.to", line, view.draft.to);
  if (view.draft.to == to) return;
  if (view.draft.from == view.draft.to) view.draft.from = to;
  if (view.preset) take_preset(frame, view, *view.preset, draft_place(view));
}

// Blind or on the path: what the forger can know where it stands.
void draw_sight(const Frame& frame, const ForgeDialogView& view, Rect line) {
  ui::Ui& ui = frame.ui;
  const engine::World& world = frame.session.world();
  const scene::Sight sight = scene::sight(view.draft, world);
  const bool blind = sight == scene::Sight::blind;
  std::string words = ui.say(blind ? "forge.sight.blind" : "forge.sight.on_path");
  const auto by_name = [&](const std::string& typed, scene::NumberUse use) {
    const auto number = scene::forge_number(typed, use, view.draft, world);
    return number && number->style != scene::NumberStyle::raw;
  };
  if (blind && (by_name(view.draft.seq, scene::NumberUse::seq) ||
                by_name(view.draft.ack, scene::NumberUse::ack)))
    words = ui.say("forge.sight.peeks");
  const Rect icon = ui::take_left(line, ui.px(22));
  ui.canvas().icon(ui::inset(icon, ui.px(3), (icon.h - ui.px(16)) / 2), ui::Icon::eye,
                   blind ? ui.theme().line : ui.theme().ink);
  ui.text("forge.sight", line, words, {.role = TextRole::small, .secondary = true, .wrap = true});
}

// The bytes are written anew from what is to be sent.
void choose_tab(ForgeDialogView& view, ForgeTab tab) {
  if (view.tab != tab) view.hex_of.clear();
  view.tab = tab;
}

void draw_middle(const Frame& frame, ForgeDialogView& view, const scene::ForgeBytes& made,
                 Rect rest) {
  ui::Ui& ui = frame.ui;
  draw_forged_ends(frame, view, ui::take_top(rest, ui.px(30)));
  draw_sight(frame, view, ui::take_top(rest, ui.px(36)));
  const std::array tabs{ui.say("forge.tab.header"), ui.say("forge.tab.hex")};
  if (const auto chosen = ui.tabs("forge.tab", ui::take_top(rest, ui.px(32)), tabs,
                                  static_cast<std::size_t>(view.tab)))
    choose_tab(view, static_cast<ForgeTab>(*chosen));
  ui::take_top(rest, ui.px(6));
  const ForgeBurstStrip burst = take_burst_strip(ui, rest);
  if (view.tab == ForgeTab::header)
    draw_forge_header(frame, view, made, rest);
  else
    draw_forge_hex(frame, view, made, rest);
  draw_forge_burst(frame, view, burst);
}

// Why it cannot be sent; empty: it can.
std::string hindrance(const Frame& frame, const ForgeDialogView& view,
                      const scene::ForgeBytes& made,
                      const std::optional<engine::Command>& command) {
  if (made.packet.empty()) return frame.ui.say(scene::why_no_packet(made));
  if (const char* const wrong = wrong_with_hex(view)) return frame.ui.say(wrong);
  if (!command) return frame.ui.say("forge.burst.bad");
  if (const auto refusal = frame.session.why_not(*command)) return frame.ui.say(refusal->why);
  return {};
}

}  // namespace

void draw_forge_dialog(const Frame& frame, ForgeDialogView& view) {
  ui::Ui& ui = frame.ui;
  const bool wanted = frame.session.settings().is_shown(Panel::forge);
  const bool was_up = ui.dialog_open(forge_dialog_id);
  const DialogGate::Turn turn = view.gate.follow(frame, forge_dialog_id, wanted);
  if (turn == DialogGate::Turn::closed) frame.wish(ShowPanel{Panel::forge, false});
  if (turn != DialogGate::Turn::open) return;
  if (!was_up) begin_draft(frame, view);
  const ui::Dialog dialog(ui, forge_dialog_id, ui.say("forge.title"), largest_form);
  if (!dialog.open()) return;
  Rect rest = dialog.content();
  const scene::ForgeBytes made = scene::forge_bytes(view.draft, frame.session.world());
  const auto command = forge_command(view, made);
  const std::string ethics = ui.say("forge.ethics");
  const Answer answer =
      ask(frame, forge_dialog_id, rest, ui.say("forge.ok"), hindrance(frame, view, made, command));
  const Rect foot{rest.x, rest.bottom() + ui.px(8), rest.w * 0.62f, ui.px(36)};
  ui.text("forge.ethics", foot, ethics, {.role = TextRole::small, .secondary = true, .wrap = true});
  Rect left = ui::take_left(rest, preset_width(ui));
  draw_presets(frame, view, left);
  draw_copies(frame, view, left);
  ui::take_left(rest, ui.px(14));
  const Rect right = ui::take_right(rest, std::round(rest.w * preview_share));
  ui::take_right(rest, ui.px(14));
  draw_middle(frame, view, made, rest);
  draw_forge_preview(frame, view, made, right);
  if (answer == Answer::yes && command) frame.wish(Do{*command});
  if (answer != Answer::none) frame.wish(ShowPanel{Panel::forge, false});
}

}  // namespace app::panels
