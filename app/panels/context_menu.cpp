#include "app/panels/context_menu.hpp"

#include <utility>

namespace app::panels {

Deed command_deed(const Frame& frame, std::string name, scene::Phrase words, ui::Icon icon,
                  const engine::Command& command) {
  Deed deed{.name = std::move(name), .words = std::move(words), .icon = icon};
  deed.wishes.emplace_back(Do{command});
  if (const auto refusal = frame.session.why_not(command)) deed.why_not = refusal->why;
  return deed;
}

Deed moment_deed(std::string name, scene::Phrase words, ui::Icon icon, engine::Instant at) {
  Deed deed{.name = std::move(name), .words = std::move(words), .icon = icon};
  deed.wishes.emplace_back(SeekTo{at});
  return deed;
}

bool asks_for_menu(const ui::Hit& hit) { return hit.context || (hit.clicked && !hit.released); }

void open_context_menu(const Frame& frame, const std::string& id, const ui::Rect& place,
                       std::vector<Deed> deeds) {
  if (frame.ui.popup_open()) return;
  const ui::Point pointer = frame.ui.pointer();
  const ui::Point corner{place.right(), place.bottom()};
  frame.context_menu = {id + ".menu", std::move(deeds)};
  frame.ui.open_menu(frame.context_menu.id, place.holds(pointer) ? pointer : corner);
  frame.wish(Freeze{FreezeReason::menu});
}

void draw_context_menu(const Frame& frame, ContextMenuView& view) {
  if (view.id.empty()) return;
  ui::Ui& ui = frame.ui;
  std::vector<ui::MenuItem> items;
  for (const Deed& deed : view.deeds)
    items.push_back({.id = view.id + "." + deed.name,
                     .label = ui.say(deed.words),
                     .chord = deed.chord,
                     .icon = deed.icon,
                     .enabled = !deed.why_not,
                     .why_not = deed.why_not ? ui.say(*deed.why_not) : std::string()});
  const auto chosen = ui.menu(view.id, items);
  if (!chosen && ui.menu_open(view.id)) return;
  frame.wish(Unfreeze{FreezeReason::menu});
  if (chosen) {
    const Deed& deed = view.deeds[*chosen];
    for (const Intent& wish : deed.wishes) frame.wish(wish);
    if (!deed.copies.empty()) ui.window().set_clipboard(deed.copies);
  }
  view = {};
}

}  // namespace app::panels
