#include "app/platform/screenshot.hpp"

#include <png.h>

#include "app/platform/files.hpp"

namespace app::platform {

engine::Result<std::string> encode_png(const Image& image) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  header.width = static_cast<png_uint_32>(image.width);
  header.height = static_cast<png_uint_32>(image.height);
  header.format = PNG_FORMAT_RGBA;
  // Fast rather than small: a picture of the screen is read soon or not at all.
  header.flags = PNG_IMAGE_FLAG_FAST;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(header);
  std::string out(size, '\0');
  if (png_image_write_to_memory(&header, out.data(), &size, 0, image.rgba.data(), 0, nullptr) == 0)
    return std::unexpected(engine::Error{"PNG", header.message});
  out.resize(size);
  return out;
}

engine::Result<void> write_png(const Image& image, const std::filesystem::path& path) {
  const auto png = encode_png(image);
  if (!png) return std::unexpected(png.error());
  return write_file(path, *png);
}

}  // namespace app::platform
