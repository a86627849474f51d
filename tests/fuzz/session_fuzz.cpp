// Any text as a saved session: it is refused with the line that is wrong, or what was read is
// written as a text that reads back the same; and it can be played again or is refused for that.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/export/session_replay.hpp"

using namespace engine;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void require_placed(const ScriptError& error) {
  require(error.where.starts_with("fuzz") && !error.what.empty());
}

void try_one(std::string_view text, NewerFormat newer) {
  const auto session = read_session(text, "fuzz", newer);
  if (!session) return require_placed(session.error());
  if (session->left_out.empty()) {
    const std::string written = session_text(*session);
    const auto again = read_session(written, "fuzz");
    require(again.has_value() && session_text(*again) == written);
  }
  const auto played = replay(*session, "fuzz", {.steps = 2'000});
  if (!played) require_placed(played.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try_one(text, NewerFormat::refused);
  try_one(text, NewerFormat::in_part);
  return 0;
}
