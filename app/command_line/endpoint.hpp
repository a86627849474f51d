// `synscope endpoint`: one TCP behind standard input and output, in virtual time.
#pragma once

namespace app::command_line {

int run_endpoint();  // ends with the input, or with {"op":"quit"}

}  // namespace app::command_line
