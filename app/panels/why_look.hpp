// The mark in front of each line of reasons: the same in the inspector and in the forge dialog.
#pragma once

#include "app/scene/why.hpp"
#include "app/ui/icons.hpp"

namespace app::panels {

ui::Icon why_icon(const scene::WhyRow& row);

}  // namespace app::panels
