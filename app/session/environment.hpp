// The little that the session asks of the machine, as functions that main hands over: whole texts
// in and out, and a scenario from a file. Tests hand over maps in memory.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "app/session/lesson.hpp"
#include "engine/base/byte_arena.hpp"
#include "engine/base/result.hpp"
#include "engine/lesson/saying.hpp"
#include "engine/world/world.hpp"

namespace app {

// An experiment before its first event.
struct Opening {
  std::string title;
  engine::World start;
  engine::ByteArena bytes;        // what `start` refers to
  engine::Duration base_delay{};  // the one-way delay that maps to the flight time; 0 = the wire's
  std::string script{};           // whole, so that a session can be saved; empty: it cannot
  std::uint64_t seed{};
  std::string path{};                  // of the file that the script was read from; empty: none
  std::optional<LessonFile> lesson{};  // what is told beside it, beat by beat
};

struct Environment {
  std::function<engine::Result<std::string>(const std::string& path)> read;
  std::function<engine::Result<void>(const std::string& path, std::string_view text)> write;
  std::function<std::expected<Opening, engine::ScriptError>(const std::string& path)> open;
};

}  // namespace app
