// Reading a scenario: one statement a line, words separated by blanks, `#` begins a comment. The
// language is described in lessons/README.md. Nothing throws; hostile text can at worst be refused.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lesson/saying.hpp"
#include "engine/lesson/scenario.hpp"

namespace engine {

inline constexpr std::uint32_t script_version = 1;
inline constexpr std::uint32_t lesson_version = 2;  // the same, and lessons

struct ScriptLimits {
  static constexpr std::size_t bytes = 262'144;
  static constexpr std::size_t line_bytes = 2'000;
  static constexpr std::size_t words_per_line = 80;
  static constexpr std::size_t hosts = 8;
  static constexpr std::size_t rules = 100;
  static constexpr std::size_t entries = 1'000;
  static constexpr std::size_t expectations = 1'000;
  static constexpr std::size_t segment_rows = 5'000;
  static constexpr std::size_t errors = 20;  // then reading stops
};

// `file` is the name that errors carry, as "file:line:column". The second speaks English only.
std::expected<Scenario, std::vector<ScriptError>> read_script(std::string_view text,
                                                              std::string_view file);
std::expected<Scenario, std::vector<Error>> parse_scenario(std::string_view text,
                                                           std::string_view file);

}  // namespace engine
