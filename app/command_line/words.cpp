#include "app/command_line/words.hpp"

#include "app/platform/files.hpp"

namespace app::command_line {

engine::Result<Words> find_words() {
  const auto data = platform::program_data();
  if (!data) return std::unexpected(data.error());
  auto strings = ui::Strings::load(*data / "assets" / "strings");
  if (!strings) return std::unexpected(strings.error());
  return Words{.strings = *std::move(strings),
               .language = ui::language_of_environment(),
               .lessons = *data / "lessons"};
}

}  // namespace app::command_line
