// One request in a queue of a listener: a filled cell whose tooltip says whose it is, how old, and
// how often its SYN-ACK was repeated.
#pragma once

#include <string>

#include "app/panels/frame.hpp"
#include "app/scene/queues.hpp"

namespace app::panels {

ui::Hit draw_queue_cell(const Frame& frame, const std::string& id, const ui::Rect& box,
                        const scene::QueueCell& cell);

}  // namespace app::panels
