#include "app/ui/shortcuts.hpp"

#include <doctest/doctest.h>

#include <set>

#include "app/platform/input_queue.hpp"
#include "app/ui/strings.hpp"
#include "tests/support/source_dir.hpp"

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
    const auto strings = Strings::load(support::source_dir() + "/assets/strings");
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
  TEST_CASE("Ctrl that is let go of right after the letter went down still belongs to it") {
    platform::InputQueue queue;
    for (const bool down : {true, false})
      for (const platform::Key key : {platform::Key::ctrl, platform::key_of('A')})
        queue.push(platform::KeyPress{.key = key, .down = down});
    CHECK(queue.take_frame().size() == 2);  // Ctrl, A
    CHECK(queue.take_frame().size() == 2);  // neither
    queue.push(platform::KeyPress{.key = platform::key_of('A'), .down = true});
    queue.push(platform::KeyPress{.key = platform::Key::ctrl, .down = false});
    CHECK(queue.take_frame().size() == 1);
    CHECK(queue.take_frame().size() == 1);
  }

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

namespace {

std::string value_of(const scene::Phrase& phrase, std::string_view name) {
  for (const auto& [key, value] : phrase.values)
    if (key == name) return std::get<std::string>(value);
  return "no such value";
}

KeyChoice choice(std::string command, std::string chords, bool presentation = false) {
  return {.command = std::move(command),
          .chords = std::move(chords),
          .presentation = presentation,
          .where = "settings.toml:7:1"};
}

}  // namespace

