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
  if (key == Key::page_up || key == Key::page_down) return false;
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

void KeyMap::unbind(Command command) {
  std::erase_if(bindings_, [&](const Binding& b) { return b.command == command; });
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
