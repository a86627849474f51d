#include "engine/lesson/texts.hpp"

#include <algorithm>

#include "engine/lesson/parse.hpp"

namespace engine {
namespace {

// From U+2E80 on, Chinese, Japanese and wide forms: three bytes beginning with E2 BA or later.
bool is_wide(std::string_view character) {
  return character.size() >= 2 && character >= std::string_view("\xE2\xBA");
}
bool ends_wide(std::string_view text) {
  return text.size() >= 3 && is_wide(text.substr(text.size() - 3));
}

void add_line(std::string& text, std::string_view line, bool& paragraph_ended) {
  if (line.empty()) {
    paragraph_ended = !text.empty();
    return;
  }
  if (paragraph_ended)
    text += "\n\n";
  else if (!text.empty() && !(ends_wide(text) && is_wide(line.substr(0, 3))))
    text += ' ';
  paragraph_ended = false;
  text += line;
}

}  // namespace

std::expected<LessonTexts, ScriptError> read_lesson_texts(std::string_view text,
                                                          std::string_view file) {
  if (text.size() > ScriptLimits::bytes)
    return std::unexpected(error_at(file, 1, say(Say::too_many_bytes, ScriptLimits::bytes)));
  LessonTexts texts;
  std::string* section = nullptr;
  bool paragraph_ended = false;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with("## ")) {
      const std::string key(trimmed(line.substr(3)));
      const auto [entry, fresh] = texts.try_emplace(key);
      if (!fresh) return std::unexpected(error_at(file, number, say(Say::section_twice, key)));
      section = &entry->second;
      paragraph_ended = false;
    } else if (section != nullptr) {
      add_line(*section, line, paragraph_ended);
    } else if (!line.empty()) {
      return std::unexpected(error_at(file, number, Say::text_before_section));
    }
  }
  return texts;
}

}  // namespace engine
