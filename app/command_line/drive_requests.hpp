// One request of `synscope drive` and its reply. Every mistake is answered and changes nothing.
#pragma once

#include <string>

#include "app/command_line/window_program.hpp"

namespace app::command_line {

struct DriveReply {
  std::string text;  // one line of JSON
  bool quit = false;
};

DriveReply answer(WindowProgram& program, const std::string& request);

}  // namespace app::command_line
