// The page of the key test: what a key, or a button of a presenter's remote, sends; and one click
// to make it do one of the four things a lecture needs.
#include <array>

#include "app/panels/keys.hpp"
#include "app/panels/settings_dialog.hpp"

namespace app::panels {
namespace {

using ui::Chord;
using ui::Command;
using ui::KeyMode;
using ui::Rect;
using ui::TextRole;

constexpr std::array actions{Command::next_beat, Command::previous_beat, Command::play_pause,
                             Command::blank_screen};

std::optional<Chord> chord_of(const std::optional<platform::KeyPress>& heard) {
  if (!heard || heard->key == platform::Key::none) return std::nullopt;
  return Chord{heard->mods, heard->key};
}

std::optional<Command> answered_by(const ui::KeyMap& keys, const Chord& chord, KeyMode mode) {
  return keys.find({.key = chord.key, .mods = chord.mods}, mode, false);
}

// Adds the chord to what the action has, while presenting and otherwise (the screen is blanked
// while presenting only), and says who lost it.
void bind(const Frame& frame, KeyTestView& view, Command action, const Chord& chord) {
  ui::Ui& ui = frame.ui;
  ui::KeyMap keys = ui.key_map();
  std::optional<Command> loser;
  for (const KeyMode mode : {KeyMode::normal, KeyMode::presentation}) {
    if (action == Command::blank_screen && mode == KeyMode::normal) continue;
    if (answered_by(keys, chord, mode) == action) continue;
    if (const auto other = keys.clash(action, mode, chord)) loser = other;
    std::vector<Chord> chords = keys.chords_of(action, mode);
    chords.push_back(chord);
    keys.take_over(action, mode, chords, ui::KeyMap::Exchange::nothing);
  }
  frame.wish(SetKeys{keys.choices()});
  const std::string cap = ui::chord_text(chord);
  view.done =
      loser
          ? ui.say(
                "settings.test.bound_taken",
                {{"chord", cap}, {"action", name_for(ui, action)}, {"loser", name_for(ui, *loser)}})
          : ui.say("settings.test.bound", {{"chord", cap}, {"action", name_for(ui, action)}});
}

// The key as we call it, the numbers behind it, and what it does now in either mode.
void draw_heard(const Frame& frame, const KeyTestView& view, Rect& rest) {
  ui::Ui& ui = frame.ui;
  if (!view.heard) {
    ui.text("settings.test.nothing", ui::take_top(rest, ui.px(30)), ui.say("settings.test.nothing"),
            {.secondary = true});
    return;
  }
  const auto chord = chord_of(view.heard);
  const std::string name = chord ? ui::chord_text(*chord) : ui.say("settings.test.unknown");
  Rect row = ui::take_top(rest, ui.px(36));
  const Rect cap = ui::take_left(row, ui.key_cap_size(name).w + ui.px(12));
  ui.key_cap("settings.test.chord", {cap.x, cap.y + ui.px(6)}, name);
  ui.text("settings.test.raw", row,
          ui.say("settings.test.raw", {{"code", std::to_string(view.heard->code)},
                                       {"scancode", std::to_string(view.heard->scancode)}}),
          {.role = TextRole::mono});
  for (const KeyMode mode : {KeyMode::normal, KeyMode::presentation}) {
    const bool presenting = mode == KeyMode::presentation;
    const auto does = chord ? answered_by(ui.key_map(), *chord, mode) : std::nullopt;
    ui.text(presenting ? "settings.test.presenting" : "settings.test.normal",
            ui::take_top(rest, ui.px(28)),
            ui.say(presenting ? "settings.test.presenting" : "settings.test.normal",
                   {{"action", does ? name_for(ui, *does) : ui.say("settings.test.no_action")}}));
  }
}

void draw_actions(const Frame& frame, KeyTestView& view, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const auto chord = chord_of(view.heard);
  ui.text("settings.test.use", ui::take_top(rest, ui.px(30)), ui.say("settings.test.use"));
  Rect row = ui::take_top(rest, ui.px(48));
  const float width = row.w / static_cast<float>(actions.size());
  for (const Command action : actions) {
    const Rect box = ui::inset(ui::take_left(row, width), ui.px(3), ui.px(2));
    if (ui.button("settings.test." + std::string(ui::name_of(action)), box, name_for(ui, action),
                  {.enabled = chord.has_value(),
                   .why_not = ui.say("settings.test.press_first"),
                   .role = TextRole::number}))
      bind(frame, view, action, *chord);
  }
}

}  // namespace

void draw_key_test_page(const Frame& frame, KeyTestView& view, Rect rest) {
  ui::Ui& ui = frame.ui;
  if (view.listening && ui.heard()) {
    view.heard = ui.heard();
    view.done.clear();
  }
  view.listening = ui.listening();
  ui.text("settings.test.words", ui::take_top(rest, ui.px(70)), ui.say("settings.test.words"),
          {.wrap = true});
  Rect row = ui::take_top(rest, ui.px(48));
  const std::string words =
      ui.say(view.listening ? "settings.test.listening" : "settings.test.listen");
  const float width = ui.fonts().measure(TextRole::caption, words).w + ui.px(40);
  if (ui.button("settings.test.listen", ui::inset(ui::take_left(row, width), 0, ui.px(2)), words,
                {.primary = !view.listening, .selected = view.listening})) {
    view.listening = !view.listening;
    ui.listen_for_key(view.listening);
  }
  ui::take_top(rest, ui.px(12));
  draw_heard(frame, view, rest);
  ui::take_top(rest, ui.px(12));
  draw_actions(frame, view, rest);
  ui::take_top(rest, ui.px(8));
  if (!view.done.empty())
    ui.text("settings.test.done", ui::take_top(rest, ui.px(50)), view.done, {.wrap = true});
}

}  // namespace app::panels
