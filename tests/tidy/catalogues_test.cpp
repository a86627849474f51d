// What learners read: every text in both languages, with the same placeholders; a sentence for
// every rule and every way in which the engine notes it; every key that the code names.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "app/ui/strings.hpp"
#include "engine/rules/rules.hpp"
#include "tests/support/source_dir.hpp"
#include "tests/tidy/source.hpp"

using app::Language;
using app::ui::Strings;

namespace {

const Strings& strings() {
  static const Strings loaded = [] {
    auto result = Strings::load(support::source_dir() + "/assets/strings");
    REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().where + result.error().what));
    return *std::move(result);
  }();
  return loaded;
}

bool in_both(const std::string& key) {
  return strings().has(Language::en, key) && strings().has(Language::zh, key);
}

// English tells one from many, Chinese does not.
bool is_plural_of(const std::string& key, Language language) {
  return key.ends_with(".one") && strings().has(language, key.substr(0, key.size() - 3) + "other");
}

std::set<std::string> placeholders(Language language, const std::string& key) {
  const auto names = app::ui::placeholders(strings().text(language, key));
  return {names.begin(), names.end()};
}

// "Rule::name" of every call `verb(Rule::name` in the engine.
std::set<std::string> noted_with(const std::string& verb) {
  std::set<std::string> ids;
  const std::string call = verb + "(Rule::";
  for (const tidy::Source& file : tidy::read_tree(support::source_dir())) {
    if (!file.in("engine/")) continue;
    for (const std::string& line : file.code)
      for (auto at = line.find(call); at != line.npos; at = line.find(call, at + 1)) {
        const std::size_t start = at + call.size();
        ids.insert(line.substr(start, line.find_first_of(",)", start) - start));
      }
  }
  return ids;
}

void check_sentences(const std::string& verb, const std::string& outcome) {
  for (const std::string& id : noted_with(verb)) {
    const std::string key = "rule." + id + "." + outcome;
    if (!in_both(key)) FAIL_CHECK(key << " has no sentence in both languages");
  }
}

// Looks like a catalogue key: dotted lower-case words, the first of them a known section.
bool is_key(const std::string& text, const std::set<std::string>& sections) {
  const auto dot = text.find('.');
  if (dot == text.npos || text.ends_with('.') || !sections.contains(text.substr(0, dot)))
    return false;
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
}

// Panels also name widgets with dots, so there only what is said counts; scene and session have
// no widgets.
bool names_text(const tidy::Source& file, const tidy::Literal& literal) {
  if (file.in("app/scene/") || file.in("app/session/")) return true;
  const std::string said = "say(\"" + literal.text + '"';
  return file.in("app/") && file.lines[literal.line - 1].find(said) != std::string::npos;
}

}  // namespace

TEST_SUITE("catalogues") {
  TEST_CASE("there are texts") { REQUIRE(strings().keys(Language::en).size() > 100); }

  TEST_CASE("every text exists in every language") {
    for (const auto language : {Language::en, Language::zh})
      for (const std::string& key : strings().keys(language)) {
        const Language other = app::ui::other(language);
        const bool there = strings().has(other, key) || is_plural_of(key, other);
        if (!there) FAIL_CHECK(key << " is missing in " << std::string(app::ui::code(other)));
      }
  }

  TEST_CASE("no text is empty") {
    for (const auto language : {Language::en, Language::zh})
      for (const std::string& key : strings().keys(language))
        if (strings().text(language, key).empty()) FAIL_CHECK(key << " is empty");
  }

  TEST_CASE("a text asks for the same values in every language") {
    for (const std::string& key : strings().keys(Language::en))
      if (in_both(key) && placeholders(Language::en, key) != placeholders(Language::zh, key))
        FAIL_CHECK(key << " asks for different values");
  }

  TEST_CASE("every rule has a sentence in both languages") {
    for (const engine::RuleInfo& row : engine::all_rules()) {
      const std::string key = "rule." + std::string(row.id) + ".";
      const bool any =
          std::ranges::any_of(std::to_array<const char*>({"done", "silent", "passed", "failed"}),
                              [&](const char* outcome) { return in_both(key + outcome); });
      if (!any) FAIL_CHECK(key << "* has no sentence");
    }
  }

  TEST_CASE("a rule has a sentence for every outcome that it is noted with") {
    check_sentences("note", "done");
    check_sentences("silence", "silent");
    check_sentences("check", "passed");
    check_sentences("check", "failed");
  }

  TEST_CASE("every sentence of a rule belongs to a rule") {
    for (const std::string& key : strings().keys(Language::en)) {
      if (!key.starts_with("rule.")) continue;
      const std::string id = key.substr(5, key.rfind('.') - 5);
      if (!engine::find_rule(id)) FAIL_CHECK(key << " explains no rule");
    }
  }

  TEST_CASE("every key that the program names exists") {
    const std::vector<std::string> keys = strings().keys(Language::en);
    std::set<std::string> sections;
    for (const std::string& key : keys) sections.insert(key.substr(0, key.find('.')));
    for (const tidy::Source& file : tidy::read_tree(support::source_dir())) {
      for (const tidy::Literal& literal : file.literals) {
        if (!names_text(file, literal) || !is_key(literal.text, sections)) continue;
        const bool found = std::ranges::any_of(keys, [&](const std::string& key) {
          return key == literal.text || key.starts_with(literal.text + ".");
        });
        if (!found)
          FAIL_CHECK(file.path << ":" << literal.line << ": no text called " << literal.text);
      }
    }
  }
}
