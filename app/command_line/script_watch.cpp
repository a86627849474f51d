#include "app/command_line/script_watch.hpp"

#include <system_error>

namespace app::command_line {
namespace {

std::optional<std::filesystem::file_time_type> time_of(const std::filesystem::path& path) {
  std::error_code failed;
  const auto time = std::filesystem::last_write_time(path, failed);
  return failed ? std::nullopt : std::optional(time);
}

}  // namespace

void ScriptWatch::follow(const std::string& path) {
  path_ = path;
  times_ = path.empty() ? Times{} : times_now();
}

ScriptWatch::Times ScriptWatch::times_now() const {
  const std::filesystem::path folder = std::filesystem::path(path_).parent_path();
  return {time_of(path_), time_of(folder / "en.md"), time_of(folder / "zh.md")};
}

bool ScriptWatch::written(platform::Clock::time_point now) {
  if (path_.empty() || now - looked_ < pause) return false;
  looked_ = now;
  bool any = false;
  const Times now_there = times_now();
  for (std::size_t i = 0; i < now_there.size(); ++i) {
    if (!now_there[i] || now_there[i] == times_[i]) continue;
    times_[i] = now_there[i];
    any = true;
  }
  return any;
}

}  // namespace app::command_line