TEST_SUITE("app/ui/key_choices") {
  TEST_CASE("the default map has nothing to keep") { CHECK(KeyMap::defaults().choices().empty()); }

  TEST_CASE("a chosen chord replaces the default one in both modes") {
    const auto [keys, problems] = KeyMap::read(std::vector{choice("drop", "X")});
    CHECK(problems.empty());
    CHECK(keys.find(press("X"), KeyMode::normal, false) == Command::drop);
    CHECK(keys.find(press("X"), KeyMode::presentation, false) == Command::drop);
    CHECK_FALSE(keys.find(press("D"), KeyMode::normal, false).has_value());
  }

  TEST_CASE("a choice for presenting leaves the other mode alone") {
    const auto [keys, problems] = KeyMap::read(std::vector{choice("drop", "X", true)});
    CHECK(problems.empty());
    CHECK(keys.text_for(Command::drop) == "D");
    CHECK(keys.text_for(Command::drop, KeyMode::presentation) == "X");
  }

  TEST_CASE("what differs between the modes by default stays different") {
    const auto [keys, problems] = KeyMap::read(std::vector{choice("play_pause", "Q")});
    CHECK(problems.empty());
    CHECK(keys.text_for(Command::play_pause) == "Q");
    CHECK(keys.find(press("F5"), KeyMode::presentation, false) == Command::play_pause);
  }

  TEST_CASE("a command may be left without a key") {
    const auto [keys, problems] = KeyMap::read(std::vector{choice("drop", "")});
    CHECK(problems.empty());
    CHECK(keys.text_for(Command::drop).empty());
    CHECK_FALSE(keys.find(press("D"), KeyMode::normal, false).has_value());
  }

  TEST_CASE("choices read again give the same map") {
    KeyMap keys = KeyMap::defaults();
    keys.take_over(Command::drop, KeyMode::normal, std::vector{*parse_chord("K")},
                   KeyMap::Exchange::old_chords);
    keys.give(Command::blank_screen, KeyMode::presentation, std::vector{*parse_chord("F9")});
    keys.give(Command::enter_presentation, KeyMode::normal, {});
    keys.give(Command::enter_presentation, KeyMode::normal, std::vector{*parse_chord("F5")});
    const auto [again, problems] = KeyMap::read(keys.choices());
    CHECK(problems.empty());
    CHECK(again.choices() == keys.choices());
    for (const Command command : all_commands())
      for (const KeyMode mode : {KeyMode::normal, KeyMode::presentation})
        CHECK(again.chords_of(command, mode) == keys.chords_of(command, mode));
  }

  TEST_CASE("two commands exchange their chords without a conflict") {
    KeyMap keys = KeyMap::defaults();
    CHECK(keys.clash(Command::drop, KeyMode::normal, *parse_chord("K")) == Command::fork);
    keys.take_over(Command::drop, KeyMode::normal, std::vector{*parse_chord("K")},
                   KeyMap::Exchange::old_chords);
    for (const KeyMode mode : {KeyMode::normal, KeyMode::presentation}) {
      CHECK(keys.text_for(Command::drop, mode) == "K");
      CHECK(keys.text_for(Command::fork, mode) == "D");
    }
    CHECK(keys.conflicts().empty());
  }

  TEST_CASE("a chord taken for nothing leaves its holder the others") {
    KeyMap keys = KeyMap::defaults();
    keys.take_over(Command::drop, KeyMode::normal, std::vector{*parse_chord("Ctrl+Y")},
                   KeyMap::Exchange::nothing);
    CHECK(keys.text_for(Command::drop) == "Ctrl+Y");
    CHECK(keys.text_for(Command::redo) == "Ctrl+Shift+Z");
    CHECK(keys.conflicts().empty());
  }

  TEST_CASE("a chord that is taken only while presenting clashes for a command that is the same") {
    const KeyMap keys = KeyMap::defaults();
    CHECK(keys.clash(Command::drop, KeyMode::normal, *parse_chord(".")) == Command::blank_screen);
    CHECK_FALSE(keys.clash(Command::escape, KeyMode::normal, *parse_chord(".")).has_value());
    CHECK_FALSE(keys.clash(Command::drop, KeyMode::normal, *parse_chord("D")).has_value());
  }

  TEST_CASE("a held key repeats what it repeated before it was changed") {
    const auto [keys, problems] = KeyMap::read(std::vector{choice("next_segment", "J")});
    KeyPress held = press("J");
    held.repeat = true;
    CHECK(keys.find(held, KeyMode::normal, false) == Command::next_segment);
  }

  TEST_CASE("an unknown command names its place and the nearest command") {
    const auto [keys, problems] =
        KeyMap::read(std::vector{choice("dorp", "X"), choice("fork", "J")});
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].key == "settings_problem.command_near");
    CHECK(value_of(problems[0], "where") == "settings.toml:7:1");
    CHECK(value_of(problems[0], "nearest") == "drop");
    CHECK(keys.text_for(Command::fork) == "J");
  }

  TEST_CASE("a chord that is none keeps the default and says what was found") {
    const auto [keys, problems] = KeyMap::read(std::vector{choice("drop", "Hyper+Q")});
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].key == "settings_problem.chord");
    CHECK(value_of(problems[0], "found") == "Hyper+Q");
    CHECK(keys.text_for(Command::drop) == "D");
  }

  TEST_CASE("a chord that belongs to another command is refused and its holder named") {
    const auto [keys, problems] = KeyMap::read(std::vector{choice("fork", "D")});
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].key == "settings_problem.chord_taken");
    CHECK(value_of(problems[0], "other") == "drop");
    CHECK(keys.choices().empty());
  }

  TEST_CASE("every problem has words in both languages") {
    const auto strings = Strings::load(support::source_dir() + "/assets/strings");
    REQUIRE(strings.has_value());
    for (const char* key : {"command", "command_near", "chord", "chord_taken"})
      for (const Language language : {Language::en, Language::zh})
        CHECK(strings->has(language, std::string("settings_problem.") + key));
  }

  TEST_CASE("every command stands in exactly one group") {
    std::multiset<Command> seen;
    for (const CommandGroup& group : command_groups())
      seen.insert(group.commands.begin(), group.commands.end());
    for (const Command command : all_commands()) CHECK(seen.count(command) == 1);
  }

  TEST_CASE("Tab leaves a text field") {
    const KeyMap keys = KeyMap::defaults();
    CHECK(keys.find(press("Tab"), KeyMode::normal, true) == Command::next_focus);
    CHECK(keys.find(press("Shift+Tab"), KeyMode::normal, true) == Command::previous_focus);
  }
}
