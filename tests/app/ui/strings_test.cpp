#include "app/ui/strings.hpp"

#include <doctest/doctest.h>

#include "app/ui/phrases.hpp"
#include "tests/support/source_dir.hpp"

using namespace app::ui;

namespace {

Strings sample() {
  Strings strings;
  REQUIRE(
      strings.add(Language::en,
                  "[wire]\ndropped = \"Dropped #{n} {flags}\"\nonly_en = \"English\"\n"
                  "[wire.segments]\none = \"{n} segment\"\nother = \"{n} segments\"\n"
                  "[list]\nbetween = \", \"\nlast = \" and \"\n[dir]\nc2s = \"to the server\"\n",
                  "en.toml"));
  REQUIRE(strings.add(Language::zh,
                      "[wire]\ndropped = \"已丢弃 #{n} {flags}\"\n"
                      "[wire.segments]\nother = \"{n} 个报文段\"\n"
                      "[list]\nbetween = \"、\"\nlast = \"和\"\n",
                      "zh.toml"));
  return strings;
}

}  // namespace

TEST_SUITE("app/ui/strings") {
  TEST_CASE("placeholders are filled by name") {
    CHECK(sample().text(Language::en, "wire.dropped", {{"n", 3}, {"flags", "ACK"}}) ==
          "Dropped #3 ACK");
  }

  TEST_CASE("a value stands apart from Han characters when it is Latin, and only then") {
    const auto filled = [](const char* pattern, std::string_view value) {
      const std::vector<Arg> args = {{"host", value}};
      return fill(pattern, args);
    };
    CHECK(filled("到达{host}", "Bob") == "到达 Bob");
    CHECK(filled("{host}前发出", "3.2 s") == "3.2 s 前发出");
    CHECK(filled("此刻{host}调用", "Alice") == "此刻 Alice 调用");
    CHECK(filled("到达{host}", "客户端") == "到达客户端");
    CHECK(filled("第 {host} 步", "3") == "第 3 步");
    CHECK(filled("答案：{host}。", "RST") == "答案：RST。");
    CHECK(filled("to {host}now", "Bob") == "to Bobnow");
    CHECK(filled("到达{nobody}", "Bob") == "到达{nobody}");
  }

  TEST_CASE("placeholders are filled by place") {
    const std::vector<Arg> args = {{"", "one"}, {"", "two"}};
    CHECK(fill("{1}, {0}", args) == "two, one");
  }

  TEST_CASE("a wrong pattern is shown as it is written") {
    const std::vector<Arg> args = {{"n", "3"}};
    for (const std::string_view pattern : {"{x}", "{", "}", "{n", "{ n }", "a{}b", "{9}"})
      CHECK(fill(pattern, args) == pattern);
    CHECK(fill("{{n}} {n}", args) == "{n} 3");
  }

  TEST_CASE("a text missing in one language is shown from the other, marked and remembered") {
    const Strings strings = sample();
    const std::string text = strings.text(Language::zh, "wire.only_en");
    CHECK(text.ends_with("English"));
    CHECK(text != "English");
    CHECK(strings.missing().contains("zh:wire.only_en"));
  }

  TEST_CASE("a key that exists nowhere is shown itself") {
    CHECK(sample().text(Language::en, "no.such").ends_with("no.such"));
  }

  TEST_CASE("English tells one from many and Chinese does not") {
    const Strings strings = sample();
    CHECK(strings.plural(Language::en, "wire.segments", 1) == "1 segment");
    CHECK(strings.plural(Language::en, "wire.segments", 2) == "2 segments");
    CHECK(strings.plural(Language::zh, "wire.segments", 1) == "1 个报文段");
  }

  TEST_CASE("lists have the language's separators") {
    const std::vector<std::string> items = {"SYN", "ACK", "FIN"};
    CHECK(sample().list(Language::en, items) == "SYN, ACK and FIN");
    CHECK(sample().list(Language::zh, items) == "SYN、ACK和FIN");
  }

  TEST_CASE("a broken catalogue is reported with its line") {
    Strings strings;
    const auto broken = strings.add(Language::en, "[a]\nb = \n", "x.toml");
    REQUIRE_FALSE(broken.has_value());
    CHECK(broken.error().where.starts_with("x.toml:2:"));
  }

  TEST_CASE("a key given twice is refused") {
    Strings strings = sample();
    CHECK_FALSE(strings.add(Language::en, "[wire]\ndropped = \"x\"", "other.toml").has_value());
  }

  TEST_CASE("the first language follows the system's") {
    CHECK(language_of_locale("zh_CN.UTF-8") == Language::zh);
    CHECK(language_of_locale("en_GB.UTF-8") == Language::en);
    CHECK_FALSE(language_of_locale("C"));
    CHECK_FALSE(language_of_locale("de_DE.UTF-8"));
  }

  TEST_CASE("the program's catalogues load") {
    const auto strings = Strings::load(support::source_dir() + "/assets/strings");
    REQUIRE_MESSAGE(strings.has_value(), strings.error().where << ": " << strings.error().what);
    CHECK(strings->has(Language::zh, "shortcut.play_pause"));
  }

  TEST_CASE("phrases become words, values and inner words included") {
    const Strings strings = sample();
    const scene::Phrase phrase{"wire.dropped",
                               {{"n", std::int64_t{1000}}, {"flags", scene::Word{"dir.c2s"}}}};
    CHECK(words(strings, Language::en, phrase) == "Dropped #1\u2009000 to the server");
  }
  TEST_CASE("a phrase inside a phrase is said in the language of the whole") {
    const Strings strings = sample();
    const scene::Phrase inner{"wire.only_en", {}};
    const scene::Phrase phrase{
        "wire.dropped", {{"n", std::int64_t{1}}, {"flags", std::vector<scene::Phrase>{inner}}}};
    CHECK(words(strings, Language::en, phrase) == "Dropped #1 English");
  }
}
