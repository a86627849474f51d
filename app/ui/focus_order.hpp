// In which order Tab walks over the controls of the screen (ux 5.2, 13): panels as they are read,
// from the top and the left; inside a panel as it was drawn. Segments and ladder rows are left
// out: they come before all panels, and the session's selection walks over them. Knows no ImGui.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/ui/layout.hpp"
#include "app/ui/registry.hpp"

namespace app::ui {

std::vector<std::string> focus_order(std::span<const Widget> widgets, const Layout& layout,
                                     std::string_view layer);

// Where one step from `now` leads; empty = past the last (or before the first), where the walk goes
// over to the segments. From an id that is not there the walk begins at the near end.
std::string next_in(std::span<const std::string> order, std::string_view now, int direction);

}  // namespace app::ui
