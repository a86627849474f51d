// The program with its window: session, screen, settings and scenarios put together, one frame at a
// time. `synscope` runs it in real time, `synscope drive` from outside. The one place where files
// meet the session.
#pragma once

#include <memory>
#include <string>

#include "app/command_line/window.hpp"
#include "app/panels/screen.hpp"
#include "app/session/session.hpp"
#include "engine/base/result.hpp"

namespace app::command_line {

class WindowProgram {
 public:
  static engine::Result<std::unique_ptr<WindowProgram>> open(const WindowArguments& arguments);
  ~WindowProgram();

  // Lets this much screen time pass, draws one frame and obeys what was asked for in it.
  void frame(engine::Duration watched);
  // Sleeps until the next frame is due (or the person or another thread wakes us).
  void wait();
  // Draws until every injected event has been seen, without letting time pass.
  void settle();
  void save_settings();

  Session& session() { return *session_; }
  ui::Ui& ui() { return *ui_; }
  platform::Window& window() { return *window_; }
  const panels::Library& library() const { return library_; }
  engine::Duration last_frame_cpu() const { return last_frame_cpu_; }

 private:
  WindowProgram() = default;
  void apply_settings();
  void obey(const Intents& intents);

  ui::Strings strings_;
  panels::Library library_;
  std::string settings_path_;
  std::unique_ptr<platform::Window> window_;
  std::unique_ptr<ui::Fonts> fonts_;
  std::unique_ptr<ui::Ui> ui_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<panels::Screen> screen_;
  engine::Duration last_frame_cpu_{};
};

}  // namespace app::command_line
