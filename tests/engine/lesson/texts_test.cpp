#include "engine/lesson/texts.hpp"

#include "tests/engine/lesson/scripts.hpp"

namespace engine {

TEST_SUITE("engine/lesson/texts") {
  TEST_CASE("a section is a key and a text") {
    const auto texts = read_lesson_texts("## title\nOne\n\n## about\ntwo\nthree\n\nfour\n", "x.md");
    REQUIRE(texts.has_value());
    CHECK(texts->at("title") == "One");
    CHECK(texts->at("about") == "two three\n\nfour");
  }
  TEST_CASE("a line break between wide characters is no blank") {
    CHECK(read_lesson_texts("## a\n打开\n连接\nSYN\n", "x")->at("a") == "打开连接 SYN");
  }
  TEST_CASE("a text before the first section is a mistake") {
    CHECK(read_lesson_texts("\nhello\n", "x.md").error().where == "x.md:2:1");
  }
  TEST_CASE("a section that comes twice is a mistake") {
    CHECK(read_lesson_texts("## a\nb\n## a\n", "x.md").error().what ==
          "the section `a` is there twice");
  }
  TEST_CASE("every shipped scenario has its title and its text in both languages") {
    for (const auto& folder : shipped_lessons()) {
      CAPTURE(folder.filename().string());
      const Scenario scenario = shipped(folder);
      for (const char* const language : {"en.md", "zh.md"}) {
        const auto texts = read_lesson_texts(read_text(folder / language), language);
        REQUIRE(texts.has_value());
        CHECK(texts->contains(scenario.title_key));
        CHECK(texts->contains(scenario.about_key));
      }
    }
  }
}

}  // namespace engine
