#include "app/ui/shortcuts.hpp"

#include <doctest/doctest.h>

#include <set>

#include "app/platform/input_queue.hpp"
#include "app/ui/strings.hpp"

using namespace app;
using namespace app::ui;
using platform::Key;
using platform::KeyPress;

namespace {

KeyPress press(std::string_view text) {
  const auto chord = parse_chord(text);
  REQUIRE(chord.has_value());
  return {chord->key, chord->mods};
}

}  // namespace

TEST_SUITE("app/ui/shortcuts") {
  TEST_CASE("a chord is written as it is read") {
    for (const std::string_view text : {"Ctrl+Z", "Shift+Right", "Space", "D", "PageDown", "F6",
                                        "[", "\\", "Ctrl++", "Ctrl+-", "?", "Ctrl+Shift+Z", "+"})
      CHECK(chord_text(*parse_chord(text)) == text);
  }

  TEST_CASE("case and blanks do not matter") {
    CHECK(*parse_chord(" ctrl + z ") == *parse_chord("Ctrl+Z"));
    CHECK(parse_chord("pgdn")->key == Key::page_down);
  }

  TEST_CASE("nonsense is refused by name") {
    for (const std::string_view text : {"", "Hyper+Q", "Ctrl+", "F13", "Foo"})
      CHECK_MESSAGE(!parse_chord(text).has_value(), text);
  }

  TEST_CASE("the default map has no conflict") { CHECK(KeyMap::defaults().conflicts().empty()); }

  TEST_CASE("a conflict is found") {
    KeyMap keys = KeyMap::defaults();
    keys.bind({Command::fork, *parse_chord("D")});
    CHECK(keys.conflicts().size() == 1);
  }

  TEST_CASE("every command has a key in some mode and a name in both languages") {
    const KeyMap keys = KeyMap::defaults();
    const auto strings = Strings::load(std::string(SYNSCOPE_SOURCE_DIR) + "/assets/strings");
    REQUIRE(strings.has_value());
    std::set<std::string_view> names;
    for (const Command command : all_commands()) {
      const std::string text =
          keys.text_for(command) + keys.text_for(command, KeyMode::presentation);
      CHECK_MESSAGE(!text.empty(), name_of(command));
      CHECK(names.insert(name_of(command)).second);
      CHECK(command_named(name_of(command)) == command);
      const std::string key = "shortcut." + std::string(name_of(command));
      CHECK(strings->has(Language::en, key));
      CHECK(strings->has(Language::zh, key));
    }
  }

  TEST_CASE("single letters never fire while text is typed") {
    const KeyMap keys = KeyMap::defaults();
    for (char c = 'A'; c <= 'Z'; ++c)
      CHECK_FALSE(keys.find({platform::key_of(c), {}}, KeyMode::normal, true).has_value());
    CHECK_FALSE(keys.find(press("Space"), KeyMode::normal, true).has_value());
    CHECK_FALSE(keys.find(press("Ctrl+Z"), KeyMode::normal, true).has_value());
  }

  TEST_CASE("function keys and the remote work while text is typed") {
    const KeyMap keys = KeyMap::defaults();
    CHECK(keys.find(press("F6"), KeyMode::normal, true) == Command::toggle_event_list);
    CHECK(keys.find(press("PageDown"), KeyMode::normal, true) == Command::next_beat);
    CHECK(keys.find(press("Ctrl+Enter"), KeyMode::normal, true) == Command::lock_answer);
  }

  TEST_CASE("the presenter's remote toggles play with F5 and Escape alike") {
    const KeyMap keys = KeyMap::defaults();
    CHECK(keys.find(press("F5"), KeyMode::presentation, false) == Command::play_pause);
    CHECK(keys.find(press("Esc"), KeyMode::presentation, false) == Command::play_pause);
    CHECK(keys.find(press("."), KeyMode::presentation, false) == Command::blank_screen);
    CHECK(keys.find(press("F5"), KeyMode::normal, false) == Command::enter_presentation);
    CHECK_FALSE(keys.find(press("."), KeyMode::normal, false).has_value());
  }

  TEST_CASE("a held key repeats stepping but never a drop") {
    const KeyMap keys = KeyMap::defaults();
    KeyPress right = press("Right");
    KeyPress drop = press("D");
    right.repeat = drop.repeat = true;
    CHECK(keys.find(right, KeyMode::normal, false) == Command::next_segment);
    CHECK_FALSE(keys.find(drop, KeyMode::normal, false).has_value());
  }
}

TEST_SUITE("app/platform/input_queue") {
  TEST_CASE("a press and a release that came together reach two frames") {
    platform::InputQueue queue;
    queue.push_click(10, 20, platform::MouseButton::left);
    CHECK(queue.take_frame().size() == 2);  // move, press
    CHECK(queue.take_frame().size() == 1);  // release
    CHECK(queue.pending() == 0);
  }

  TEST_CASE("the pointer does not run ahead of a press") {
    platform::InputQueue queue;
    queue.push_click(1, 1, platform::MouseButton::left);
    queue.push_click(90, 90, platform::MouseButton::left);
    int frames = 0;
    for (; queue.pending() > 0; ++frames) {
      int moves = 0;
      for (const auto& event : queue.take_frame())
        moves += std::holds_alternative<platform::MouseMove>(event) ? 1 : 0;
      CHECK(moves <= 1);
    }
    CHECK(frames == 4);
  }

  TEST_CASE("a chord presses its modifiers around the key") {
    platform::InputQueue queue;
    queue.push_key(platform::key_of('Z'), {.ctrl = true});
    std::vector<KeyPress> keys;
    while (queue.pending() > 0)
      for (const auto& event : queue.take_frame()) keys.push_back(std::get<KeyPress>(event));
    REQUIRE(keys.size() == 4);
    CHECK((keys[0].key == Key::ctrl && keys[0].down));
    CHECK((keys[1].mods.ctrl && keys[1].down));
    CHECK((keys[3].key == Key::ctrl && !keys[3].down));
  }
}
