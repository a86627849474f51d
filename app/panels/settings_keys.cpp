// The page of keys: every command with its chords. "Change" waits for the next key press; a chord
// that somebody else has is not taken without a word.
#include <algorithm>
#include <array>

#include "app/panels/keys.hpp"
#include "app/panels/settings_dialog.hpp"

namespace app::panels {
namespace {

using ui::Chord;
using ui::Command;
using ui::KeyMap;
using ui::Rect;
using ui::TextRole;

constexpr float key_row_height = 36, keys_title_height = 32;

// Makes the change when nobody minds, else lets it wait.
void propose(const Frame& frame, KeysView& view, Command command, std::vector<Chord> chords) {
  const KeyMap& now = frame.ui.key_map();
  view.waiting.reset();
  for (const Chord& chord : chords)
    if (const auto holder = now.clash(command, view.mode, chord)) {
      view.waiting = WaitingChange{command, std::move(chords), chord, *holder};
      return;
    }
  KeyMap changed = now;
  changed.give(command, view.mode, chords);
  frame.wish(SetKeys{changed.choices()});
}

void settle(const Frame& frame, KeysView& view, KeyMap::Exchange exchange) {
  KeyMap changed = frame.ui.key_map();
  changed.take_over(view.waiting->command, view.mode, view.waiting->chords, exchange);
  frame.wish(SetKeys{changed.choices()});
  view.waiting.reset();
}

// A button as wide as its words, at the right end of a strip.
bool strip_button(ui::Ui& ui, Rect& strip, const char* id, const std::string& words,
                  const ui::Look& look = {}) {
  const float width = ui.fonts().measure(TextRole::caption, words).w + ui.px(24);
  const Rect box = ui::inset(ui::take_right(strip, width), 0, ui.px(3));
  ui::take_right(strip, ui.px(6));
  return ui.button(id, box, words, look);
}

// A chord that another command has: the question over its three answers, as high as its words.
void draw_question(const Frame& frame, KeysView& view, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const std::string words =
      ui.say("settings.keys.taken", {{"chord", ui::chord_text(view.waiting->taken)},
                                     {"holder", name_for(ui, view.waiting->holder)},
                                     {"command", name_for(ui, view.waiting->command)}});
  const float side = ui.px(8);
  const float height = ui.text_height(words, rest.w - 2 * side, TextRole::number) + ui.px(4);
  Rect box = ui::take_top(rest, height + ui.px(42));
  ui.canvas().fill(box, ui.theme().attention, ui.px(4));
  box = ui::inset(box, side, ui.px(2));
  ui.text("settings.keys.strip", ui::take_top(box, height), words,
          {.role = TextRole::number, .wrap = true});
  if (strip_button(ui, box, "settings.keys.leave", ui.say("settings.keys.leave")))
    return view.waiting.reset();
  if (strip_button(ui, box, "settings.keys.take", ui.say("settings.keys.take")))
    return settle(frame, view, KeyMap::Exchange::nothing);
  if (strip_button(ui, box, "settings.keys.swap", ui.say("settings.keys.swap"), {.primary = true}))
    settle(frame, view, KeyMap::Exchange::old_chords);
}

// What is going on, and what can be done about it.
void draw_keys_strip(const Frame& frame, KeysView& view, Rect& rest) {
  ui::Ui& ui = frame.ui;
  if (view.waiting) return draw_question(frame, view, rest);
  Rect strip = ui::take_top(rest, ui.px(44));
  std::string words;
  if (view.listening_for) {
    ui.canvas().fill(strip, ui.theme().selected, ui.px(4));
    if (strip_button(ui, strip, "settings.keys.cancel", ui.say("ui.cancel"))) {
      ui.listen_for_key(false);
      view.listening_for.reset();
      return;
    }
    words = ui.say("settings.keys.press", {{"command", name_for(ui, *view.listening_for)}});
  } else {
    const std::array modes{ui.say("settings.keys.normal"), ui.say("settings.keys.presentation")};
    const Rect box =
        ui::inset(ui::take_right(strip, std::min(ui.px(220), strip.w / 2)), 0, ui.px(3));
    if (const auto chosen =
            ui.combo("settings.keys.mode", box, modes, static_cast<std::size_t>(view.mode)))
      view.mode = static_cast<ui::KeyMode>(*chosen);
    words = ui.say("settings.keys.how");
  }
  ui.text("settings.keys.strip", ui::inset(strip, ui.px(8), ui.px(1)), words,
          {.role = TextRole::number, .wrap = true});
}

void draw_caps(ui::Ui& ui, const std::string& id, Rect place, std::span<const Chord> chords) {
  if (chords.empty())
    ui.text(id + ".none", place, ui.say("settings.keys.none"),
            {.role = TextRole::small, .secondary = true});
  for (std::size_t i = 0; i < chords.size(); ++i) {
    const std::string text = ui::chord_text(chords[i]);
    const ui::Size size = ui.key_cap_size(text);
    if (place.w < size.w) break;
    const Rect cap = ui::take_left(place, size.w);
    ui.key_cap(id + "." + std::to_string(i + 1), {cap.x, cap.centre().y - size.h / 2}, text);
    ui::take_left(place, ui.px(5));
  }
}

void draw_key_row(const Frame& frame, KeysView& view, Command command, Rect row) {
  ui::Ui& ui = frame.ui;
  const std::string id = "settings.key." + std::string(ui::name_of(command));
  if (view.listening_for == command || (view.waiting && view.waiting->command == command))
    ui.canvas().fill(row, ui.theme().selected);
  const std::vector<Chord> now = ui.key_map().chords_of(command, view.mode);
  const std::vector<Chord> plain = KeyMap::defaults().chords_of(command, view.mode);
  const float button = ui.px(100);
  const Rect back = ui::inset(ui::take_right(row, button), ui.px(3));
  const Rect change = ui::inset(ui::take_right(row, button), ui.px(3));
  const Rect words = ui::take_left(row, row.w * 0.5f);
  ui.text(id, words, name_for(ui, command), {.role = TextRole::number});
  draw_caps(ui, id + ".chord", row, now);
  if (ui.button(id + ".change", change, ui.say("settings.keys.change"),
                {.role = TextRole::number})) {
    view.waiting.reset();
    view.listening_for = command;
    ui.listen_for_key(true);
  }
  if (ui.button(id + ".default", back, ui.say("settings.keys.default"),
                {.enabled = now != plain,
                 .why_not = ui.say("settings.keys.is_default"),
                 .role = TextRole::number}))
    propose(frame, view, command, plain);
}

void hear(const Frame& frame, KeysView& view) {
  if (!view.listening_for) return;
  if (const auto heard = frame.ui.heard()) {
    if (heard->key != platform::Key::none)
      propose(frame, view, *view.listening_for, {Chord{heard->mods, heard->key}});
    view.listening_for.reset();
  } else if (!frame.ui.listening()) {
    view.listening_for.reset();
  }
}

}  // namespace

void draw_keys_page(const Frame& frame, KeysView& view, Rect rest) {
  ui::Ui& ui = frame.ui;
  hear(frame, view);
  draw_keys_strip(frame, view, rest);
  ui::take_top(rest, ui.px(6));
  Rect foot = ui::take_bottom(rest, ui.px(38));
  if (strip_button(ui, foot, "settings.keys.all_default", ui.say("settings.keys.all_default"),
                   {.enabled = !ui.key_map().choices().empty(),
                    .why_not = ui.say("settings.keys.all_are_default")}))
    frame.wish(SetKeys{});
  float height = 0;
  for (const ui::CommandGroup& group : ui::command_groups())
    height += ui.px(keys_title_height +
                    key_row_height * static_cast<float>(effective_commands(group).size()));
  const ui::Area area(ui, "settings.keys", rest,
                      {.background = false, .scrolls = true, .content_height = height});
  Rect content = area.content();
  content.h = height;
  for (const ui::CommandGroup& group : ui::command_groups()) {
    const std::vector<Command> commands = effective_commands(group);
    if (commands.empty()) continue;
    ui.text("settings.group." + std::string(group.title),
            ui::take_top(content, ui.px(keys_title_height)), ui.say(group.title),
            {.role = TextRole::strong});
    for (const Command command : commands)
      draw_key_row(frame, view, command, ui::take_top(content, ui.px(key_row_height)));
  }
}

}  // namespace app::panels
