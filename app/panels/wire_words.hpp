// What the wire band says in words: the hint of the first run, "waiting 8 s", that nothing is in
// flight and what can be done then, that both ends are quiet (ux.md 3.2, 4.3, 11).
#pragma once

#include "app/panels/wire_lanes.hpp"

namespace app::panels {

// `dragging`: a token is under the hand, so it is said where it may be let go. `settled`: the wire
// has been empty long enough for its buttons to be meant; before, a press meant the last segment.
void draw_wire_words(const Frame& frame, const WirePlace& place, const scene::WirePicture& picture,
                     bool dragging, bool settled);

}  // namespace app::panels
