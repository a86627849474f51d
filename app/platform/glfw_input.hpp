// GLFW's callbacks turned into our input events.
#pragma once

#include <functional>

#include "app/platform/input.hpp"

struct GLFWwindow;

namespace app::platform {

struct GlfwListener {
  std::function<void(InputEvent)> input;
  std::function<void()> stirred;  // resized, uncovered, moved to another monitor, close asked
};

// The listener must outlive the window's event processing.
void listen(GLFWwindow* window, GlfwListener* listener);

}  // namespace app::platform
