// The experiment is kept by itself after every change, so that neither a crash nor a closed window
// loses it: one file for each experiment that something was done to, in a folder of its own, newest
// twenty. No program writes into the file of another one.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "app/panels/library.hpp"
#include "app/platform/pacing.hpp"
#include "app/session/session.hpp"

namespace app::command_line {

// All sessions that are known: saved in `saved`, kept automatically in `kept`; newest first.
std::vector<panels::SessionCard> list_sessions(const std::filesystem::path& saved,
                                               const std::filesystem::path& kept);

class Autosave {
 public:
  Autosave() = default;  // keeps nothing
  explicit Autosave(std::filesystem::path folder);

  // The newest experiment that a program left behind which does not run any more.
  std::optional<panels::SessionCard> left_behind() const;
  // The experiment goes on in this program, under a file of ours.
  void adopt(const std::string& path, const Session& session);

  // Call it often. Writes what has changed: a small experiment at once, a large one at most twice a
  // second; returns when to call again if something waits. finish() never waits.
  std::optional<platform::Clock::time_point> follow(Session& session);
  void finish(Session& session);

 private:
  void write(Session& session);

  std::filesystem::path folder_;             // empty: nothing is kept
  std::string file_;                         // of this experiment; empty: none yet
  std::uint64_t revision_{}, experiment_{};  // of the session, as far as it has been kept
  int files_{};                              // that this program has begun
  platform::Clock::time_point written_{};
  platform::Clock::duration pause_{};  // after it
  bool complained_{};
};

}  // namespace app::command_line
