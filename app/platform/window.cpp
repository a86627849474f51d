#include "app/platform/window.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

#include "app/platform/chord.hpp"
#include "app/platform/gl_picture.hpp"
#include "app/platform/glfw_input.hpp"
#include "app/platform/imgui_input.hpp"
#include "app/platform/input_queue.hpp"

namespace app::platform {
namespace {

std::string last_glfw_problem() {
  const char* description = nullptr;
  glfwGetError(&description);
  return description == nullptr ? "unknown cause" : description;
}

// What can be done about it is said by the program, in the language of the person.
engine::Error graphics_failure(std::string what) { return {std::move(what), last_glfw_problem()}; }

GLFWmonitor* monitor_of(GLFWwindow* window) {
  if (GLFWmonitor* full = glfwGetWindowMonitor(window)) return full;
  int x = 0, y = 0, width = 0, height = 0;
  glfwGetWindowPos(window, &x, &y);
  glfwGetWindowSize(window, &width, &height);
  int count = 0;
  GLFWmonitor** monitors = glfwGetMonitors(&count);
  for (int i = 0; i < count; ++i) {
    int left = 0, top = 0, across = 0, down = 0;
    glfwGetMonitorWorkarea(monitors[i], &left, &top, &across, &down);
    const int middle_x = x + width / 2, middle_y = y + height / 2;
    if (middle_x >= left && middle_x < left + across && middle_y >= top && middle_y < top + down)
      return monitors[i];
  }
  return glfwGetPrimaryMonitor();
}

int shape_of(Pointer pointer) {
  switch (pointer) {
    case Pointer::arrow:
    case Pointer::hidden:
      return GLFW_ARROW_CURSOR;
    case Pointer::hand:
      return GLFW_HAND_CURSOR;
    case Pointer::text:
      return GLFW_IBEAM_CURSOR;
    case Pointer::resize_across:
      return GLFW_HRESIZE_CURSOR;
    case Pointer::resize_down:
      return GLFW_VRESIZE_CURSOR;
    case Pointer::move:
      return GLFW_CROSSHAIR_CURSOR;
  }
  return GLFW_ARROW_CURSOR;
}

const char* clipboard_text(void* window) {
  return glfwGetClipboardString(static_cast<GLFWwindow*>(window));
}
void take_clipboard_text(void* window, const char* text) {
  glfwSetClipboardString(static_cast<GLFWwindow*>(window), text);
}

GLFWwindow* make_glfw_window(const WindowOptions& options) {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  glfwWindowHint(GLFW_VISIBLE, options.visible ? GLFW_TRUE : GLFW_FALSE);
  glfwWindowHint(GLFW_DEPTH_BITS, 0);
  glfwWindowHint(GLFW_STENCIL_BITS, 0);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "synscope");
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "synscope");
  return glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
}

}  // namespace

struct Window::State {
  struct Place {
    int x{}, y{}, width{}, height{};
  };

  GLFWwindow* glfw = nullptr;
  InputQueue queue;
  ImGuiInput input;
  GlfwListener listener;
  int width = 1, height = 1;  // of the framebuffer
  Pacing pacing;
  Background background;
  std::array<GLFWcursor*, 7> cursors{};
  Pointer pointer = Pointer::arrow;
  Place windowed;  // where to return to from full screen
  Clock::time_point last_frame = Clock::now();
  float frame_seconds = 1.0f / 60;
  std::optional<Clock::duration> unseen;  // nobody looks: a frame lasts this long
  bool device_ready = false;
  bool drew_once = false;
  bool keep_picture = false;
  KeptPicture kept;
  std::atomic<bool> woken = false;

  ~State() {
    if (device_ready) kept.forget();  // while there is a context
    if (ImGui::GetCurrentContext() != nullptr) {
      if (device_ready) ImGui_ImplOpenGL3_Shutdown();
      ImGui::DestroyContext();
    }
    if (glfw != nullptr) glfwDestroyWindow(glfw);
    glfwTerminate();
  }

  // The answer is a round trip to the window system: we ask when it says that something changed.
  void ask_size() {
    int across = 0, down = 0;
    glfwGetFramebufferSize(glfw, &width, &height);
    glfwGetWindowSize(glfw, &across, &down);
    if (across == 0 || down == 0) return;
    listener.pixels_across = static_cast<float>(width) / static_cast<float>(across);
    listener.pixels_down = static_cast<float>(height) / static_cast<float>(down);
  }

