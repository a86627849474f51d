// The text file that a scenario has in each language: sections `## key` with a text each. Line
// breaks inside a paragraph are blanks (between two wide characters, nothing); an empty line
// separates paragraphs.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/lesson/saying.hpp"

namespace engine {

using LessonTexts = std::map<std::string, std::string, std::less<>>;

std::expected<LessonTexts, ScriptError> read_lesson_texts(std::string_view text,
                                                          std::string_view file);

}  // namespace engine
