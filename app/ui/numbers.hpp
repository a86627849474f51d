// Numbers, durations and clocks as text (ux.md 3.5, 9.2). Integer arithmetic only, so that 63.05 s
// never reads 63.0500001 s. Knows no ImGui.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/time.hpp"

namespace app::ui {

inline constexpr std::string_view thin_space = "\u2009";

// Groups of three with thin spaces: 1 415 531 521.
std::string grouped(std::int64_t number);
// The same text as one copies it: "1415531521".
std::string without_grouping(std::string_view text);
std::string hex(std::uint64_t number, int digits);

// For clocks: "1 073.4 ms" below 10 s, "63.05 s" below 10 min, "17 min 5 s", "2 h 11 min".
std::string clock_text(engine::Instant t);
std::string clock_text(engine::Duration d);
// For labels: no more digits than needed, "50 ms", "1.5 s", "2 h".
std::string short_text(engine::Duration d);
// Milliseconds only, for the time axis: "1 073.4".
std::string milliseconds_text(engine::Instant t);

// What a person types: "1415531521", "1 415 531 521", "0x5460", "-3".
std::optional<std::int64_t> parse_number(std::string_view text);
// "1073.4 ms", "63 s", "2h 11min", "250" (milliseconds when no unit is written).
std::optional<engine::Duration> parse_duration(std::string_view text);

}  // namespace app::ui
