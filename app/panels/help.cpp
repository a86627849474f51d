#include "app/panels/help.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace app::panels {
namespace {

using ui::Command;
using ui::Rect;
using ui::TextRole;

struct Group {
  const char* title;
  std::vector<Command> commands;
};

std::vector<Group> groups() {
  using enum Command;
  return {
      {"help.time",
       {play_pause, next_segment, previous_segment, next_event, previous_event, next_frame,
        previous_frame, next_bookmark, previous_bookmark, go_to_start, go_to_end, go_to_time,
        set_bookmark, slower, faster, default_speed, cycle_waits, true_scale}},
      {"help.wire",
       {drop, delay, duplicate, hold, edit, deliver_now, inspect, open_menu, next_focus,
        previous_focus}},
      {"help.history", {undo, redo, fork, restart_scenario}},
      {"help.view",
       {help, toggle_left_pane, toggle_state_diagram, toggle_inspector, toggle_event_list,
        search_events, switch_language, larger_interface, smaller_interface, default_interface}}};
}

constexpr float row_height = 24;

void draw_group(const Frame& frame, const ui::KeyMap& keys, const Group& group, Rect& rest) {
  ui::Ui& ui = frame.ui;
  ui.text(group.title, ui::take_top(rest, ui.px(28)), ui.say(group.title),
          {.role = TextRole::strong});
  for (const Command command : group.commands) {
    Rect line = ui::take_top(rest, ui.px(row_height));
    const std::string id = "help.key." + std::string(ui::name_of(command));
    const std::string chord = keys.text_for(command);
    const Rect cap = ui::take_left(line, ui.px(130));
    ui.key_cap(id, {cap.x, cap.y + ui.px(2)}, chord);
    ui.text(id + ".text", line, ui.say("shortcut." + std::string(ui::name_of(command))),
            {.role = TextRole::number});
  }
  ui::take_top(rest, ui.px(10));
}

float height_of(const ui::Ui& ui, std::span<const Group> column) {
  float height = 0;
  for (const Group& group : column)
    height += ui.px(38 + row_height * static_cast<float>(group.commands.size()));
  return height;
}

}  // namespace

void draw_help(const Frame& frame, const ui::KeyMap& keys, HelpView& view) {
  ui::Ui& ui = frame.ui;
  const bool wanted = frame.session.settings().is_shown(Panel::help);
  if (wanted && !view.was_open) ui.open_dialog("help");
  if (!wanted && view.was_open && ui.dialog_open("help")) ui.close_popup();
  view.was_open = wanted;
  const float width = std::min(1000.0f, ui.width() / ui.scale() - 60);
  const float height = std::min(640.0f, ui.height() / ui.scale() - 60);
  const ui::Dialog dialog(ui, "help", ui.say("help.title"), {width, height});
  if (!dialog.open()) {
    if (wanted) {
      frame.wish(ShowPanel{Panel::help, false});
      view.was_open = false;
    }
    return;
  }
  Rect rest = dialog.content();
  Rect foot = ui::take_bottom(rest, ui.px(34));
  if (ui.button("help.hint", ui::take_right(foot, ui.px(230)), ui.say("help.show_hint"))) {
    frame.wish(ShowHint{});
    frame.wish(ShowPanel{Panel::help, false});
  }
  ui.text("help.honest", foot, ui.say("help.screen_reader"),
          {.role = TextRole::small, .secondary = true, .wrap = true});
  const auto all = groups();
  const float column_height =
      std::max(height_of(ui, {&all[0], 1}), height_of(ui, std::span(all).subspan(1)));
  const ui::Area area(ui, "help.keys", rest,
                      {.background = false,
                       .scrolls = column_height > rest.h,
                       .content_height = column_height,
                       .overlay = true});
  Rect content = area.content();
  content.h = std::max(content.h, column_height);
  Rect left = ui::take_left(content, ui.area_rect().w / 2);
  draw_group(frame, keys, all[0], left);
  for (std::size_t i = 1; i < all.size(); ++i) draw_group(frame, keys, all[i], content);
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
  };
  for (const Labelled& part :
       {Labelled{layout.left, "area.left"}, Labelled{layout.client, "area.endpoint"},
        Labelled{layout.wire, "area.wire"}, Labelled{layout.ladder, "area.ladder"},
        Labelled{layout.server, "area.endpoint"}, Labelled{layout.inspector, "area.inspector"},
        Labelled{layout.transport, "area.transport"}}) {
    if (part.rect.empty()) continue;
    ui.canvas().outline(ui::inset(part.rect, ui.px(3)), ui.theme().focus, ui.px(3));
    ui.canvas().label(part.rect.centre(), TextRole::strong, ui.say(part.key));
  }
}

}  // namespace app::panels
