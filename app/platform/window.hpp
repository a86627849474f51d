// The window: events in, pixels out. The only code that sees GLFW and OpenGL. All coordinates are
// real pixels of the framebuffer, origin top left. Knows no panel and no word of text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/platform/input.hpp"
#include "app/platform/pacing.hpp"
#include "app/platform/screenshot.hpp"
#include "engine/base/result.hpp"

namespace app::platform {

struct WindowOptions {
  std::string title = "SynScope";
  int width = 1280;
  int height = 720;
  bool visible = true;
};

enum class Pointer { arrow, hand, text, resize_across, resize_down, move, hidden };

class Window {
 public:
  // The error: no_display, no_context or old_driver, and what the window system answered.
  static engine::Result<std::unique_ptr<Window>> open(const WindowOptions& options);
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  ~Window();

  bool close_asked() const;
  void ask_close();
  int width() const;
  int height() const;
  // Pixels per logical pixel of this monitor: 1 on an ordinary screen.
  float dpi_scale() const;
  // Names the monitor the window stands on, for settings kept per monitor.
  std::string monitor_name() const;
  void resize(int width, int height);
  void set_title(const std::string& title);
  void set_full_screen(bool on);
  bool full_screen() const;
  void set_pointer(Pointer pointer);

  std::string clipboard() const;
  void set_clipboard(const std::string& text);

  // Automation: acts exactly as the person's mouse and keyboard would.
  void inject(const InputEvent& event);
  void inject_click(float x, float y, MouseButton button = MouseButton::left);
  // "Ctrl+Z", "Shift+Right", "Space", "D", "PageDown", "F6"; the error names what is wrong.
  engine::Result<void> inject_chord(std::string_view chord);
  void inject_text(std::string_view utf8);
  // Frames are only made, not painted, and each lasts as long as it is told (none: as the clock
  // says).
  void set_unseen(std::optional<Clock::duration> lasts);
  // Events not yet given to a frame; when 0 every injected act has been seen.
  std::size_t pending_events() const;

  // One frame: input goes to ImGui; the keys pressed are also here, for the shortcuts. Ui calls
  // these two.
  void begin_frame();
  const std::vector<KeyPress>& keys_pressed() const;
  bool key_held(Key key) const;
  // Draws and shows; `show = false` throws the picture away (it lacked glyphs).
  void end_frame(bool show = true);
  // The frame that is being made will be kept as a texture when it is shown (0: none is kept).
  void keep_picture();
  void forget_picture();
  std::uint32_t kept_picture() const;
  // After the font atlas was rebuilt, between two frames.
  void upload_fonts();
  void set_background(float red, float green, float blue);
  // The frame last made, painted into memory.
  Image read_pixels() const;

  // Time between the last two frames, for animations of the interface.
  float frame_seconds() const;
  Pacing& pacing();
  // Sleeps until the next frame is due, then takes the events that came; or, when that takes longer
  // than this, says no.
  bool wait(Clock::duration longest);
  // From any thread: ends wait().
  void wake();

 private:
  struct State;
  explicit Window(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace app::platform
