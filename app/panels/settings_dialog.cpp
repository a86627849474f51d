#include "app/panels/settings_dialog.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace app::panels {
namespace {

using ui::Rect;

constexpr std::string_view settings_dialog_id = "settings";

// One line of the page: what it is about at the left, the rest for the control.
Rect settings_line(const Frame& frame, Rect& rest, const char* words) {
  ui::Ui& ui = frame.ui;
  Rect row = ui::take_top(rest, ui.px(34));
  ui::take_top(rest, ui.px(8));
  ui.text(std::string(words) + ".label", ui::take_left(row, std::min(ui.px(280), row.w * 0.45f)),
          ui.say(words));
  row.w = std::min(row.w, ui.px(260));
  return row;
}

void draw_language(const Frame& frame, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const std::array<std::string, 2> languages{"English", "中文"};
  const auto now = static_cast<std::size_t>(frame.session.settings().language);
  if (const auto chosen =
          ui.combo("settings.language", settings_line(frame, rest, "settings.look.language"),
                   languages, now))
    frame.wish(SetLanguage{static_cast<Language>(*chosen)});
  Rect row = ui::take_top(rest, ui.px(34));
  if (ui.checkbox("settings.bilingual", row, ui.say("settings.look.bilingual"),
                  frame.session.settings().bilingual))
    frame.wish(ToggleSwitch{Switch::bilingual});
  ui::take_top(rest, ui.px(8));
}

void draw_look_choices(const Frame& frame, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const Settings& settings = frame.session.settings();
  const std::array themes{ui.say("top.theme.light"), ui.say("top.theme.dark"),
                          ui.say("top.theme.projector")};
  if (const auto chosen =
          ui.combo("settings.theme", settings_line(frame, rest, "settings.look.theme"), themes,
                   static_cast<std::size_t>(settings.theme)))
    frame.wish(SetTheme{static_cast<Theme>(*chosen)});
  Rect row = settings_line(frame, rest, "settings.look.scale");
  if (ui.icon_button("settings.smaller", ui::take_left(row, row.h), ui::Icon::minus,
                     ui.say("top.scale_down"), {.chord = ui.chord(ui::Command::smaller_interface)}))
    frame.wish(ChangeScale{-1});
  if (ui.icon_button("settings.larger", ui::take_right(row, row.h), ui::Icon::plus,
                     ui.say("top.scale_up"), {.chord = ui.chord(ui::Command::larger_interface)}))
    frame.wish(ChangeScale{+1});
  ui.text("settings.scale", row, std::to_string(settings.scale) + " %",
          {.align = ui::Align::centre});
  ui.text("settings.scale.why", ui::take_top(rest, ui.px(26)), ui.say("settings.look.scale_why"),
          {.role = ui::TextRole::small, .secondary = true});
}

struct Flip {
  const char* id;
  const char* words;
  Switch which;
};
constexpr std::array look_flips{
    Flip{"settings.reduced_motion", "menu.reduced_motion", Switch::reduced_motion},
    Flip{"settings.relative", "menu.relative", Switch::relative_numbers},
    Flip{"settings.true_scale", "menu.true_scale", Switch::true_scale},
    Flip{"settings.show_words", "menu.show_words", Switch::show_words},
    Flip{"settings.hide_future", "menu.hide_future", Switch::hide_future}};

void draw_look_page(const Frame& frame, Rect rest) {
  draw_language(frame, rest);
  draw_look_choices(frame, rest);
  ui::take_top(rest, frame.ui.px(6));
  for (const Flip& flip : look_flips)
    if (frame.ui.checkbox(flip.id, ui::take_top(rest, frame.ui.px(32)), frame.ui.say(flip.words),
                          frame.session.is_on(flip.which)))
      frame.wish(ToggleSwitch{flip.which});
}

void draw_page(const Frame& frame, SettingsDialogView& view, const Rect& rest) {
  if (view.tab == 0) draw_keys_page(frame, view.keys, rest);
  if (view.tab == 1) draw_key_test_page(frame, view.test, rest);
  if (view.tab == 2) draw_look_page(frame, rest);
}

}  // namespace

void draw_settings_dialog(const Frame& frame, SettingsDialogView& view) {
  ui::Ui& ui = frame.ui;
  const bool wanted = frame.session.settings().is_shown(Panel::settings);
  const DialogGate::Turn turn = view.gate.follow(frame, settings_dialog_id, wanted);
  if (turn == DialogGate::Turn::closed) {
    frame.wish(ShowPanel{Panel::settings, false});
    view.keys = {.mode = view.keys.mode, .listening_for = {}, .waiting = {}};
    view.test = {};
  }
  if (turn != DialogGate::Turn::open) return;
  const float width = std::min(860.0f, ui.width() / ui.scale() - 40);
  const float height = std::min(600.0f, ui.height() / ui.scale() - 40);
  const ui::Dialog dialog(ui, settings_dialog_id, ui.say("settings.title"), {width, height});
  if (!dialog.open()) return;
  Rect rest = dialog.content();
  const std::array tabs{ui.say("settings.tab.keys"), ui.say("settings.tab.test"),
                        ui.say("settings.tab.look")};
  if (const auto chosen = ui.tabs("settings.tab", ui::take_top(rest, ui.px(36)), tabs, view.tab)) {
    view.tab = *chosen;
    ui.listen_for_key(false);
    view.keys.listening_for.reset();
    view.keys.waiting.reset();
    view.test.listening = false;
  }
  ui::take_top(rest, ui.px(8));
  Rect foot = ui::take_bottom(rest, ui.px(40));
  const std::string close = ui.say("ui.close");
  const float wide = ui.fonts().measure(ui::TextRole::caption, close).w + ui.px(40);
  const Rect button = ui::inset(ui::take_right(foot, wide), ui.px(1), ui.px(2));
  draw_page(frame, view, rest);
  const bool done = ui.button("settings.done", button, close, {.primary = true, .chord = "Enter"});
  if (done || ui.entered()) frame.wish(ShowPanel{Panel::settings, false});
}

}  // namespace app::panels
