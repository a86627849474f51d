// Finding scenarios by name or path, and reading them with every mistake that they have.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/command_line/words.hpp"
#include "engine/base/result.hpp"
#include "engine/lesson/scenario.hpp"

namespace app::command_line {

// The script that is meant: a file, a folder with a script.lesson, or the id of a shipped scenario,
// else of a lesson of the user's own.
std::optional<std::filesystem::path> find_script(const std::string& name,
                                                 const std::filesystem::path& lessons);
// The folder of the user's own lessons; they override nothing that is shipped.
std::filesystem::path user_lessons();
std::vector<std::string> scenario_ids(const std::filesystem::path& lessons);  // in order of name

std::expected<engine::Scenario, std::vector<engine::Error>> read_scenario(
    const std::filesystem::path& script, const Words& words);

// Says on standard error, in the form of compilers.
void complain(const engine::Error& error);

}  // namespace app::command_line
