// Words to a person when no window of ours can be opened: whatever the desktop has for that shows
// them. Who started the program from a menu has no terminal to read them in.
#pragma once

#include <string>

namespace app::platform {

// Waits until it was read; false: there is no such program, or it could not show anything.
bool show_plain_message(const std::string& title, const std::string& text);

// Somebody reads what goes to standard error there and then.
bool has_terminal();

}  // namespace app::platform
