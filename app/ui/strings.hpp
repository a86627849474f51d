// The words on the screen: one catalogue per language, keys to text (assets/strings/<lang>/*.toml).
// A key is the dotted path inside the file, e.g. [transport] play = "Play" is "transport.play"; the
// files of a language form one space of keys. A text missing in one language is shown from the
// other with a mark and is remembered. Knows no ImGui.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/appearance.hpp"
#include "engine/base/result.hpp"

namespace app::ui {

using app::Language;

std::string_view code(Language language);  // "en", "zh"
constexpr Language other(Language l) { return l == Language::en ? Language::zh : Language::en; }
// From LC_ALL, LC_MESSAGES, LANG in the order POSIX asks; Chinese of any place is zh. None = a
// language that we do not speak, or no language at all ("C").
std::optional<Language> language_of_environment();
std::optional<Language> language_of_locale(std::string_view locale);

// A value for a placeholder. Without a name it fills {0}, {1} ... by its place.
struct Arg {
  Arg(std::string_view n, std::string_view v) : name(n), value(v) {}
  Arg(std::string_view n, std::int64_t v);  // grouped by thin spaces
  std::string name;
  std::string value;
};

// Fills {name} and {0} in a pattern; {{ and }} stand for braces. A placeholder nobody fills is
// shown as it is written: a wrong pattern is ugly, never a crash. Where a value and the pattern
// meet with a Han character on one side and a Latin letter or a digit on the other, there is a
// blank between them: 到达{host} is 到达客户端, and 到达 Bob.
std::string fill(std::string_view pattern, std::span<const Arg> args);
// The names a pattern asks for, in order of appearance.
std::vector<std::string> placeholders(std::string_view pattern);

class Strings {
 public:
  // Reads folder/en/*.toml and folder/zh/*.toml.
  static engine::Result<Strings> load(const std::filesystem::path& folder);
  // One more catalogue's text; `where` names it in errors. A key given twice is an error.
  engine::Result<void> add(Language language, std::string_view toml, const std::string& where);

  std::string text(Language language, std::string_view key) const;
  std::string text(Language language, std::string_view key, std::span<const Arg> args) const;
  std::string text(Language language, std::string_view key, std::initializer_list<Arg> args) const {
    return text(language, key, std::span(args.begin(), args.size()));
  }
  // `key.one` when n is 1 and the language tells them apart, else `key.other`; fills {n}.
  std::string plural(Language language, std::string_view key, std::int64_t n,
                     std::initializer_list<Arg> args = {}) const;
  // "a, b and c" / “a、b和c”.
  std::string list(Language language, std::span<const std::string> items) const;

  bool has(Language language, std::string_view key) const;
  std::vector<std::string> keys(Language language) const;
  // Keys asked for and not found in the language asked, as "zh:transport.play".
  const std::set<std::string>& missing() const { return missing_; }

 private:
  const std::string* find(Language language, std::string_view key) const;

  std::map<std::string, std::string, std::less<>> texts_[2];
  mutable std::set<std::string> missing_;
};

}  // namespace app::ui
