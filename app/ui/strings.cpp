#include "app/ui/strings.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

// toml++ answers with a result instead of throwing; the packaged library is built to throw.
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include "app/platform/files.hpp"
#include "app/ui/line_break.hpp"
#include "app/ui/numbers.hpp"

namespace app::ui {
namespace {

// Put before a text that comes from the other language because this one has none.
constexpr std::string_view borrowed_mark = "\u2021";

std::size_t index(Language language) { return static_cast<std::size_t>(language); }

const Arg* find_arg(std::string_view name, std::span<const Arg> args) {
  for (const Arg& arg : args)
    if (arg.name == name) return &arg;
  if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') {
    const auto place = static_cast<std::size_t>(name[0] - '0');
    if (place < args.size()) return &args[place];
  }
  return nullptr;
}

bool is_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// The placeholder that starts at `at`, without its braces.
std::optional<std::string_view> placeholder_at(std::string_view pattern, std::size_t at) {
  const std::size_t close = pattern.find('}', at);
  if (pattern[at] != '{' || close == std::string_view::npos) return std::nullopt;
  const std::string_view name = pattern.substr(at + 1, close - at - 1);
  return is_name(name) ? std::optional(name) : std::nullopt;
}

char32_t last_code_point(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return next_code_point(text, at);
}

// Han and Latin words stand apart, whichever of the two is a value: 到达 Bob, 3 秒.
bool stand_apart(std::string_view before, std::string_view after) {
  if (before.empty() || after.empty()) return false;
  const auto is_latin = [](char32_t c) {
    return (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
  };
  std::size_t at = 0;
  const char32_t left = last_code_point(before), right = next_code_point(after, at);
  return (is_han(left) && is_latin(right)) || (is_latin(left) && is_han(right));
}

bool is_doubled(std::string_view pattern, std::size_t at) {
  return (pattern[at] == '{' || pattern[at] == '}') && at + 1 < pattern.size() &&
         pattern[at + 1] == pattern[at];
}

engine::Result<void> collect(const toml::table& table, const std::string& prefix,
                             const std::string& where,
                             std::map<std::string, std::string, std::less<>>& out) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    const auto place = [&] {
      return where + ":" + std::to_string(node.source().begin.line) + ":" +
             std::to_string(node.source().begin.column);
    };
    if (const toml::table* inner = node.as_table()) {
      if (auto done = collect(*inner, key + ".", where, out); !done) return done;
    } else if (const auto text = node.value_exact<std::string>()) {
      if (!out.emplace(key, *text).second)
        return std::unexpected(engine::Error{place(), "the key " + key + " is given twice"});
    } else {
      return std::unexpected(engine::Error{place(), key + " is not a text"});
    }
  }
  return {};
}

}  // namespace

Arg::Arg(std::string_view n, std::int64_t v) : name(n), value(grouped(v)) {}

std::string_view code(Language language) { return language == Language::en ? "en" : "zh"; }

std::optional<Language> language_of_locale(std::string_view locale) {
  if (locale.starts_with("zh")) return Language::zh;
  if (locale.starts_with("en")) return Language::en;
  return {};
}

std::optional<Language> language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0')
      return language_of_locale(value);
  return {};
}

std::string fill(std::string_view pattern, std::span<const Arg> args) {
  std::string out;
  bool behind_value = false;
  const auto add = [&](std::string_view part, bool at_seam) {
    if (at_seam && stand_apart(out, part)) out += ' ';
    out += part;
  };
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (is_doubled(pattern, at)) {
      out += pattern[at++];
    } else if (const auto name = placeholder_at(pattern, at)) {
      const Arg* const arg = find_arg(*name, args);
      add(arg != nullptr ? arg->value : "{" + std::string(*name) + "}", arg != nullptr);
      at += name->size() + 1;
      behind_value = arg != nullptr;
      continue;
    } else {
      if (behind_value && stand_apart(out, pattern.substr(at))) out += ' ';
      out += pattern[at];
    }
    behind_value = false;
  }
  return out;
}

std::vector<std::string> placeholders(std::string_view pattern) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (is_doubled(pattern, at)) {
      ++at;
    } else if (const auto name = placeholder_at(pattern, at)) {
      names.emplace_back(*name);
      at += name->size() + 1;
    }
  }
  return names;
}

engine::Result<Strings> Strings::load(const std::filesystem::path& folder) {
  Strings strings;
  for (const Language language : {Language::en, Language::zh}) {
    std::error_code failed;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder / code(language), failed))
      if (entry.path().extension() == ".toml") files.push_back(entry.path());
    if (failed)
      return std::unexpected(engine::Error{(folder / code(language)).string(), failed.message()});
    std::ranges::sort(files);
    for (const auto& file : files) {
      const auto text = platform::read_file(file);
      if (!text) return std::unexpected(text.error());
      if (auto added = strings.add(language, *text, file.string()); !added)
        return std::unexpected(added.error());
    }
  }
  return strings;
}

engine::Result<void> Strings::add(Language language, std::string_view toml,
                                  const std::string& where) {
  const toml::parse_result parsed = toml::parse(toml, where);
  if (!parsed) {
    const auto& begin = parsed.error().source().begin;
    return std::unexpected(
        engine::Error{where + ":" + std::to_string(begin.line) + ":" + std::to_string(begin.column),
                      std::string(parsed.error().description())});
  }
  return collect(parsed.table(), "", where, texts_[index(language)]);
}

const std::string* Strings::find(Language language, std::string_view key) const {
  const auto& texts = texts_[index(language)];
  const auto found = texts.find(key);
  return found == texts.end() ? nullptr : &found->second;
}

std::string Strings::text(Language language, std::string_view key) const {
  return text(language, key, std::span<const Arg>{});
}

std::string Strings::text(Language language, std::string_view key,
                          std::span<const Arg> args) const {
  if (const std::string* pattern = find(language, key)) return fill(*pattern, args);
  missing_.insert(std::string(code(language)) + ":" + std::string(key));
  if (const std::string* pattern = find(other(language), key))
    return std::string(borrowed_mark) + fill(*pattern, args);
  return std::string(borrowed_mark) + std::string(key);
}

std::string Strings::plural(Language language, std::string_view key, std::int64_t n,
                            std::initializer_list<Arg> args) const {
  std::vector<Arg> all(args);
  all.emplace_back("n", n);
  const std::string one = std::string(key) + ".one";
  if (n == 1 && has(language, one)) return text(language, one, all);
  return text(language, std::string(key) + ".other", all);
}

std::string Strings::list(Language language, std::span<const std::string> items) const {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += text(language, i + 1 == items.size() ? "list.last" : "list.between");
    out += items[i];
  }
  return out;
}

bool Strings::has(Language language, std::string_view key) const {
  return find(language, key) != nullptr;
}

std::vector<std::string> Strings::keys(Language language) const {
  std::vector<std::string> keys;
  for (const auto& [key, text] : texts_[index(language)]) keys.push_back(key);
  return keys;
}

}  // namespace app::ui
