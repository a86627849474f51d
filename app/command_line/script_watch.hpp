// Have the files of the open scenario been written again, the script or its words? Asks for its
// time only, at most twice a second, so that nobody pays for it. Knows neither scripts nor windows.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>

#include "app/platform/pacing.hpp"

namespace app::command_line {

class ScriptWatch {
 public:
  static constexpr auto pause = std::chrono::milliseconds(500);

  // From now on this script and the texts beside it, as they are; none with an empty path.
  void follow(const std::string& path);
  // True once for each time that one was written. A file that is gone has not been.
  bool written(platform::Clock::time_point now);

 private:
  using Times = std::array<std::optional<std::filesystem::file_time_type>, 3>;

  Times times_now() const;

  std::string path_;
  Times times_{};
  platform::Clock::time_point looked_{};
};

}  // namespace app::command_line
