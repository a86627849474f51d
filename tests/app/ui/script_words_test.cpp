// What is wrong with a script, said in the language of the interface.
#include <doctest/doctest.h>

#include <algorithm>

#include "app/ui/phrases.hpp"
#include "engine/lesson/parse.hpp"
#include "tests/support/source_dir.hpp"

using namespace app;
using namespace app::ui;

namespace {

Strings shipped() {
  auto strings = Strings::load(support::source_dir() + "/assets/strings");
  REQUIRE(strings.has_value());
  return *std::move(strings);
}

// The first mistake of a script, in a language.
std::string first_mistake(const Strings& strings, Language language, const std::string& line) {
  const auto read = engine::read_script(
      "script 1\nid x\ntitle t\nabout a\nhost client 10.0.0.1\nhost server 10.0.0.2\n" + line,
      "x.lesson");
  REQUIRE_FALSE(read.has_value());
  return words(strings, language, read.error().front().saying);
}

}  // namespace

TEST_SUITE("app/ui/phrases: scripts") {
  TEST_CASE("the English catalogue says what the engine says") {
    const Strings strings = shipped();
    for (const engine::Say what : engine::all_sayings())
      CHECK(strings.text(Language::en, "script." + std::string(key_of(what))) == pattern_of(what));
  }
  TEST_CASE("every other language fills the same places") {
    const Strings strings = shipped();
    for (const engine::Say what : engine::all_sayings()) {
      const std::string key = "script." + std::string(key_of(what));
      REQUIRE_MESSAGE(strings.has(Language::zh, key), key);
      auto theirs = placeholders(strings.text(Language::zh, key));
      auto ours = placeholders(pattern_of(what));
      std::ranges::sort(theirs);
      std::ranges::sort(ours);
      CHECK_MESSAGE(theirs == ours, key);
    }
  }
  TEST_CASE("English through the catalogue is the engine's own English") {
    const Strings strings = shipped();
    CHECK(first_mistake(strings, Language::en, "at 0 sever listen 80") ==
          "found `sever`, expected a host (client, server); did you mean `server`?");
  }
  TEST_CASE("a mistake is said in Chinese down to its last word") {
    const Strings strings = shipped();
    CHECK(first_mistake(strings, Language::zh, "at 0 sever listen 80") ==
          "这里是 `sever`，应为主机（client, server）；是否想写 `server`？");
    CHECK(first_mistake(strings, Language::zh, "at 1s packet 0 drop") ==
          "这里是 `0`，应为分组编号（1 到 1000000 之间）");
    CHECK(first_mistake(strings, Language::zh, "at 50 client close") ==
          "这里是 `50`，应为时间，例如 250ms 或 1.5s，最多 1000h");
  }
  TEST_CASE("braces in a script are only braces") {
    const Strings strings = shipped();
    for (const Language language : {Language::en, Language::zh})
      CHECK(first_mistake(strings, language, "at 0 {0}{1} listen 80").find("`{0}{1}`") !=
            std::string::npos);
  }
}
