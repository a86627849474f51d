// The default key map of ux.md 5.2, as data. A row is a command, its name and its chords; commands
// whose keys differ in presentation mode have a row for each mode.
#include <array>

#include "app/ui/shortcuts.hpp"
#include "engine/base/invariant.hpp"

namespace app::ui {
namespace {

struct Row {
  Command command;
  std::string_view name;
  std::string_view chords;  // apart by blanks
  std::string_view presentation_chords;
  bool repeats = false;
};

constexpr std::string_view same = "=";  // in presentation mode as in normal mode
constexpr std::string_view none = "";

constexpr std::array rows = {
    Row{Command::play_pause, "play_pause", "Space", "Space F5 Esc"},
    Row{Command::next_segment, "next_segment", "Right", same, true},
    Row{Command::previous_segment, "previous_segment", "Left", same, true},
    Row{Command::next_event, "next_event", "Down", same, true},
    Row{Command::previous_event, "previous_event", "Up", same, true},
    Row{Command::next_frame, "next_frame", "Shift+Right", same, true},
    Row{Command::previous_frame, "previous_frame", "Shift+Left", same, true},
    Row{Command::next_bookmark, "next_bookmark", "Ctrl+Right", same, true},
    Row{Command::previous_bookmark, "previous_bookmark", "Ctrl+Left", same, true},
    Row{Command::go_to_start, "go_to_start", "Home", same},
    Row{Command::go_to_end, "go_to_end", "End", same},
    Row{Command::next_beat, "next_beat", "PageDown", same},
    Row{Command::previous_beat, "previous_beat", "PageUp", same},
    Row{Command::enter_presentation, "enter_presentation", "F5 P Shift+F5", none},
    Row{Command::leave_presentation, "leave_presentation", none, "P Shift+F5 F11"},
    Row{Command::escape, "escape", "Esc", none},
    Row{Command::blank_screen, "blank_screen", none, ". B"},
    Row{Command::full_screen, "full_screen", "F11", none},
    Row{Command::slower, "slower", "[", same, true},
    Row{Command::faster, "faster", "]", same, true},
    Row{Command::default_speed, "default_speed", "\\", same},
    Row{Command::cycle_waits, "cycle_waits", "W", same},
    Row{Command::true_scale, "true_scale", "T", same},
    Row{Command::next_focus, "next_focus", "Tab", same, true},
    Row{Command::previous_focus, "previous_focus", "Shift+Tab", same, true},
    Row{Command::open_menu, "open_menu", "Enter", same},
    Row{Command::drop, "drop", "D", same},
    Row{Command::delay, "delay", "L", same},
    Row{Command::duplicate, "duplicate", "U", same},
    Row{Command::edit, "edit", "E", same},
    Row{Command::inspect, "inspect", "I", same},
    Row{Command::deliver_now, "deliver_now", "N", same},
    Row{Command::hold, "hold", "H", same},
    Row{Command::forge, "forge", "F", same},
    Row{Command::attack_bench, "attack_bench", "A", same},
    Row{Command::fork, "fork", "K", same},
    Row{Command::compare, "compare", "C", same},
    Row{Command::point_of_view, "point_of_view", "V", same},
    Row{Command::answer_1, "answer_1", "1", same},
    Row{Command::answer_2, "answer_2", "2", same},
    Row{Command::answer_3, "answer_3", "3", same},
    Row{Command::answer_4, "answer_4", "4", same},
    Row{Command::answer_5, "answer_5", "5", same},
    Row{Command::answer_6, "answer_6", "6", same},
    Row{Command::lock_answer, "lock_answer", "Ctrl+Enter", same},
    Row{Command::undo, "undo", "Ctrl+Z", same},
    Row{Command::redo, "redo", "Ctrl+Y Ctrl+Shift+Z", same},
    Row{Command::restart_scenario, "restart_scenario", "R", same},
    Row{Command::restart_lesson, "restart_lesson", "Shift+R", same},
    Row{Command::go_to_time, "go_to_time", "G", same},
    Row{Command::set_bookmark, "set_bookmark", "M", same},
    Row{Command::search_events, "search_events", "/", same},
    Row{Command::copy, "copy", "Ctrl+C", same},
    Row{Command::switch_language, "switch_language", "Ctrl+L", same},
    Row{Command::help, "help", "F1", same},
    Row{Command::toggle_left_pane, "toggle_left_pane", "F2", same},
    Row{Command::toggle_state_diagram, "toggle_state_diagram", "F3", same},
    Row{Command::toggle_inspector, "toggle_inspector", "F4", same},
    Row{Command::toggle_client, "toggle_client", "F8", none},
    Row{Command::toggle_server, "toggle_server", "F9", none},
    Row{Command::toggle_event_list, "toggle_event_list", "F6", same},
    Row{Command::toggle_glossary, "toggle_glossary", "F7", same},
    Row{Command::save_session, "save_session", "Ctrl+S", same},
    Row{Command::open_session, "open_session", "Ctrl+O", same},
    Row{Command::export_picture, "export_picture", "Ctrl+E", same},
    Row{Command::larger_interface, "larger_interface", "Ctrl++ Ctrl+= Ctrl+Shift+=", same, true},
    Row{Command::smaller_interface, "smaller_interface", "Ctrl+-", same, true},
    Row{Command::default_interface, "default_interface", "Ctrl+0", same},
    Row{Command::area_help, "area_help", "?", same},
    Row{Command::settings, "settings", "Ctrl+,", same},
    Row{Command::switch_bilingual, "switch_bilingual", "Ctrl+Shift+L", same},
};

constexpr std::size_t command_count = static_cast<std::size_t>(Command::switch_bilingual) + 1;
static_assert(rows.size() == command_count, "every command has its row");

constexpr auto commands_in_order = [] {
  std::array<Command, command_count> commands{};
  for (std::size_t i = 0; i < command_count; ++i) commands[i] = static_cast<Command>(i);
  return commands;
}();

const Row& row_of(Command command) { return rows[static_cast<std::size_t>(command)]; }

void bind_chords(KeyMap& keys, const Row& row, std::string_view chords, bool normal,
                 bool presentation) {
  while (!chords.empty()) {
    const std::size_t blank = chords.find(' ');
    const auto chord = parse_chord(chords.substr(0, blank));
    INVARIANT(chord.has_value());
    keys.bind({row.command, *chord, normal, presentation, row.repeats});
    chords = blank == std::string_view::npos ? none : chords.substr(blank + 1);
  }
}

}  // namespace

KeyMap KeyMap::defaults() {
  KeyMap keys;
  for (const Row& row : rows) {
    INVARIANT(&row == &row_of(row.command));
    const bool everywhere = row.presentation_chords == same;
    bind_chords(keys, row, row.chords, true, everywhere);
    if (!everywhere) bind_chords(keys, row, row.presentation_chords, false, true);
  }
  return keys;
}

bool same_in_both_modes(Command command) { return row_of(command).presentation_chords == same; }
bool may_repeat(Command command) { return row_of(command).repeats; }

std::span<const Command> all_commands() { return commands_in_order; }

std::string_view name_of(Command command) { return row_of(command).name; }

std::optional<Command> command_named(std::string_view name) {
  for (const Row& row : rows)
    if (row.name == name) return row.command;
  return std::nullopt;
}

}  // namespace app::ui
