// `synscope lesson`: a whole lesson in a terminal, and the beginning of a new one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/command_line/words.hpp"

namespace app::command_line {

struct LessonArguments {
  std::string lesson;   // an id, a folder or a script
  std::string answers;  // a file with what would be typed; empty = standard input
  std::string fresh;    // the name of a lesson to be begun; empty = none
  bool text{};          // in the terminal
  std::optional<std::uint64_t> seed;
};

int run_lesson(const LessonArguments& arguments, const Words& words);

}  // namespace app::command_line
