#include "app/platform/imgui_input.hpp"

#include <imgui.h>

#include <array>
#include <cfloat>
#include <utility>

namespace app::platform {
namespace {

// Only the keys that ImGui's text fields need; everything else is ours, Tab included.
constexpr std::array<std::pair<Key, ImGuiKey>, 19> editing_keys = {{
    {Key::left, ImGuiKey_LeftArrow},
    {Key::right, ImGuiKey_RightArrow},
    {Key::up, ImGuiKey_UpArrow},
    {Key::down, ImGuiKey_DownArrow},
    {Key::page_up, ImGuiKey_PageUp},
    {Key::page_down, ImGuiKey_PageDown},
    {Key::home, ImGuiKey_Home},
    {Key::end, ImGuiKey_End},
    {Key::insert, ImGuiKey_Insert},
    {Key::del, ImGuiKey_Delete},
    {Key::backspace, ImGuiKey_Backspace},
    {Key::enter, ImGuiKey_Enter},
    {Key::escape, ImGuiKey_Escape},
    {key_of('A'), ImGuiKey_A},
    {key_of('C'), ImGuiKey_C},
    {key_of('V'), ImGuiKey_V},
    {key_of('X'), ImGuiKey_X},
    {key_of('Y'), ImGuiKey_Y},
    {key_of('Z'), ImGuiKey_Z},
}};

#if IMGUI_VERSION_NUM >= 18700
void tell_key(Key key, bool down) {
  for (const auto& [ours, theirs] : editing_keys)
    if (ours == key) ImGui::GetIO().AddKeyEvent(theirs, down);
}
void tell_mouse(float x, float y) { ImGui::GetIO().AddMousePosEvent(x, y); }
void tell_button(int button, bool down) { ImGui::GetIO().AddMouseButtonEvent(button, down); }
void tell_wheel(float dx, float dy) { ImGui::GetIO().AddMouseWheelEvent(dx, dy); }
#else
void tell_key(Key key, bool down) { ImGui::GetIO().KeysDown[static_cast<int>(key)] = down; }
void tell_mouse(float x, float y) { ImGui::GetIO().MousePos = {x, y}; }
void tell_button(int button, bool down) { ImGui::GetIO().MouseDown[button] = down; }
void tell_wheel(float dx, float dy) {
  ImGui::GetIO().MouseWheelH += dx;
  ImGui::GetIO().MouseWheel += dy;
}
#endif

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

}  // namespace

void ImGuiInput::set_up() {
#if IMGUI_VERSION_NUM < 18700
  for (const auto& [ours, theirs] : editing_keys)
    ImGui::GetIO().KeyMap[theirs] = static_cast<int>(ours);
#endif
}

void ImGuiInput::apply(std::span<const InputEvent> events) {
  pressed_.clear();
  for (const InputEvent& event : events)
    std::visit(Overloaded{
                   [](const MouseMove& move) { tell_mouse(move.x, move.y); },
                   [](const MousePress& press) {
                     tell_button(static_cast<int>(press.button), press.down);
                   },
                   [](const MouseWheel& wheel) { tell_wheel(wheel.dx, wheel.dy); },
                   [this](const KeyPress& key) { apply_key(key); },
                   [](const TextTyped& typed) {
                     ImGui::GetIO().AddInputCharactersUTF8(typed.utf8.c_str());
                   },
                   [this](const FocusChange& focus) {
                     if (!focus.focused) release_everything();
                   },
               },
               event);
}

void ImGuiInput::apply_key(const KeyPress& key) {
  if (key.down) pressed_.push_back(key);
  if (key.key == Key::none) return;
  if (key.down)
    held_.insert(key.key);
  else
    held_.erase(key.key);
  tell_key(key.key, key.down);
  tell_mods();
}

void ImGuiInput::tell_mods() const {
  ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18900
  io.AddKeyEvent(ImGuiMod_Ctrl, held(Key::ctrl));
  io.AddKeyEvent(ImGuiMod_Shift, held(Key::shift));
  io.AddKeyEvent(ImGuiMod_Alt, held(Key::alt));
#else
  io.KeyCtrl = held(Key::ctrl);
  io.KeyShift = held(Key::shift);
  io.KeyAlt = held(Key::alt);
#endif
}

// Another window took the keyboard: it will get the releases that we would wait for.
void ImGuiInput::release_everything() {
  for (const Key key : held_) tell_key(key, false);
  held_.clear();
  tell_mods();
  for (int button = 0; button < 3; ++button) tell_button(button, false);
}

}  // namespace app::platform
