// Keys and what they ask for (ux.md 5.2): chords, commands and the table between them. Data and
// lookup only; who obeys a command is the session's business. Knows no ImGui.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/platform/chord.hpp"
#include "app/platform/input.hpp"
#include "app/scene/phrase.hpp"
#include "app/session/settings.hpp"

namespace app::ui {

using platform::Chord;
using platform::chord_text;
using platform::key_name;
using platform::parse_chord;

enum class Command : std::uint8_t {
  play_pause,
  next_segment,
  previous_segment,
  next_event,
  previous_event,
  next_frame,
  previous_frame,
  next_bookmark,
  previous_bookmark,
  go_to_start,
  go_to_end,
  next_beat,
  previous_beat,
  enter_presentation,
  leave_presentation,
  escape,
  blank_screen,
  full_screen,
  slower,
  faster,
  default_speed,
  cycle_waits,
  true_scale,
  next_focus,
  previous_focus,
  open_menu,
  drop,
  delay,
  duplicate,
  edit,
  inspect,
  deliver_now,
  hold,
  forge,
  attack_bench,
  fork,
  compare,
  point_of_view,
  answer_1,
  answer_2,
  answer_3,
  answer_4,
  answer_5,
  answer_6,
  lock_answer,
  undo,
  redo,
  restart_scenario,
  restart_lesson,
  go_to_time,
  set_bookmark,
  search_events,
  copy,
  switch_language,
  help,
  toggle_left_pane,
  toggle_state_diagram,
  toggle_inspector,
  toggle_client,
  toggle_server,
  toggle_event_list,
  toggle_glossary,
  save_session,
  open_session,
  export_picture,
  larger_interface,
  smaller_interface,
  default_interface,
  area_help,
  settings,
  switch_bilingual,
};

enum class KeyMode : std::uint8_t { normal, presentation };

struct Binding {
  Command command{};
  Chord chord{};
  bool normal = true;        // fires in normal and lesson mode
  bool presentation = true;  // fires in presentation mode
  bool repeats = false;      // holding the key repeats it
};

struct ReadKeys;

class KeyMap {
 public:
  static KeyMap defaults();
  // The defaults with what a person has chosen. A choice that cannot be understood, or that gives
  // one chord to two commands, is reported and left out; the others stay.
  static ReadKeys read(std::span<const KeyChoice> choices);

  // The command of a key press. While text is typed only chords with Ctrl or Alt, function keys
  // and Escape fire, except Ctrl+Z, Ctrl+Y and Ctrl with a letter that the text field itself uses.
  std::optional<Command> find(const platform::KeyPress& press, KeyMode mode, bool typing) const;
  // The first chord of a command, as tooltips and menus show it; empty when it has none.
  std::string text_for(Command command, KeyMode mode = KeyMode::normal) const;

  std::vector<Chord> chords_of(Command command, KeyMode mode) const;
  // Which other command already answers this chord where the command would.
  std::optional<Command> clash(Command command, KeyMode mode, const Chord& chord) const;

  void bind(const Binding& binding);
  // These are the chords of the command in this mode. What it has while presenting follows what it
  // has otherwise, as long as the two are the same.
  void give(Command command, KeyMode mode, std::span<const Chord> chords);
  // The other command gives the chord up, and may get in exchange what this command has now and
  // does not keep; then this one gets its new chords.
  enum class Exchange : std::uint8_t { nothing, old_chords };
  void take_over(Command command, KeyMode mode, std::span<const Chord> chords, Exchange exchange);
  // Everything that differs from the defaults, as settings keep it: read(choices()) is this map.
  std::vector<KeyChoice> choices() const;
  std::span<const Binding> bindings() const { return bindings_; }
  // Pairs of bindings that answer the same chord in the same mode with different commands.
  std::vector<std::pair<Binding, Binding>> conflicts() const;

 private:
  std::vector<KeyMode> reached(Command command, KeyMode mode) const;

  std::vector<Binding> bindings_;
};

struct ReadKeys {
  KeyMap keys;
  std::vector<scene::Phrase> problems;  // {where} = "settings.toml:12:8"
};

// "Space F5" -> two chords; the error names the one that is none.
engine::Result<std::vector<Chord>> parse_chords(std::string_view text);
std::string chords_text(std::span<const Chord> chords);

// Commands by what they are about, in the order in which help and settings list them.
struct CommandGroup {
  std::string_view title;  // key of the catalogue
  std::span<const Command> commands;
};
std::span<const CommandGroup> command_groups();

std::span<const Command> all_commands();
bool may_repeat(Command command);          // while its key is held
bool same_in_both_modes(Command command);  // by default
// "play_pause": the name in settings and the string key "shortcut.play_pause".
std::string_view name_of(Command command);
std::optional<Command> command_named(std::string_view name);

}  // namespace app::ui
