// What commands are about: the order in which help and settings list them.
#include <array>

#include "app/ui/shortcuts.hpp"

namespace app::ui {
namespace {

using enum Command;

constexpr std::array time_commands{play_pause,        next_segment, previous_segment, next_event,
                                   previous_event,    next_frame,   previous_frame,   next_bookmark,
                                   previous_bookmark, go_to_start,  go_to_end,        go_to_time,
                                   set_bookmark,      slower,       faster,           default_speed,
                                   cycle_waits,       true_scale};
constexpr std::array wire_commands{
    drop,      delay,      duplicate,      hold,  edit,         deliver_now,  inspect,
    open_menu, next_focus, previous_focus, forge, attack_bench, point_of_view};
constexpr std::array history_commands{
    undo, redo, fork, compare, restart_scenario, save_session, open_session, export_picture};
constexpr std::array lesson_commands{next_beat,   previous_beat, answer_1, answer_2,
                                     answer_3,    answer_4,      answer_5, answer_6,
                                     lock_answer, restart_lesson};
constexpr std::array view_commands{help,
                                   area_help,
                                   settings,
                                   toggle_left_pane,
                                   toggle_state_diagram,
                                   toggle_client,
                                   toggle_server,
                                   toggle_inspector,
                                   toggle_event_list,
                                   search_events,
                                   copy,
                                   toggle_glossary,
                                   switch_language,
                                   switch_bilingual,
                                   larger_interface,
                                   smaller_interface,
                                   default_interface,
                                   full_screen,
                                   enter_presentation,
                                   leave_presentation,
                                   blank_screen,
                                   escape};

constexpr std::array groups{
    CommandGroup{"help.time", time_commands}, CommandGroup{"help.wire", wire_commands},
    CommandGroup{"help.history", history_commands}, CommandGroup{"help.view", view_commands},
    CommandGroup{"help.lesson", lesson_commands}};

}  // namespace

std::span<const CommandGroup> command_groups() { return groups; }

}  // namespace app::ui
