// The faces with a window: the program itself, and the same driven from outside.
#pragma once

#include <string>

namespace app::command_line {

struct WindowArguments {
  std::string file;      // a session or a scenario; empty = as `scenario` says
  std::string scenario;  // id or path; empty = the handshake
  int width = 1280;      // pixels
  int height = 720;
  std::string language;  // "en", "zh"; empty = as set, else the system's
  bool fresh = false;    // neither read nor write the settings file, keep nothing
};

int run_window(const WindowArguments& arguments);

// JSON lines on standard input, one reply per line on standard output (app/README.md).
int drive_window(const WindowArguments& arguments);

}  // namespace app::command_line
