#include "app/platform/gl_picture.hpp"

#define GL_GLEXT_PROTOTYPES
#include <GL/gl.h>
#include <GL/glext.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <cstddef>

namespace app::platform {
namespace {

// OpenGL counts rows from below.
void turn_over(Image& image) {
  const auto row = static_cast<std::ptrdiff_t>(image.width) * 4;
  for (int y = 0; y < image.height / 2; ++y) {
    const auto upper = image.rgba.begin() + y * row;
    const auto lower = image.rgba.begin() + (image.height - 1 - y) * row;
    std::swap_ranges(upper, upper + row, lower);
  }
}

}  // namespace

void clear(int width, int height, const Background& background) {
  glViewport(0, 0, width, height);
  glClearColor(background.red, background.green, background.blue, 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

void KeptPicture::take(ImDrawData* data, int width, int height, const Background& background) {
  GLuint frame = 0, taken = 0;
  glGenTextures(1, &taken);
  glBindTexture(GL_TEXTURE_2D, taken);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB8, width, height, 0, GL_RGB, GL_UNSIGNED_BYTE, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glGenFramebuffers(1, &frame);
  glBindFramebuffer(GL_FRAMEBUFFER, frame);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, taken, 0);
  clear(width, height, background);
  ImGui_ImplOpenGL3_RenderDrawData(data);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glDeleteFramebuffers(1, &frame);
  forget();  // only now: the frame may itself show the picture that was kept before
  texture_ = taken;
}

void KeptPicture::forget() {
  if (texture_ != 0) glDeleteTextures(1, &texture_);
  texture_ = 0;
}

// A window that is hidden or covered owns none of its pixels, so we read our own buffer.
Image draw_into_memory(ImDrawData* data, int width, int height, const Background& background) {
  Image image{width, height, {}};
  image.rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  GLuint frame = 0, pixels = 0;
  glGenFramebuffers(1, &frame);
  glGenRenderbuffers(1, &pixels);
  glBindRenderbuffer(GL_RENDERBUFFER, pixels);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
  glBindFramebuffer(GL_FRAMEBUFFER, frame);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, pixels);
  clear(width, height, background);
  if (data != nullptr) ImGui_ImplOpenGL3_RenderDrawData(data);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glDeleteRenderbuffers(1, &pixels);
  glDeleteFramebuffers(1, &frame);
  turn_over(image);
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
  return image;
}

}  // namespace app::platform
