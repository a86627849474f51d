// The program with its window: session, screen, settings and scenarios put together, one frame at a
// time. `synscope` runs it in real time, `synscope drive` from outside. The one place where files
// meet the session.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/command_line/autosave.hpp"
#include "app/command_line/script_watch.hpp"
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
  // While nobody looks frames are only made, not painted, and what the toolkit animates takes its
  // time from frame() too.
  void set_watched(bool watched) { watched_ = watched; }
  // Sleeps until the next frame is due (or the person or another thread wakes us).
  void wait();
  // Draws until every injected event has been seen, without letting time pass.
  void settle();
  void save_settings();
  // The window closes: keeps the experiment as it stands, and the settings.
  void leave();

  Session& session() { return *session_; }
  ui::Ui& ui() { return *ui_; }
  platform::Window& window() { return *window_; }
  const panels::Library& library() const { return library_; }
  engine::Duration last_frame_cpu() const { return last_frame_cpu_; }

 private:
  WindowProgram() = default;
  void apply_settings();
  Environment environment() const;
  void notice_monitor();
  void obey(const Intents& intents);
  void offer_to_continue();
  void ask_for_language();
  void notice_experiment();
  void list_sessions();
  void notice_script();
  void keep_progress();

  ui::Strings strings_;
  panels::Library library_;
  std::string settings_path_, progress_path_;
  Progress kept_progress_;  // as the file has it
  std::unique_ptr<platform::Window> window_;
  std::unique_ptr<ui::Fonts> fonts_;
  std::unique_ptr<ui::Ui> ui_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<panels::Screen> screen_;
  std::vector<KeyChoice> keys_;  // as the toolkit has them
  Autosave autosave_;
  ScriptWatch script_watch_;
  std::uint64_t experiment_{};  // of the session, as the library knows it
  bool lists_sessions_{};
  bool watched_ = true;
  std::string monitor_;
  unsigned frames_{};
  engine::Duration last_frame_cpu_{};
};

}  // namespace app::command_line
