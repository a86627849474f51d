#include "app/command_line/words.hpp"

#include "app/platform/files.hpp"

namespace app::command_line {

namespace {

Language language_asked_for(std::span<const char* const> arguments) {
  Language language = ui::language_of_environment().value_or(Language::en);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view word = arguments[i];
    const std::string_view next = i + 1 < arguments.size() ? arguments[i + 1] : "";
    for (const Language known : {Language::en, Language::zh}) {
      const bool apart = word == "--lang" && next == ui::code(known);
      const bool joined = word.starts_with("--lang=") && word.substr(7) == ui::code(known);
      if (apart || joined) language = known;
    }
  }
  return language;
}

}  // namespace

engine::Result<Words> find_words(std::span<const char* const> arguments) {
  const auto data = platform::program_data();
  if (!data) return std::unexpected(data.error());
  auto strings = ui::Strings::load(*data / "assets" / "strings");
  if (!strings) return std::unexpected(strings.error());
  return Words{.strings = *std::move(strings),
               .language = language_asked_for(arguments),
               .lessons = *data / "lessons"};
}

}  // namespace app::command_line
