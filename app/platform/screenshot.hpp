// A picture in memory and its PNG form.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/result.hpp"

namespace app::platform {

// Rows from top to bottom, four bytes a pixel: red, green, blue, alpha.
struct Image {
  int width{};
  int height{};
  std::vector<std::uint8_t> rgba;
};

engine::Result<std::string> encode_png(const Image& image);
engine::Result<void> write_png(const Image& image, const std::filesystem::path& path);

}  // namespace app::platform
