#include "app/session/settings.hpp"

#include <doctest/doctest.h>

using namespace app;
using namespace std::chrono_literals;

namespace {

std::string text_of(const scene::Phrase& phrase, std::string_view name) {
  for (const auto& [key, value] : phrase.values)
    if (key == name) return std::get<std::string>(value);
  return "no such value";
}

}  // namespace

TEST_SUITE("settings") {
  TEST_CASE("written and read again they are the same") {
    Settings s;
    s.language = Language::zh;
    s.language_chosen = true;
    s.theme = Theme::projector;
    s.scale = 135;
    s.flight_time = 500ms;
    s.waits = scene::Waits::skip;
    s.numbers = scene::Numbers::relative;
    s.reduced_motion = s.true_scale = s.hide_future = s.show_words = s.hint_seen = true;
    s.bilingual = true;
    s.shown[static_cast<std::size_t>(Panel::event_list)] = true;
    s.shown[static_cast<std::size_t>(Panel::client)] = false;
    s.splitters = {0.25f, 0.5f, 0.75f, 1.0f, 0.125f};
    const ReadSettings read = read_settings(to_toml(s), "settings.toml");
    CHECK(read.problems.empty());
    CHECK(read.settings == s);
  }
  TEST_CASE("a language nobody chose is not written") {
    CHECK_FALSE(read_settings(to_toml(Settings{}), "settings.toml").settings.language_chosen);
  }
  TEST_CASE("an empty file gives the defaults") {
    const ReadSettings read = read_settings("", "settings.toml");
    CHECK(read.settings == Settings{});
    CHECK(read.problems.empty());
  }
  TEST_CASE("dialogs are not remembered") {
    Settings s;
    s.shown[static_cast<std::size_t>(Panel::forge)] = true;
    CHECK_FALSE(read_settings(to_toml(s), "settings.toml").settings.is_shown(Panel::forge));
  }
  TEST_CASE("a value of the wrong kind names file, line and what can be written") {
    const ReadSettings read = read_settings("scale = 100\ntheme = \"pink\"\n", "settings.toml");
    REQUIRE(read.problems.size() == 1);
    CHECK(text_of(read.problems[0], "where") == "settings.toml:2:9");
    CHECK(read.problems[0].key == "settings_problem.value");
    CHECK(text_of(read.problems[0], "wanted") == "\"light\", \"dark\", \"projector\"");
    CHECK(read.settings.theme == Theme::light);
  }
  TEST_CASE("one wrong value does not spoil the others") {
    const ReadSettings read = read_settings("scale = 9000\ntheme = \"dark\"\n", "settings.toml");
    CHECK(read.settings.theme == Theme::dark);
    CHECK(read.settings.scale == 100);
    CHECK(read.problems.size() == 1);
  }
  TEST_CASE("an unknown name is reported with the nearest one") {
    const ReadSettings read = read_settings("langage = \"en\"\n", "settings.toml");
    REQUIRE(read.problems.size() == 1);
    CHECK(read.problems[0].key == "settings_problem.unknown");
    CHECK(text_of(read.problems[0], "nearest") == "language");
  }
  TEST_CASE("unknown names inside a table are reported too") {
    const ReadSettings read = read_settings("[shown]\nclint = true\n", "settings.toml");
    REQUIRE(read.problems.size() == 1);
    CHECK(text_of(read.problems[0], "where") == "settings.toml:2:1");
    CHECK(text_of(read.problems[0], "nearest") == "client");
  }
  TEST_CASE("a line that is no TOML is named by its place, and the others count") {
    const ReadSettings read = read_settings(
        "scale = 150\ntheme = = 3\nwaits = \"skip\"\nlanguage = \"zh\n[shown]\nclient = false\n",
        "settings.toml");
    REQUIRE(read.problems.size() == 2);
    CHECK(read.problems[0].key == "settings_problem.syntax");
    CHECK(text_of(read.problems[0], "where").starts_with("settings.toml:2:"));
    CHECK(text_of(read.problems[1], "where").starts_with("settings.toml:4:"));
    CHECK(read.settings.scale == 150);
    CHECK(read.settings.waits == scene::Waits::skip);
    CHECK(read.settings.theme == Theme::light);
    CHECK_FALSE(read.settings.is_shown(Panel::client));
  }
  TEST_CASE("a file of nothing but nonsense ends") {
    const ReadSettings read = read_settings(std::string(5000, '\x01'), "settings.toml");
    CHECK(read.settings == Settings{});
    CHECK_FALSE(read.problems.empty());
  }
  TEST_CASE("chosen keys and scales by monitor survive, whatever is in their names") {
    Settings s;
    s.keys = {{.command = "drop", .chords = "X Ctrl+\\"},
              {.command = "fork", .chords = ""},
              {.command = "play_pause", .chords = "\"", .presentation = true}};
    s.scale_on = {{"DP-1 \"big\" \\ [x]", 150}, {"\u6295\u5f71\u4eea", 200}};
    const ReadSettings read = read_settings(to_toml(s), "settings.toml");
    CHECK(read.problems.empty());
    CHECK(read.settings == s);
  }
  TEST_CASE("the name of a command that is none is kept, whatever is in it") {
    const ReadSettings read =
        read_settings("[keys]\n\"a = b\\n[c\" = \"J\"\n'' = \"K\"\n", "settings.toml");
    REQUIRE(read.settings.keys.size() == 2);
    const ReadSettings again = read_settings(to_toml(read.settings), "settings.toml");
    CHECK(again.problems.empty());
    CHECK(again.settings == read.settings);
  }
  TEST_CASE("a key that is no text says where and how it is written") {
    const ReadSettings read = read_settings("[keys]\ndrop = 7\nfork = \"J\"\n", "settings.toml");
    REQUIRE(read.problems.size() == 1);
    CHECK(text_of(read.problems[0], "where") == "settings.toml:2:8");
    REQUIRE(read.settings.keys.size() == 1);
    CHECK(read.settings.keys[0].where == "settings.toml:3:1");
  }
  TEST_CASE("a header that begins with no key is told with its place, and the rest is read") {
    for (const char* header : {"[%]", "[", "[[", "[\x01(", "[ ]", "\xEF\xBB\xBF[\xFF]", "[ [a]]"}) {
      const ReadSettings read =
          read_settings(std::string(header) + "\ntheme = \"dark\"\n", "settings.toml");
      REQUIRE(read.problems.size() == 1);
      CHECK(text_of(read.problems[0], "where").starts_with("settings.toml:1:"));
      CHECK(read.settings.theme == Theme::dark);
    }
  }
  TEST_CASE("signs beyond ASCII are read between quotes and refused with their place elsewhere") {
    const ReadSettings read = read_settings(
        "[scale_on]\n\"显示器\" = 125 # 显示器\nm\xC6\xBA = 150\r\nb = 100\r\n", "settings.toml");
    REQUIRE(read.problems.size() == 1);
    CHECK(text_of(read.problems[0], "where") == "settings.toml:3:2");
    CHECK(read.settings.scale_on == std::map<std::string, int>{{"显示器", 125}, {"b", 100}});
  }
  TEST_CASE("a text of several lines is refused at its opening quotes") {
    for (const char* quotes : {"\"\"\"", "'''"}) {
      const std::string text =
          "theme = " + std::string(quotes) + "\n" + quotes + "\nhint_seen = true\n";
      const ReadSettings read = read_settings(text, "settings.toml");
      REQUIRE(read.problems.size() == 2);
      CHECK(text_of(read.problems[0], "where") == "settings.toml:1:9");
      CHECK(text_of(read.problems[1], "where").starts_with("settings.toml:2:"));
      CHECK(read.settings.hint_seen);
    }
  }
  TEST_CASE("what only looks like a value is refused at its place, and the rest is read") {
    for (const char* line :
         {"flight_time_ms = 9\"rel\xD1\x91ive\"", "scale = 1.'\xD1\x91' = 2", "a\"\xD1\x91\"b = 1",
          "waits \"\xD1\x91\" = 1", "scale = 2024-02-01 1"}) {
      const ReadSettings read =
          read_settings(std::string(line) + "\ntheme = \"dark\"\n", "settings.toml");
      REQUIRE(read.problems.size() == 1);
      CHECK(text_of(read.problems[0], "where").starts_with("settings.toml:1:"));
      CHECK(read.settings.theme == Theme::dark);
    }
  }
  TEST_CASE("a list is refused where it begins") {
    for (const char* line : {"scale = [", "scale = {", "scale = [1, [2]]", "scale = 1 [\"\xD1\""}) {
      const ReadSettings read =
          read_settings(std::string(line) + "\n9.'\xD1\x91' = 1\nscale = 125\n", "settings.toml");
      REQUIRE(read.problems.size() == 2);
      CHECK(text_of(read.problems[0], "where").starts_with("settings.toml:1:"));
      CHECK(read.settings.scale == 125);
    }
  }
  TEST_CASE("a scale of a monitor outside the range is refused alone") {
    const ReadSettings read = read_settings("[scale_on]\na = 9\nb = 125\n", "settings.toml");
    CHECK(read.problems.size() == 1);
    CHECK(read.settings.scale_on == std::map<std::string, int>{{"b", 125}});
  }
  TEST_CASE("a scale between two steps goes to the nearest") {
    CHECK(nearest_scale(102) == 100);
    CHECK(nearest_scale(103) == 105);
    CHECK(nearest_scale(74) == 75);
    CHECK(nearest_scale(251) == 250);
  }
  TEST_CASE("the file lies in the configuration folder of the user") {
    CHECK(settings_path("/x", "/home/me") == "/x/synscope/settings.toml");
    CHECK(settings_path(nullptr, "/home/me") == "/home/me/.config/synscope/settings.toml");
    CHECK(settings_path("", "/home/me") == "/home/me/.config/synscope/settings.toml");
    CHECK(settings_path(nullptr, nullptr).empty());
  }
}
