// Long runs that nobody records, in bounded memory. Packets lie in the arena one behind another; a
// history keeps them for ever, but a run without one needs only those that something in the world
// still refers to. Between two steps recycle() sends the cursor back to the lowest stretch of the
// arena that nothing refers to, so that a million packets take the room of those under way.
#pragma once

#include "engine/world/world.hpp"

namespace engine {

// Precondition: the facts of the last step are no longer needed. Does nothing until the cursor has
// left the stretch that it was in; `stretch` remembers which.
class Recycler {
 public:
  void recycle(World& world);

 private:
  std::uint64_t stretch_{};
};

}  // namespace engine
