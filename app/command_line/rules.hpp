// `synscope rules`: what the engine has to do, where it decides about it, what proves it. Plays the
// scenarios to find out which of them show it.
#pragma once

#include <string>

#include "app/command_line/words.hpp"

namespace app::command_line {

// Says what is wrong with an identifier, and which one may be meant; nothing if it is known.
std::string check_rule_id(const std::string& id, const Words& words);

// The whole table if `id` is empty.
int print_rules(const std::string& id, const Words& words);

}  // namespace app::command_line
