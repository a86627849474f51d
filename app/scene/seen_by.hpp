// The ladder as one end could draw it (ux 1.7, 3.2): its own lane, its own segments as far as they
// leave it, and what has arrived at it. What became of a segment under way, and everything at the
// other ends, lies in fog. A copy made on the wire and a segment forged in its name are not its
// doing, so it does not know of them.
#pragma once

#include <vector>

#include "app/scene/ladder.hpp"

namespace scene {

struct SeenLadder {
  Ladder ladder{};
  std::vector<Rect> fog{};  // beside the part that is seen
};

// Did this host send it, or get it (to the end of what is recorded)?
bool knows(engine::HostId host, const engine::Flight& flight);

SeenLadder seen_by(engine::HostId host, const engine::Timeline& timeline, const Ladder& whole,
                   const LadderView& view);

}  // namespace scene
