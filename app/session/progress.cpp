#include "app/session/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace app {
namespace {

// The little TOML that to_toml writes: tables of numbers and truths.
std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::uint32_t number_in(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void take(LessonProgress& lesson, std::string_view name, std::string_view value) {
  if (name == "reached") lesson.reached = number_in(value);
  if (name == "beats") lesson.beats = number_in(value);
  if (name == "begun") lesson.begun = number_in(value);
  if (name == "finished") lesson.finished = value == "true";
  if (name == "mastered") lesson.mastered = value == "true";
}

}  // namespace

std::string to_toml(const Progress& progress) {
  std::string text = "# How far the lessons have been taken. Deleting this file forgets it.\n";
  for (const auto& [id, lesson] : progress)
    text += fmt::format(
        "\n[{}]\nreached = {}\nbeats = {}\nbegun = {}\nfinished = {}\nmastered = {}\n", id,
        lesson.reached, lesson.beats, lesson.begun, lesson.finished, lesson.mastered);
  return text;
}

Progress read_progress(std::string_view toml) {
  Progress progress;
  std::string open;
  while (!toml.empty()) {
    const std::size_t end = std::min(toml.find('\n'), toml.size());
    const std::string_view line = trimmed(toml.substr(0, end));
    toml.remove_prefix(std::min(end + 1, toml.size()));
    if (line.starts_with('[') && line.ends_with(']')) open = line.substr(1, line.size() - 2);
    const std::size_t equals = line.find('=');
    if (open.empty() || line.starts_with('#') || equals == line.npos) continue;
    take(progress[open], trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)));
  }
  for (auto& [id, lesson] : progress)
    lesson.reached = std::min(lesson.reached, lesson.beats == 0 ? 0 : lesson.beats - 1);
  return progress;
}

}  // namespace app
