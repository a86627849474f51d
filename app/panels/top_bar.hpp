// The strip at the top: menu, what is open, branches, language, theme, size, help.
#pragma once

#include "app/panels/frame.hpp"
#include "app/panels/library.hpp"

namespace app::panels {

void draw_top_bar(const Frame& frame, const Library& library);

}  // namespace app::panels
