#include "app/panels/top_bar.hpp"

#include <algorithm>
#include <array>

#include "app/panels/branch_strip.hpp"
#include "app/panels/keys.hpp"
#include "app/panels/point_of_view.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

using ui::Icon;
using ui::MenuItem;
using ui::Rect;

struct MenuEntry {
  const char* key;  // of the words, and the end of the widget id
  Icon icon;
  Intent intent;
  bool checked;
  bool line_before;
};

std::vector<MenuEntry> menu_entries(const Settings& settings) {
  const auto flips = [](Switch which) { return Intent{ToggleSwitch{which}}; };
  return {
      {"menu.scenarios", Icon::book, ShowPanel{Panel::left_pane, true}, false, false},
      {"menu.restart", Icon::jump_to_start, Restart{}, false, false},
      {"menu.forge", Icon::bolt, ShowPanel{Panel::forge, true}, false, true},
      {"menu.attack_bench", Icon::attention, TogglePanel{Panel::attack_bench},
       settings.is_shown(Panel::attack_bench), false},
      {"menu.compare", Icon::branch, ToggleCompare{}, false, false},
      {"menu.open", Icon::none, ShowPanel{Panel::open_session, true}, false, true},
      {"menu.save", Icon::none, SaveSession{}, false, false},
      {"menu.save_as", Icon::none, ShowPanel{Panel::save_session, true}, false, false},
      {"menu.relative", Icon::none, flips(Switch::relative_numbers),
       settings.numbers == scene::Numbers::relative, true},
      {"menu.true_scale", Icon::none, flips(Switch::true_scale), settings.true_scale, false},
      {"menu.hide_future", Icon::none, flips(Switch::hide_future), settings.hide_future, false},
      {"menu.show_words", Icon::none, flips(Switch::show_words), settings.show_words, false},
      {"menu.reduced_motion", Icon::none, flips(Switch::reduced_motion), settings.reduced_motion,
       false},
      {"menu.bilingual", Icon::none, flips(Switch::bilingual), settings.bilingual, false},
      {"menu.event_list", Icon::lines, TogglePanel{Panel::event_list},
       settings.is_shown(Panel::event_list), true},
      {"menu.inspector", Icon::inspect, TogglePanel{Panel::inspector},
       settings.is_shown(Panel::inspector), false},
      {"menu.client", Icon::none, TogglePanel{Panel::client}, settings.is_shown(Panel::client),
       false},
      {"menu.server", Icon::none, TogglePanel{Panel::server}, settings.is_shown(Panel::server),
       false},
      {"menu.state_diagram", Icon::diamond, TogglePanel{Panel::state_diagram}, false, false},
      {"menu.reset_layout", Icon::none, ResetLayout{}, false, true},
      {"menu.settings", Icon::gear, ShowPanel{Panel::settings, true}, false, true},
      {"menu.help", Icon::question, ShowPanel{Panel::help, true}, false, false},
  };
}

void draw_main_menu(const Frame& frame, const Rect& button) {
  ui::Ui& ui = frame.ui;
  const std::vector<MenuEntry> entries = menu_entries(frame.session.settings());
  if (ui.icon_button("top.menu", button, Icon::menu, ui.say("top.menu"), {.quiet = true}))
    ui.open_menu("menu", {button.x, button.bottom()});
  std::vector<MenuItem> items;
  for (const MenuEntry& entry : entries)
    items.push_back({.id = std::string("top.") + entry.key,
                     .label = ui.say(entry.key),
                     .chord = chord_for(ui, entry.intent),
                     .icon = entry.icon,
                     .checked = entry.checked,
                     .line_before = entry.line_before});
  if (const auto chosen = ui.menu("menu", items)) frame.wish(entries[*chosen].intent);
}

Theme next_theme(Theme theme) {
  switch (theme) {
    case Theme::light:
      return Theme::dark;
    case Theme::dark:
      return Theme::projector;
    case Theme::projector:
      return Theme::light;
  }
  engine::unreachable("Theme");
}

void draw_present_button(const Frame& frame, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const std::string words = ui.say("lecture.button"), tooltip = ui.say("lecture.tooltip");
  const std::string chord = ui.chord(ui::Command::enter_presentation);
  const float width = ui.fonts().measure(ui::TextRole::caption, words).w + ui.px(20);
  const bool small = frame.layout.compact;
  const Rect box = ui::inset(ui::take_right(rest, small ? rest.h : width), ui.px(3));
  const bool pressed =
      small ? ui.icon_button("top.present", box, Icon::present, tooltip,
                             {.quiet = true, .chord = chord})
            : ui.button("top.present", box, words, {.tooltip = tooltip, .chord = chord});
  if (pressed) frame.wish(Present{PresentAct::enter});
}

