// The texts of a lesson against its script and against each other.
#include <algorithm>
#include <set>

#include "engine/lesson/expression_reader.hpp"
#include "engine/lesson/lesson_check.hpp"
#include "engine/lesson/lesson_words.hpp"
#include "engine/lesson/nearest.hpp"

namespace engine {
namespace {

// A screen's worth of text (lessons 10.3).
constexpr std::size_t most_english_words = 60, most_chinese_characters = 110;

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank && !inside) ++words;
    inside = !blank;
  }
  return words;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::multiset<std::string> live_values(const RichText& text) {
  std::multiset<std::string> values;
  for (const Paragraph& paragraph : text)
    for (const InkSpan& span : paragraph)
      if (span.ink == Ink::live) values.insert(span.text);
  return values;
}

// As long as it will be on the screen: a live value is about four digits.
std::string as_shown(RichText text) {
  for (Paragraph& paragraph : text)
    for (InkSpan& span : paragraph)
      if (span.ink == Ink::live) span.text = "0000";
  return plain(text);
}

struct WordsCheck {
  const Scenario& scenario;
  std::vector<LessonFinding> findings{};

  void tell(const LanguageFile& file, std::string_view key, Saying what, bool warning = false) {
    const auto line = file.lines.find(key);
    const std::uint32_t number = line == file.lines.end() ? 1 : line->second;
    findings.push_back({{file.file + ":" + std::to_string(number) + ":1",
                         say(Say::in_section, key, std::move(what))},
                        warning});
  }

  void check_one(const LanguageFile& file, const std::string& key, const std::string& text) {
    if (text.empty()) return tell(file, key, Say::empty_section);
    const auto rich = read_markup(text);
    if (!rich) return tell(file, key, rich.error());
    for (const std::string& value : live_values(*rich))
      if (const auto expression = parse_expression(value, scenario); !expression)
        tell(file, key, expression.error().what);
    const std::string bare = as_shown(*rich);
    const bool too_long = file.chinese ? count_characters(bare) > most_chinese_characters
                                       : count_words(bare) > most_english_words;
    if (too_long)
      tell(file, key, say(Say::text_too_long, most_english_words, most_chinese_characters));
  }

  void check_against_script(const LanguageFile& file, std::string_view script,
                            const std::vector<KeyUse>& uses) {
    std::vector<std::string_view> known;
    for (const KeyUse& use : uses) {
      known.push_back(use.key);
      if (use.needed && !file.texts.contains(use.key))
        findings.push_back({{std::string(script) + ":" + std::to_string(use.line) + ":1",
                             say(Say::no_section, use.key, file.file)},
                            false});
    }
    for (const auto& [key, text] : file.texts) {
      if (std::ranges::find(known, key) == known.end()) {
        const Saying what = Say::unused_section;
        const auto close = nearest(key, known);
        tell(file, key, close ? say(Say::did_you_mean, what, *close) : what);
      }
      check_one(file, key, text);
    }
  }

  void compare(const LanguageFile& one, const LanguageFile& other) {
    for (const auto& [key, text] : one.texts) {
      const auto twin = other.texts.find(key);
      if (twin == other.texts.end()) {
        tell(one, key, say(Say::not_translated, other.file));
        continue;
      }
      const auto here = read_markup(text), there = read_markup(twin->second);
      if (here && there && live_values(*here) != live_values(*there))
        tell(one, key, say(Say::values_differ, other.file));
    }
  }
};

}  // namespace

std::map<std::string, std::uint32_t, std::less<>> lines_of_sections(std::string_view text) {
  std::map<std::string, std::uint32_t, std::less<>> lines;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.starts_with("## ")) continue;
    line.remove_prefix(3);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    lines.emplace(std::string(line), number);
  }
  return lines;
}

std::vector<LessonFinding> check_words(const Scenario& scenario, std::string_view script,
                                       std::span<const LanguageFile> languages) {
  WordsCheck words{scenario};
  const std::vector<KeyUse> uses = keys_of(scenario);
  for (const LanguageFile& file : languages) words.check_against_script(file, script, uses);
  for (std::size_t i = 0; i < languages.size(); ++i)
    for (std::size_t j = 0; j < languages.size(); ++j)
      if (i != j) words.compare(languages[i], languages[j]);
  return std::move(words.findings);
}

}  // namespace engine
