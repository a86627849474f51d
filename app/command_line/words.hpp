// The catalogues and the language that the command line speaks: --lang if given, else that of the
// environment. And where the lessons are.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <span>
#include <string>

#include "app/ui/phrases.hpp"
#include "app/ui/strings.hpp"

namespace app::command_line {

struct Words {
  ui::Strings strings;
  Language language = Language::en;
  std::filesystem::path lessons;

  std::string operator()(std::string_view key, std::initializer_list<ui::Arg> args = {}) const {
    return strings.text(language, key, args);
  }
  // What is wrong with a script, in our language.
  engine::Error operator()(const engine::ScriptError& error) const {
    return {error.where, ui::words(strings, language, error.saying)};
  }
};

// The arguments are searched for --lang, because the help too is worded in that language.
engine::Result<Words> find_words(std::span<const char* const> arguments = {});

}  // namespace app::command_line
