// The key map as settings keep it: only what differs from the defaults, and what is wrong with it.
//
//   [keys]                 [keys_presentation]
//   drop = "X"             play_pause = "Space F5"
//
// A choice for always holds while presenting too when the default map makes no difference there.
#include <algorithm>

#include "app/ui/shortcuts.hpp"
#include "engine/lesson/nearest.hpp"

namespace app::ui {
namespace {

constexpr KeyMode mode_of(const KeyChoice& choice) {
  return choice.presentation ? KeyMode::presentation : KeyMode::normal;
}

scene::Phrase complaint(const KeyChoice& choice, std::string key) {
  return {std::move(key), {{"where", choice.where}, {"name", choice.command}}};
}

scene::Phrase unknown_command(const KeyChoice& choice) {
  std::vector<std::string_view> names;
  for (const Command command : all_commands()) names.push_back(name_of(command));
  const auto near = engine::nearest(choice.command, names);
  scene::Phrase what =
      complaint(choice, near ? "settings_problem.command_near" : "settings_problem.command");
  if (near) what.values.emplace_back("nearest", std::string(*near));
  return what;
}

// Which choices can be understood; those of `normal` come first, for presenting may follow them.
std::vector<KeyChoice> understood(std::span<const KeyChoice> choices, ReadKeys& out) {
  std::vector<KeyChoice> always, presenting;
  for (const KeyChoice& choice : choices) {
    if (!command_named(choice.command)) {
      out.problems.push_back(unknown_command(choice));
    } else if (!parse_chords(choice.chords)) {
      scene::Phrase what = complaint(choice, "settings_problem.chord");
      what.values.emplace_back("found", choice.chords);
      out.problems.push_back(std::move(what));
    } else {
      (choice.presentation ? presenting : always).push_back(choice);
    }
  }
  always.insert(always.end(), presenting.begin(), presenting.end());
  return always;
}

KeyMap applied(std::span<const KeyChoice> choices) {
  KeyMap keys = KeyMap::defaults();
  for (const KeyChoice& choice : choices)
    keys.give(*command_named(choice.command), mode_of(choice), *parse_chords(choice.chords));
  return keys;
}

// A choice that takes part in a conflict, the last one written first; none = there is no conflict
// that a choice has made.
std::vector<KeyChoice>::iterator guilty(std::vector<KeyChoice>& choices, const Binding& a,
                                        const Binding& b) {
  for (auto it = choices.end(); it != choices.begin();) {
    --it;
    const Command command = *command_named(it->command);
    if (command == a.command || command == b.command) return it;
  }
  return choices.end();
}

}  // namespace

ReadKeys KeyMap::read(std::span<const KeyChoice> choices) {
  ReadKeys out;
  std::vector<KeyChoice> sound = understood(choices, out);
  out.keys = applied(sound);
  for (auto clashes = out.keys.conflicts(); !clashes.empty(); clashes = out.keys.conflicts()) {
    const auto& [a, b] = clashes.front();
    const auto bad = guilty(sound, a, b);
    if (bad == sound.end()) break;
    const Command other = command_named(bad->command) == a.command ? b.command : a.command;
    scene::Phrase what = complaint(*bad, "settings_problem.chord_taken");
    what.values.emplace_back("chord", chord_text(a.chord));
    what.values.emplace_back("other", std::string(name_of(other)));
    out.problems.push_back(std::move(what));
    sound.erase(bad);
    out.keys = applied(sound);
  }
  return out;
}

std::vector<KeyChoice> KeyMap::choices() const {
  const KeyMap plain = defaults();
  std::vector<KeyChoice> always, presenting;
  for (const Command command : all_commands()) {
    const auto normal = chords_of(command, KeyMode::normal);
    const auto shown = chords_of(command, KeyMode::presentation);
    const auto plain_normal = plain.chords_of(command, KeyMode::normal);
    const auto plain_shown = plain.chords_of(command, KeyMode::presentation);
    const bool follows = same_in_both_modes(command);
    const std::string name(name_of(command));
    if (normal != plain_normal) always.push_back({.command = name, .chords = chords_text(normal)});
    if (shown != (follows ? normal : plain_shown))
      presenting.push_back({.command = name, .chords = chords_text(shown), .presentation = true});
  }
  always.insert(always.end(), presenting.begin(), presenting.end());
  return always;
}

}  // namespace app::ui
