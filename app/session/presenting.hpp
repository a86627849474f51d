// A lecture is being given: what the screen shows to a class (ux.md 12), and what stood on it
// before, so that leaving puts all of it back. Theme, scale and panels need no keeping: while
// presenting they are not changed at all, the screen only does not follow them.
#pragma once

#include <cstdint>

#include "app/session/selection.hpp"
#include "app/session/settings.hpp"

namespace app {

// What stands below the wire; a key that shows one of them shows the ladder again.
enum class Stage : std::uint8_t { ladder, state_diagram, header, event_list };

struct Presenting {
  Stage stage = Stage::ladder;
  bool blank = false;  // a black screen; time stands still behind it
  // What leaving brings back.
  bool full_screen = false;
  Selection selection{};
  PointOfView point_of_view{};
  bool operator==(const Presenting&) const = default;
};

}  // namespace app
