#include "app/command_line/lesson_template.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/command_line/program.hpp"
#include "app/command_line/scenarios.hpp"
#include "app/platform/files.hpp"

namespace app::command_line {
namespace {

namespace fs = std::filesystem;

bool is_name(const std::string& name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= 40 && name[0] >= 'a' && name[0] <= 'z' &&
         std::ranges::all_of(name, fits);
}

std::string with_name(std::string text, const std::string& name) {
  const std::string place = "NAME";
  for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place, at))
    text.replace(at, place.size(), name);
  return text;
}

}  // namespace

int begin_new_lesson(const std::string& name, const Words& words) {
  const fs::path folder = user_lessons() / name;
  if (!is_name(name)) {
    complain({name, words("cli.lesson.bad_name")});
    return unexpected_outcome;
  }
  std::error_code problem;
  if (fs::exists(folder, problem) || find_script(name, words.lessons)) {
    complain({folder.string(), words("cli.lesson.exists")});
    return unexpected_outcome;
  }
  const fs::path model = words.lessons.parent_path() / "assets" / "lesson-template";
  for (const char* const file : {"script.lesson", "en.md", "zh.md"}) {
    const auto text = platform::read_file(model / file);
    const auto written = text ? platform::write_file(folder / file, with_name(*text, name))
                              : engine::Result<void>(std::unexpected(text.error()));
    if (!written) {
      complain(written.error());
      return unexpected_outcome;
    }
  }
  fmt::print("{}\n", words("cli.lesson.begun", {{"folder", folder.string()}}));
  return done;
}

}  // namespace app::command_line
