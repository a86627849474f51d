#include "app/panels/help.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

#include "app/panels/keys.hpp"

namespace app::panels {
namespace {

using ui::Command;
using ui::Rect;
using ui::TextRole;

constexpr float command_height = 24, help_title_height = 28, group_gap = 10;

float height_of(const ui::Ui& ui, std::span<const ui::CommandGroup> column) {
  float height = 0;
  for (const ui::CommandGroup& group : column)
    height += help_title_height + group_gap +
              command_height * static_cast<float>(effective_commands(group).size());
  return ui.px(height);
}

void draw_group(const Frame& frame, const ui::CommandGroup& group, Rect& rest) {
  ui::Ui& ui = frame.ui;
  ui.text(group.title, ui::take_top(rest, ui.px(help_title_height)), ui.say(group.title),
          {.role = TextRole::strong});
  for (const Command command : effective_commands(group)) {
    Rect line = ui::take_top(rest, ui.px(command_height));
    const std::string name(ui::name_of(command));
    const std::string chord = ui.chord(command);
    const Rect cap = ui::take_left(line, ui.px(130));
    if (!chord.empty()) ui.key_cap("help.key." + name, {cap.x, cap.y + ui.px(2)}, chord);
    ui.text("help.key." + name + ".text", line, name_for(ui, command), {.role = TextRole::number});
  }
  ui::take_top(rest, ui.px(group_gap));
}

void draw_help_foot(const Frame& frame, Rect& rest) {
  ui::Ui& ui = frame.ui;
  Rect foot = ui::take_bottom(rest, ui.px(38));
  const auto button = [&](const char* id, const char* words) {
    const float width = ui.fonts().measure(TextRole::caption, ui.say(words)).w + ui.px(28);
    const Rect box = ui::inset(ui::take_right(foot, width), ui.px(2));
    ui::take_right(foot, ui.px(6));
    return ui.button(id, box, ui.say(words));
  };
  if (button("help.hint", "help.show_hint")) {
    frame.wish(ShowHint{});
    frame.wish(ShowPanel{Panel::help, false});
  }
  if (button("help.settings", "help.change_keys")) {
    frame.wish(ShowPanel{Panel::help, false});
    frame.wish(ShowPanel{Panel::settings, true});
  }
  ui.text("help.honest", foot,
          ui.say("help.screen_reader", {{"key", ui.chord(Command::toggle_event_list)}}),
          {.role = TextRole::small, .secondary = true, .wrap = true});
}

// Nothing in the list takes the focus, so the keys that scroll it are read here.
void scroll_by_keys(const ui::Ui& ui, ui::Area& area, float page) {
  for (const platform::KeyPress& press : ui.keys()) {
    using platform::Key;
    const float rows = press.key == Key::down        ? ui.px(command_height)
                       : press.key == Key::up        ? -ui.px(command_height)
                       : press.key == Key::page_down ? page
                       : press.key == Key::page_up   ? -page
                                                     : 0.0f;
    if (rows != 0) area.scroll_to(std::clamp(area.scroll() + rows, 0.0f, area.scroll_most()));
  }
}

}  // namespace

void draw_help(const Frame& frame, HelpView& view) {
  ui::Ui& ui = frame.ui;
  const bool wanted = frame.session.settings().is_shown(Panel::help);
  if (view.gate.follow(frame, "help", wanted) == DialogGate::Turn::closed) {
    frame.wish(ShowPanel{Panel::help, false});
    return;
  }
  const float width = std::min(1000.0f, ui.width() / ui.scale() - 60);
  const float height = std::min(640.0f, ui.height() / ui.scale() - 60);
  const ui::Dialog dialog(ui, "help", ui.say("help.title"), {width, height});
  if (!dialog.open()) return;
  if (ui.entered()) frame.wish(ShowPanel{Panel::help, false});
  Rect rest = dialog.content();
  draw_help_foot(frame, rest);
  // Two columns: time and history at the left, what is on the screen at the right.
  const auto groups = ui::command_groups();
  const std::array left{groups[0], groups[2]};
  const std::array right{groups[1], groups[3], groups[4]};
  const float column_height = std::max(height_of(ui, left), height_of(ui, right));
  ui::Area area(ui, "help.keys", rest,
                {.background = false,
                 .scrolls = column_height > rest.h,
                 .content_height = column_height,
                 .overlay = true});
  scroll_by_keys(ui, area, rest.h * 0.9f);
  Rect content = area.content();
  content.h = std::max(content.h, column_height);
  Rect column = ui::take_left(content, ui.area_rect().w / 2);
  for (const ui::CommandGroup& group : left) draw_group(frame, group, column);
  for (const ui::CommandGroup& group : right) draw_group(frame, group, content);
}

void draw_area_labels(const Frame& frame) {
  ui::Ui& ui = frame.ui;
  const bool held = std::ranges::any_of(
      std::array{platform::key_of('?'), platform::key_of('/')},
      [&](platform::Key key) { return ui.window().key_held(key) && ui.mods().shift; });
  if (!held) return;
  ui.pacing().animate();
  const ui::Layout& layout = frame.layout;
  const ui::Area area(ui, "areas", {0, 0, ui.width(), ui.height()},
                      {.background = false, .overlay = true});
  struct Labelled {
    const Rect& rect;
    const char* key;
    std::optional<Command> command{};  // the key that shows, hides or starts it
  };
  for (const Labelled& part :
       {Labelled{layout.left, "area.left", Command::toggle_left_pane},
        Labelled{layout.client, "area.endpoint"}, Labelled{layout.wire, "area.wire"},
        Labelled{layout.ladder, "area.ladder"}, Labelled{layout.server, "area.endpoint"},
        Labelled{layout.inspector, "area.inspector", Command::toggle_inspector},
        Labelled{layout.transport, "area.transport", Command::play_pause}}) {
    if (part.rect.empty()) continue;
    const std::string chord = part.command ? ui.chord(*part.command) : std::string();
    ui.canvas().outline(ui::inset(part.rect, ui.px(3)), ui.theme().focus, ui.px(3));
    ui.canvas().label(part.rect.centre(), TextRole::strong, ui.say(part.key, {{"key", chord}}));
  }
}

}  // namespace app::panels
