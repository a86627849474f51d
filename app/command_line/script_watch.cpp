#include "app/command_line/script_watch.hpp"

#include <system_error>

namespace app::command_line {
namespace {

std::optional<std::filesystem::file_time_type> time_of(const std::string& path) {
  std::error_code failed;
  const auto time = std::filesystem::last_write_time(path, failed);
  return failed ? std::nullopt : std::optional(time);
}

}  // namespace

void ScriptWatch::follow(const std::string& path) {
  path_ = path;
  time_ = path.empty() ? std::nullopt : time_of(path);
}

bool ScriptWatch::written(platform::Clock::time_point now) {
  if (path_.empty() || now - looked_ < pause) return false;
  looked_ = now;
  const auto time = time_of(path_);
  if (!time || time == time_) return false;
  time_ = time;
  return true;
}

}  // namespace app::command_line
