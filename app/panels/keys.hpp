// Keys of the main screen become intents (ux.md 5.2). Keys that a control has taken do not arrive
// here, and single letters never fire while text is typed.
#pragma once

#include <string>
#include <vector>

#include "app/panels/frame.hpp"

namespace app::panels {

// What panels must do themselves, because it opens something of theirs.
struct KeyWishes {
  int lecture = 0;  // to the next (1) or former (-1) page of a lesson in front of a class

  bool delay{}, edit{}, menu{};  // for session.subject()
  bool search{};                 // the keyboard goes to the search of the event list
  bool copy{};                   // the selected line, or the selected segment in words
};

KeyWishes keys_to_intents(const Frame& frame);

// What help and settings list of a group: only what has an effect.
std::vector<ui::Command> effective_commands(const ui::CommandGroup& group);
std::string name_for(const ui::Ui& ui, ui::Command command);
// The chord of the command that asks for the same; empty: there is none. For menus.
std::string chord_for(const ui::Ui& ui, const Intent& intent);

}  // namespace app::panels
