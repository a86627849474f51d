// The menu of a thing that is no segment (ux.md 5.1): a timer row, a queue cell, a state, a
// connection row. The right button opens it, or Enter while the thing has the focus. What it offers
// is put together once, when it opens: time stands still while it is up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/panels/frame.hpp"

namespace app::panels {

struct Deed {
  std::string name;     // end of the widget id: "expiry"
  scene::Phrase words;  // what the entry says
  ui::Icon icon = ui::Icon::none;
  Intents wishes{};
  std::optional<scene::Phrase> why_not{};  // it cannot be done now
  std::string chord{};
  std::string copies{};  // text for the clipboard
};

struct ContextMenuView {
  std::string id;  // of the menu that is open; empty: none
  std::vector<Deed> deeds;
};

// A command as an entry, with the session's own reason where it would be refused.
Deed command_deed(const Frame& frame, std::string name, scene::Phrase words, ui::Icon icon,
                  const engine::Command& command);
// A moment of the past or of the future to go to.
Deed moment_deed(std::string name, scene::Phrase words, ui::Icon icon, engine::Instant at);

// What was done to the thing asks for its menu. `activated`: Enter does so, too.
bool asks_for_menu(const ui::Hit& hit);

// Opens the menu `id` beside the pointer, or beside `place` when it was asked for by keyboard.
void open_context_menu(const Frame& frame, const std::string& id, const ui::Rect& place,
                       std::vector<Deed> deeds);

// Draw after all panels: it lies above them.
void draw_context_menu(const Frame& frame, ContextMenuView& view);

}  // namespace app::panels
