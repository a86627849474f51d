// Settings: every key and what it does, a test of what a key or a presenter's remote sends, and
// how the window looks (ux 2.1, 5.2, 10). Changes take effect at once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/panels/dialog_gate.hpp"

namespace app::panels {

// A change of keys that waits for a word, because somebody else has one of the chords.
struct WaitingChange {
  ui::Command command{};
  std::vector<ui::Chord> chords;
  ui::Chord taken{};
  ui::Command holder{};
};

struct KeysView {
  ui::KeyMode mode = ui::KeyMode::normal;
  std::optional<ui::Command> listening_for;
  std::optional<WaitingChange> waiting;
};

struct KeyTestView {
  bool listening{};
  std::optional<platform::KeyPress> heard;
  std::string done{};  // what the last click on an action has done
};

struct SettingsDialogView {
  DialogGate gate{};
  std::size_t tab{};
  KeysView keys{};
  KeyTestView test{};
};

void draw_settings_dialog(const Frame& frame, SettingsDialogView& view);

// Its pages, each into its own file.
void draw_keys_page(const Frame& frame, KeysView& view, ui::Rect rest);
void draw_key_test_page(const Frame& frame, KeyTestView& view, ui::Rect rest);

}  // namespace app::panels
