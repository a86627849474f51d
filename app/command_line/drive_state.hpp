// What `{"op":"state"}` and `{"op":"widgets"}` tell about the window.
#pragma once

#include <nlohmann/json.hpp>

#include "app/command_line/window_program.hpp"

namespace app::command_line {

nlohmann::json describe_state(WindowProgram& program);
nlohmann::json describe_widgets(WindowProgram& program);

}  // namespace app::command_line