  // The window system answers in its own time; who does not get what was asked for goes on.
  void await_size(int across, int down) {
    constexpr double turn = 0.01;
    for (int turns = 0; turns < 50; ++turns) {
      glfwWaitEventsTimeout(turn);
      int now_across = 0, now_down = 0;
      glfwGetWindowSize(glfw, &now_across, &now_down);
      if (now_across == across && now_down == down) break;
    }
    ask_size();
  }

  void set_up_imgui() {
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigInputTextCursorBlink = false;  // a blinking cursor would wake an idle window
    io.BackendPlatformName = "synscope";
    io.GetClipboardTextFn = clipboard_text;
    io.SetClipboardTextFn = take_clipboard_text;
    io.ClipboardUserData = glfw;
    input.set_up();
    device_ready = ImGui_ImplOpenGL3_Init("#version 130");
  }
};

Window::Window(std::unique_ptr<State> state) : state_(std::move(state)) {}
Window::~Window() = default;

engine::Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
  if (glfwInit() != GLFW_TRUE) return std::unexpected(graphics_failure("no_display"));
  auto state = std::make_unique<State>();
  state->glfw = make_glfw_window(options);
  if (state->glfw == nullptr) return std::unexpected(graphics_failure("no_context"));
  glfwMakeContextCurrent(state->glfw);
  glfwSwapInterval(1);
  state->set_up_imgui();
  if (!state->device_ready) return std::unexpected(graphics_failure("old_driver"));
  State* listening = state.get();
  state->listener = {.input =
                         [listening](InputEvent event) {
                           listening->queue.push(std::move(event));
                           listening->pacing.stir();
                         },
                     .stirred =
                         [listening] {
                           listening->ask_size();
                           listening->pacing.stir();
                         }};
  state->ask_size();
  listen(state->glfw, &state->listener);
  return std::unique_ptr<Window>(new Window(std::move(state)));
}

bool Window::close_asked() const { return glfwWindowShouldClose(state_->glfw) == GLFW_TRUE; }
void Window::ask_close() {
  glfwSetWindowShouldClose(state_->glfw, GLFW_TRUE);
  state_->pacing.stir();
}

int Window::width() const { return state_->width; }
int Window::height() const { return state_->height; }

float Window::dpi_scale() const {
  float across = 1, down = 1;
  glfwGetWindowContentScale(state_->glfw, &across, &down);
  return std::clamp(std::max(across, down), 0.5f, 4.0f);
}

std::string Window::monitor_name() const {
  GLFWmonitor* monitor = monitor_of(state_->glfw);
  const char* name = monitor == nullptr ? nullptr : glfwGetMonitorName(monitor);
  return name == nullptr ? "" : name;
}

void Window::resize(int width, int height) {
  glfwSetWindowSize(state_->glfw, width, height);
  state_->pacing.stir();
}

void Window::set_title(const std::string& title) {
  glfwSetWindowTitle(state_->glfw, title.c_str());
}

void Window::set_full_screen(bool on) {
  if (on == full_screen()) return;
  State::Place& place = state_->windowed;
  if (on) {
    glfwGetWindowPos(state_->glfw, &place.x, &place.y);
    glfwGetWindowSize(state_->glfw, &place.width, &place.height);
    GLFWmonitor* monitor = monitor_of(state_->glfw);
    const GLFWvidmode* mode = monitor == nullptr ? nullptr : glfwGetVideoMode(monitor);
    if (mode == nullptr) return;
    const int across = mode->width, down = mode->height;
    glfwSetWindowMonitor(state_->glfw, monitor, 0, 0, across, down, mode->refreshRate);
    state_->await_size(across, down);
  } else {
    glfwSetWindowMonitor(state_->glfw, nullptr, place.x, place.y, place.width, place.height,
                         GLFW_DONT_CARE);
    state_->await_size(place.width, place.height);
  }
  state_->pacing.stir();
}

bool Window::full_screen() const { return glfwGetWindowMonitor(state_->glfw) != nullptr; }

