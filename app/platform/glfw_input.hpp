// GLFW's callbacks turned into our input events.
#pragma once

#include <functional>

#include "app/platform/input.hpp"

struct GLFWwindow;

namespace app::platform {

struct GlfwListener {
  std::function<void(InputEvent)> input;
  std::function<void()> stirred;  // resized, uncovered, moved to another monitor, close asked
  float pixels_across = 1, pixels_down = 1;  // of the framebuffer per unit of the window system
};

// The listener must outlive the window's event processing.
void listen(GLFWwindow* window, GlfwListener* listener);

}  // namespace app::platform
