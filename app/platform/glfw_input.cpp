#include "app/platform/glfw_input.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <array>
#include <utility>

#include "app/platform/utf8.hpp"

namespace app::platform {
namespace {

constexpr auto named_keys = std::to_array<std::pair<int, Key>>({
    {GLFW_KEY_SPACE, Key::space},
    {GLFW_KEY_LEFT, Key::left},
    {GLFW_KEY_RIGHT, Key::right},
    {GLFW_KEY_UP, Key::up},
    {GLFW_KEY_DOWN, Key::down},
    {GLFW_KEY_HOME, Key::home},
    {GLFW_KEY_END, Key::end},
    {GLFW_KEY_PAGE_UP, Key::page_up},
    {GLFW_KEY_PAGE_DOWN, Key::page_down},
    {GLFW_KEY_TAB, Key::tab},
    {GLFW_KEY_ENTER, Key::enter},
    {GLFW_KEY_KP_ENTER, Key::enter},
    {GLFW_KEY_ESCAPE, Key::escape},
    {GLFW_KEY_BACKSPACE, Key::backspace},
    {GLFW_KEY_DELETE, Key::del},
    {GLFW_KEY_INSERT, Key::insert},
    {GLFW_KEY_LEFT_CONTROL, Key::ctrl},
    {GLFW_KEY_RIGHT_CONTROL, Key::ctrl},
    {GLFW_KEY_LEFT_SHIFT, Key::shift},
    {GLFW_KEY_RIGHT_SHIFT, Key::shift},
    {GLFW_KEY_LEFT_ALT, Key::alt},
    {GLFW_KEY_F1, Key::f1},
    {GLFW_KEY_F2, Key::f2},
    {GLFW_KEY_F3, Key::f3},
    {GLFW_KEY_F4, Key::f4},
    {GLFW_KEY_F5, Key::f5},
    {GLFW_KEY_F6, Key::f6},
    {GLFW_KEY_F7, Key::f7},
    {GLFW_KEY_F8, Key::f8},
    {GLFW_KEY_F9, Key::f9},
    {GLFW_KEY_F10, Key::f10},
    {GLFW_KEY_F11, Key::f11},
    {GLFW_KEY_F12, Key::f12},
    {GLFW_KEY_KP_ADD, key_of('+')},
    {GLFW_KEY_KP_SUBTRACT, key_of('-')},
    {GLFW_KEY_KP_DECIMAL, key_of('.')},
});

// The key as its cap is printed: on a French keyboard the key left of Z types W and is W here.
// Digits count as digits wherever the layout wants Shift for them.
Key key_from_glfw(int key, int scancode) {
  for (const auto& [theirs, ours] : named_keys)
    if (theirs == key) return ours;
  if (key >= GLFW_KEY_0 && key <= GLFW_KEY_9) return static_cast<Key>(key);
  if (key >= GLFW_KEY_KP_0 && key <= GLFW_KEY_KP_9)
    return static_cast<Key>(key - GLFW_KEY_KP_0 + '0');
  const char* name = glfwGetKeyName(key, scancode);
  if (name != nullptr && name[0] > 32 && name[1] == '\0') {
    const char c = name[0];
    return key_of(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return key > 32 && key < 127 ? static_cast<Key>(key) : Key::none;
}

Mods mods_from_glfw(int mods) {
  return {.ctrl = (mods & GLFW_MOD_CONTROL) != 0,
          .shift = (mods & GLFW_MOD_SHIFT) != 0,
          .alt = (mods & GLFW_MOD_ALT) != 0};
}

GlfwListener& listener_of(GLFWwindow* window) {
  return *static_cast<GlfwListener*>(glfwGetWindowUserPointer(window));
}

void on_key(GLFWwindow* window, int key, int scancode, int action, int mods) {
  listener_of(window).input(KeyPress{.key = key_from_glfw(key, scancode),
                                     .mods = mods_from_glfw(mods),
                                     .down = action != GLFW_RELEASE,
                                     .repeat = action == GLFW_REPEAT,
                                     .code = key,
                                     .scancode = scancode});
}

void on_text(GLFWwindow* window, unsigned code) {
  TextTyped typed;
  append_utf8(typed.utf8, code);
  listener_of(window).input(typed);
}

void on_move(GLFWwindow* window, double x, double y) {
  GlfwListener& listener = listener_of(window);
  listener.input(MouseMove{static_cast<float>(x) * listener.pixels_across,
                           static_cast<float>(y) * listener.pixels_down});
}

void on_button(GLFWwindow* window, int button, int action, int) {
  if (button > GLFW_MOUSE_BUTTON_MIDDLE) return;
  listener_of(window).input(MousePress{static_cast<MouseButton>(button), action == GLFW_PRESS});
}

void on_wheel(GLFWwindow* window, double dx, double dy) {
  listener_of(window).input(MouseWheel{static_cast<float>(dx), static_cast<float>(dy)});
}

void on_focus(GLFWwindow* window, int focused) {
  listener_of(window).input(FocusChange{focused == GLFW_TRUE});
}

void on_size(GLFWwindow* window, int, int) { listener_of(window).stirred(); }
void on_scale(GLFWwindow* window, float, float) { listener_of(window).stirred(); }
void on_plain(GLFWwindow* window) { listener_of(window).stirred(); }

// Outside the window nothing is hovered.
void on_enter(GLFWwindow* window, int entered) {
  if (entered == GLFW_FALSE) listener_of(window).input(MouseMove{-1, -1});
}

}  // namespace

void listen(GLFWwindow* window, GlfwListener* listener) {
  glfwSetWindowUserPointer(window, listener);
  glfwSetKeyCallback(window, on_key);
  glfwSetCharCallback(window, on_text);
  glfwSetCursorPosCallback(window, on_move);
  glfwSetCursorEnterCallback(window, on_enter);
  glfwSetMouseButtonCallback(window, on_button);
  glfwSetScrollCallback(window, on_wheel);
  glfwSetWindowFocusCallback(window, on_focus);
  glfwSetFramebufferSizeCallback(window, on_size);
  glfwSetWindowContentScaleCallback(window, on_scale);
  glfwSetWindowRefreshCallback(window, on_plain);
  glfwSetWindowCloseCallback(window, on_plain);
}

}  // namespace app::platform