void Window::set_pointer(Pointer pointer) {
  if (pointer == state_->pointer) return;
  state_->pointer = pointer;
  glfwSetInputMode(state_->glfw, GLFW_CURSOR,
                   pointer == Pointer::hidden ? GLFW_CURSOR_HIDDEN : GLFW_CURSOR_NORMAL);
  GLFWcursor*& cursor = state_->cursors[static_cast<std::size_t>(pointer)];
  if (cursor == nullptr) cursor = glfwCreateStandardCursor(shape_of(pointer));
  glfwSetCursor(state_->glfw, cursor);
}

std::string Window::clipboard() const {
  const char* text = glfwGetClipboardString(state_->glfw);
  return text == nullptr ? "" : text;
}

void Window::set_clipboard(const std::string& text) {
  glfwSetClipboardString(state_->glfw, text.c_str());
}

void Window::inject(const InputEvent& event) {
  state_->queue.push(event);
  state_->pacing.stir();
}

void Window::inject_click(float x, float y, MouseButton button) {
  state_->queue.push_click(x, y, button);
  state_->pacing.stir();
}

engine::Result<void> Window::inject_chord(std::string_view text) {
  const auto chord = parse_chord(text);
  if (!chord) return std::unexpected(chord.error());
  state_->queue.push_key(chord->key, chord->mods);
  state_->pacing.stir();
  return {};
}

void Window::inject_text(std::string_view utf8) {
  state_->queue.push_text(utf8);
  state_->pacing.stir();
}

void Window::set_unseen(std::optional<Clock::duration> lasts) { state_->unseen = lasts; }

std::size_t Window::pending_events() const { return state_->queue.pending(); }

void Window::begin_frame() {
  const auto now = Clock::now();
  const std::chrono::duration<float> passed = state_->unseen.value_or(now - state_->last_frame);
  state_->last_frame = now;
  state_->frame_seconds = std::clamp(passed.count(), 0.0001f, 0.25f);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width()), static_cast<float>(height())};
  io.DisplayFramebufferScale = {1, 1};
  io.DeltaTime = state_->frame_seconds;
  const auto events = state_->queue.take_frame();
  state_->input.apply(events);
  if (state_->queue.pending() > 0) state_->pacing.stir();
  ImGui_ImplOpenGL3_NewFrame();
  state_->drew_once = true;
  ImGui::NewFrame();
}

const std::vector<KeyPress>& Window::keys_pressed() const { return state_->input.keys_pressed(); }

bool Window::key_held(Key key) const { return state_->input.held(key); }

void Window::end_frame(bool show) {
  ImGui::Render();
  if (!show) return;
  if (!state_->unseen) {
    clear(width(), height(), state_->background);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glfwSwapBuffers(state_->glfw);
  }
  // After the frame was drawn: it may show the picture that is given up here.
  if (std::exchange(state_->keep_picture, false))
    state_->kept.take(ImGui::GetDrawData(), width(), height(), state_->background);
  state_->pacing.drawn(Clock::now());
}

void Window::keep_picture() { state_->keep_picture = true; }
void Window::forget_picture() { state_->kept.forget(); }
std::uint32_t Window::kept_picture() const { return state_->kept.texture(); }

void Window::upload_fonts() {
  if (!state_->drew_once) return;  // the first frame makes the texture itself
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

void Window::set_background(float red, float green, float blue) {
  state_->background = {red, green, blue};
}

Image Window::read_pixels() const {
  return draw_into_memory(ImGui::GetDrawData(), width(), height(), state_->background);
}

float Window::frame_seconds() const { return state_->frame_seconds; }

Pacing& Window::pacing() { return state_->pacing; }

bool Window::wait(Clock::duration longest) {
  Pacing& pacing = state_->pacing;
  const Clock::time_point end = Clock::now() + longest;
  glfwPollEvents();
  while (true) {
    if (state_->woken.exchange(false)) {
      pacing.stir();
      return true;
    }
    const Clock::time_point now = Clock::now();
    const auto sleep = pacing.sleep(now);
    if (sleep && *sleep <= Clock::duration::zero()) return true;
    if (now >= end) return false;
    const auto most = std::min(sleep.value_or(end - now), end - now);
    glfwWaitEventsTimeout(std::chrono::duration<double>(most).count());
  }
}

void Window::wake() {
  state_->woken = true;
  glfwPostEmptyEvent();
}

}  // namespace app::platform
