// What settings and toolkit both name: languages, themes and borders. Knows nothing else, so that
// drawing a button does not need the engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace app {

enum class Language : std::uint8_t { en, zh };
enum class Theme : std::uint8_t { light, dark, projector };

// Borders that can be dragged, as a share (0..1) of the way from narrowest to widest; 0 = the
// layout's own choice.
enum class Splitter : std::uint8_t { left_pane, client, server, wire, inspector };
inline constexpr std::size_t splitter_count = 5;
std::string_view name(Splitter splitter);  // stable identifier, e.g. "left_pane"

}  // namespace app
