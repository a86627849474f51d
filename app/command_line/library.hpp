// Finding and opening the prepared scenarios.
#pragma once

#include <filesystem>
#include <string>

#include "app/panels/library.hpp"
#include "app/session/environment.hpp"

namespace app::command_line {

// Every folder with a script.lesson, in the order the scripts ask for, then by name.
panels::Library read_library(const std::filesystem::path& lessons);

engine::Result<Opening> open_scenario(const std::string& path);

}  // namespace app::command_line
