// Has the file of the open scenario been written again? Asks for its time only, at most twice a
// second, so that nobody pays for it. Knows neither scripts nor windows.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/platform/pacing.hpp"

namespace app::command_line {

class ScriptWatch {
 public:
  static constexpr auto pause = std::chrono::milliseconds(500);

  // From now on this file, as it is; none with an empty path.
  void follow(const std::string& path);
  // True once for each time that it was written. A file that is gone has not been.
  bool written(platform::Clock::time_point now);

 private:
  std::string path_;
  std::optional<std::filesystem::file_time_type> time_;
  platform::Clock::time_point looked_{};
};

}  // namespace app::command_line
