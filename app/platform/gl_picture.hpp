// What we ask of OpenGL ourselves, besides ImGui's renderer: clearing, and drawing a frame once
// more into memory.
#pragma once

#include "app/platform/screenshot.hpp"

struct ImDrawData;

namespace app::platform {

struct Background {
  float red = 1, green = 1, blue = 1;
};

void clear(int width, int height, const Background& background);
Image draw_into_memory(ImDrawData* data, int width, int height, const Background& background);

}  // namespace app::platform
