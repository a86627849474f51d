// Where lines of mixed Chinese and Latin text may end (ux.md 9.2). One routine for screen and
// exports. Knows no font: widths come from the caller. Knows no ImGui.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/platform/utf8.hpp"

namespace app::ui {

// Gets a part of the very text given to break_lines, so that a caller with several styles can tell
// by its place which style applies.
using MeasureText = std::function<float(std::string_view part)>;

// The lines, each a part of `text` without the blanks at its end. '\n' always ends a line. A word
// wider than `width` is cut only when there is no other way. No Han character stands alone on the
// last line of a paragraph where the one above can spare one.
std::vector<std::string_view> break_lines(std::string_view text, float width,
                                          const MeasureText& measure);

// The smallest parts that break_lines keeps together, blanks left out. Key caps are written
// between U+2060 (word joiner) pairs or as ⟦Ctrl+Z⟧.
std::vector<std::string_view> unbreakable_parts(std::string_view text);

using platform::append_utf8;
using platform::next_code_point;
bool is_han(char32_t c);

}  // namespace app::ui
