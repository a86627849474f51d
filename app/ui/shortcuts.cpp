#include "app/ui/shortcuts.hpp"

#include <algorithm>

namespace app::ui {
namespace {

using platform::Key;

bool is_printable(Key key) {
  const auto code = static_cast<std::uint16_t>(key);
  return code > 32 && code < 127;
}

bool is_function_key(Key key) { return key >= Key::f1 && key <= Key::f12; }

// A text field keeps what edits its text.
bool field_takes(const platform::KeyPress& press) {
  const Key key = press.key;
  if (is_function_key(key) || key == Key::escape) return false;
  if (key == Key::page_up || key == Key::page_down || key == Key::tab) return false;
  if (press.mods.alt) return false;
  if (!press.mods.ctrl) return true;
  constexpr std::string_view editing = "ACVXYZ";
  if (is_printable(key)) return editing.find(static_cast<char>(key)) != std::string_view::npos;
  return key != Key::enter;
}

bool applies(const Binding& binding, KeyMode mode) {
  return mode == KeyMode::normal ? binding.normal : binding.presentation;
}

}  // namespace

engine::Result<std::vector<Chord>> parse_chords(std::string_view text) {
  std::vector<Chord> chords;
  while (true) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return chords;
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const auto chord = parse_chord(text.substr(begin, end - begin));
    if (!chord) return std::unexpected(chord.error());
    if (std::ranges::find(chords, *chord) == chords.end()) chords.push_back(*chord);
    text.remove_prefix(end);
  }
}

std::string chords_text(std::span<const Chord> chords) {
  std::string text;
  for (const Chord& chord : chords) text += (text.empty() ? "" : " ") + chord_text(chord);
  return text;
}

std::optional<Command> KeyMap::find(const platform::KeyPress& press, KeyMode mode,
                                    bool typing) const {
  if (!press.down || (typing && field_takes(press))) return std::nullopt;
  const Chord chord{press.mods, press.key};
  for (const Binding& binding : bindings_)
    if (binding.chord == chord && applies(binding, mode) && (!press.repeat || binding.repeats))
      return binding.command;
  return std::nullopt;
}

std::string KeyMap::text_for(Command command, KeyMode mode) const {
  for (const Binding& binding : bindings_)
    if (binding.command == command && applies(binding, mode)) return chord_text(binding.chord);
  return {};
}

void KeyMap::bind(const Binding& binding) { bindings_.push_back(binding); }

std::vector<Chord> KeyMap::chords_of(Command command, KeyMode mode) const {
  std::vector<Chord> chords;
  for (const Binding& binding : bindings_)
    if (binding.command == command && applies(binding, mode)) chords.push_back(binding.chord);
  return chords;
}

// The modes that a change in one of them reaches.
std::vector<KeyMode> KeyMap::reached(Command command, KeyMode mode) const {
  const bool follows = mode == KeyMode::normal && same_in_both_modes(command) &&
                       chords_of(command, KeyMode::presentation) == chords_of(command, mode);
  if (follows) return {KeyMode::normal, KeyMode::presentation};
  return {mode};
}

std::optional<Command> KeyMap::clash(Command command, KeyMode mode, const Chord& chord) const {
  for (const KeyMode in : reached(command, mode))
    for (const Binding& binding : bindings_)
      if (binding.chord == chord && binding.command != command && applies(binding, in))
        return binding.command;
  return std::nullopt;
}

void KeyMap::give(Command command, KeyMode mode, std::span<const Chord> chords) {
  const std::vector<KeyMode> modes = reached(command, mode);
  const bool normal = mode == KeyMode::normal;
  const bool presentation = modes.back() == KeyMode::presentation;
  for (Binding& binding : bindings_) {
    if (binding.command != command) continue;
    binding.normal &= !normal;
    binding.presentation &= !presentation;
  }
  std::erase_if(bindings_, [](const Binding& b) { return !b.normal && !b.presentation; });
  for (const Chord& chord : chords)
    bind({command, chord, normal, presentation, may_repeat(command)});
}

void KeyMap::take_over(Command command, KeyMode mode, std::span<const Chord> chords,
                       Exchange exchange) {
  const auto wanted = [&](const Chord& c) { return std::ranges::find(chords, c) != chords.end(); };
  for (const KeyMode in : reached(command, mode))
    for (const Chord& chord : chords) {
      const auto other = clash(command, in, chord);
      if (!other) continue;
      std::vector<Chord> left = chords_of(*other, in);
      std::erase(left, chord);
      if (exchange == Exchange::old_chords)
        for (const Chord& old : chords_of(command, in))
          if (!wanted(old)) left.push_back(old);
      give(*other, in, left);
    }
  give(command, mode, chords);
}

std::vector<std::pair<Binding, Binding>> KeyMap::conflicts() const {
  std::vector<std::pair<Binding, Binding>> pairs;
  for (std::size_t i = 0; i < bindings_.size(); ++i)
    for (std::size_t j = i + 1; j < bindings_.size(); ++j) {
      const Binding& a = bindings_[i];
      const Binding& b = bindings_[j];
      const bool meet = (a.normal && b.normal) || (a.presentation && b.presentation);
      if (meet && a.chord == b.chord && a.command != b.command) pairs.emplace_back(a, b);
    }
  return pairs;
}

}  // namespace app::ui
