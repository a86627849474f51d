// What we ask of OpenGL ourselves, besides ImGui's renderer: clearing, and drawing a frame once
// more into memory or into a texture.
#pragma once

#include <cstdint>

#include "app/platform/screenshot.hpp"

struct ImDrawData;

namespace app::platform {

struct Background {
  float red = 1, green = 1, blue = 1;
};

void clear(int width, int height, const Background& background);
// A frame kept as a texture, to lie over later ones for a moment.
class KeptPicture {
 public:
  KeptPicture() = default;
  KeptPicture(const KeptPicture&) = delete;
  KeptPicture& operator=(const KeptPicture&) = delete;
  ~KeptPicture() { forget(); }

  void take(ImDrawData* data, int width, int height, const Background& background);
  void forget();
  std::uint32_t texture() const { return texture_; }  // 0: nothing is kept

 private:
  std::uint32_t texture_ = 0;
};

Image draw_into_memory(ImDrawData* data, int width, int height, const Background& background);

}  // namespace app::platform
