// Finding and opening the prepared scenarios.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "app/panels/library.hpp"
#include "app/session/environment.hpp"
#include "app/ui/strings.hpp"
#include "engine/lesson/saying.hpp"

namespace app::command_line {

// Every folder with a script.lesson, in the order the scripts ask for, then by name.
panels::Library read_library(const std::filesystem::path& lessons, const ui::Strings& strings);

// What is wrong with the texts beside a script, if anything.
std::optional<engine::ScriptError> wrong_with_texts(const std::string& path);
std::expected<Opening, engine::ScriptError> open_scenario(const std::string& path);

}  // namespace app::command_line
