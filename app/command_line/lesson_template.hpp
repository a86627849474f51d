// The beginning of a new lesson: a folder with a commented script and its words, which lint finds
// no mistake in.
#pragma once

#include <string>

#include "app/command_line/words.hpp"

namespace app::command_line {

// In the folder of the user's own lessons. Nothing is overwritten.
int begin_new_lesson(const std::string& name, const Words& words);

}  // namespace app::command_line
