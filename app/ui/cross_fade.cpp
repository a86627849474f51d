// A jump cut that the eye can follow: the picture before it fades out over the one after it
// (ux.md 4.4). Nothing flies backwards, because the old picture stands still.
#include <algorithm>

#include "app/ui/ui_state.hpp"

namespace app::ui {
namespace {

constexpr double fade_seconds = 0.12;
constexpr double longest_frame = 0.02;  // a slow machine still shows a few pictures of it

}  // namespace

void Ui::cross_fade() {
  if (state_->reduced_motion) return;
  state_->window.keep_picture();
  state_->fade_left = 1;
}

void Ui::State::draw_kept_picture() {
  const std::uint32_t texture = window.kept_picture();
  if (texture == 0) return;
  if (fade_left <= 0) return window.forget_picture();
  // OpenGL counts rows from below.
  ImGui::GetForegroundDrawList()->AddImage(
      reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture)), {0, 0}, {width, height},
      {0, 1}, {1, 0}, ImGui::ColorConvertFloat4ToU32({1, 1, 1, static_cast<float>(fade_left)}));
  const double passed = std::min(static_cast<double>(window.frame_seconds()), longest_frame);
  fade_left -= passed / fade_seconds;
  window.pacing().animate();
}

}  // namespace app::ui
