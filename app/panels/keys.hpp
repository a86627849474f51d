// Keys of the main screen become intents (ux.md 5.2). Keys that a control has taken do not arrive
// here, and single letters never fire while text is typed.
#pragma once

#include "app/panels/frame.hpp"

namespace app::panels {

// What panels must do themselves, because it opens something of theirs.
struct KeyWishes {
  bool delay{}, edit{}, menu{};  // for session.subject()
};

KeyWishes keys_to_intents(const Frame& frame, const ui::KeyMap& keys);

}  // namespace app::panels
