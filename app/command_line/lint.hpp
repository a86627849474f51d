// `synscope lint`: reads scenarios and their texts, plays them, and says everything that is wrong.
// `synscope list`: what there is.
#pragma once

#include <string>
#include <vector>

#include "app/command_line/words.hpp"

namespace app::command_line {

// No names = every shipped scenario.
int lint_scenarios(const std::vector<std::string>& names, const Words& words);
int list_scenarios(const Words& words);

}  // namespace app::command_line