// Lesson or sandbox (ux 2.1): the lesson waits while one plays with a copy of its world.
void draw_modes(const Frame& frame, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const bool open = frame.session.lesson() != nullptr;
  const bool lesson = frame.session.in_lesson();
  const auto mode = [&](const char* id, const char* key, bool on, bool can, LessonStep step) {
    const std::string words = ui.say(std::string(key) + ".text");
    const float width = ui.fonts().measure(ui::TextRole::caption, words).w + ui.px(20);
    const Rect box = ui::inset(ui::take_right(rest, width), ui.px(1), ui.px(3));
    if (ui.button(id, box, words,
                  {.selected = on,
                   .enabled = can,
                   .why_not = ui.say("lesson.mode.no_lesson"),
                   .tooltip = ui.say(std::string(key) + ".tooltip")}) &&
        !on)
      frame.wish(Learn{step});
  };
  mode("top.mode.sandbox", "lesson.mode.sandbox", !lesson, true, LessonStep::to_sandbox);
  mode("top.mode.lesson", "lesson.mode.lesson", lesson, open, LessonStep::to_lesson);
  ui::take_right(rest, ui.px(4));
}

void draw_right_side(const Frame& frame, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const float side = rest.h;
  const auto square = [&] { return ui::inset(ui::take_right(rest, side), ui.px(3)); };
  if (ui.icon_button("top.help", square(), Icon::question, ui.say("top.help"),
                     {.quiet = true, .chord = ui.chord(ui::Command::help)}))
    frame.wish(TogglePanel{Panel::help});
  draw_present_button(frame, rest);
  if (ui.icon_button("top.scale_up", square(), Icon::plus, ui.say("top.scale_up"),
                     {.quiet = true, .chord = ui.chord(ui::Command::larger_interface)}))
    frame.wish(ChangeScale{+1});
  if (ui.icon_button("top.scale_down", square(), Icon::minus, ui.say("top.scale_down"),
                     {.quiet = true, .chord = ui.chord(ui::Command::smaller_interface)}))
    frame.wish(ChangeScale{-1});
  const Theme theme = frame.session.settings().theme;
  constexpr std::array keys{"top.theme.light", "top.theme.dark", "top.theme.projector"};
  const Rect theme_box = ui::inset(ui::take_right(rest, ui.px(92)), ui.px(3));
  if (ui.button("top.theme", theme_box, ui.say(keys[static_cast<std::size_t>(theme)]),
                {.quiet = true, .tooltip = ui.say("top.theme.tooltip")}))
    frame.wish(SetTheme{next_theme(theme)});
  const Rect language_box = ui::inset(ui::take_right(rest, ui.px(88)), ui.px(3));
  if (ui.button("top.language", language_box, ui.say("top.language.text"),
                {.tooltip = ui.say("top.language.tooltip"),
                 .chord = ui.chord(ui::Command::switch_language)}))
    frame.wish(ToggleLanguage{});
  draw_view_choice(frame, rest);
  draw_modes(frame, rest);
  draw_branch_strip(frame, rest);
}

}  // namespace

void draw_top_bar(const Frame& frame, const Library& library) {
  ui::Ui& ui = frame.ui;
  const ui::Area area(ui, "top", frame.layout.top_bar);
  Rect rest = frame.layout.top_bar;
  draw_main_menu(frame, ui::inset(ui::take_left(rest, rest.h), ui.px(3)));
  draw_right_side(frame, rest);
  ui::take_left(rest, ui.px(8));
  const ScenarioCard* open = library.find(library.open);
  std::string title = open ? open->title(ui.language()) : frame.session.title();
  if (frame.session.read_only()) title = ui.say("top.read_only", {{"title", title}});
  if (const GuidedLesson* lesson = frame.session.lesson()) {
    const std::string beat =
        ui.say("lesson.top_beat", {{"n", std::int64_t{lesson->state.beat} + 1},
                                   {"all", static_cast<std::int64_t>(lesson->state.beats.size())}});
    const float width = ui.fonts().measure(ui::TextRole::caption, beat).w + ui.px(12);
    const float wanted = ui.fonts().measure(ui::TextRole::strong, title).w + ui.px(12);
    Rect own = ui::take_left(rest, std::min(wanted + width, rest.w));
    const Rect place = ui::take_right(own, std::min(width, own.w));
    if (frame.session.in_lesson()) ui.text("top.beat", place, beat, {.secondary = true});
    rest = own;
  }
  ui.text("top.title", rest, title, {.role = ui::TextRole::strong});
}

}  // namespace app::panels
