#include "app/panels/keys.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "app/panels/lesson_question.hpp"
#include "app/ui/focus_order.hpp"

namespace app::panels {
namespace {

using ui::Command;

// Commands that are one intent, whatever is selected.
std::optional<Intent> plain_intent(Command command, bool repeat) {
  using enum Command;
  switch (command) {
    case play_pause:
      return TogglePlay{};
    case next_segment:
      return StepForward{Grain::segment, repeat};
    case previous_segment:
      return StepBack{Grain::segment};
    case next_event:
      return StepForward{Grain::event, repeat};
    case previous_event:
      return StepBack{Grain::event};
    case next_frame:
      return StepForward{Grain::frame, repeat};
    case previous_frame:
      return StepBack{Grain::frame};
    case next_bookmark:
      return StepForward{Grain::bookmark, repeat};
    case previous_bookmark:
      return StepBack{Grain::bookmark};
    case go_to_start:
      return JumpStart{};
    case go_to_end:
      return JumpEnd{};
    case slower:
      return ChangeFlightTime{-1};
    case faster:
      return ChangeFlightTime{+1};
    case default_speed:
      return ChangeFlightTime{0};
    case cycle_waits:
      return CycleWaits{};
    case true_scale:
      return ToggleSwitch{Switch::true_scale};
    case fork:
      return Fork{};
    case undo:
      return Undo{};
    case redo:
      return Redo{};
    case restart_scenario:
      return Restart{};
    case set_bookmark:
      return SetBookmark{};
    case switch_language:
      return ToggleLanguage{};
    case save_session:
      return SaveSession{};
    case switch_bilingual:
      return ToggleSwitch{Switch::bilingual};
    default:
      return std::nullopt;
  }
}

// Commands of a lesson. Where none is open, the beats of a remote are the moments of segments.
std::optional<Intent> lesson_intent(Command command, const Session& session, bool repeat) {
  using enum Command;
  const bool lesson = session.in_lesson();
  switch (command) {
    case next_beat:
      if (lesson) return Learn{LessonStep::next};
      return StepForward{Grain::segment, repeat};
    case previous_beat:
      if (lesson) return Learn{LessonStep::back};
      return StepBack{Grain::segment};
    case restart_lesson:
      return Learn{LessonStep::restart};
    case lock_answer: {
      const auto question = lesson ? open_question(*session.lesson()) : std::nullopt;
      return Learn{LessonStep::lock, question.value_or(0), {}};
    }
    case answer_1:
    case answer_2:
    case answer_3:
    case answer_4:
    case answer_5:
    case answer_6: {
      const auto place = static_cast<std::uint32_t>(command) - static_cast<std::uint32_t>(answer_1);
      const auto answer = answer_by_key(session, place);
      return answer ? std::optional<Intent>(*answer) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}
constexpr std::array lesson_commands{
    Command::next_beat, Command::previous_beat, Command::restart_lesson, Command::lock_answer,
    Command::answer_1,  Command::answer_2,      Command::answer_3,       Command::answer_4,
    Command::answer_5,  Command::answer_6};

// Commands that show or hide a part of the screen, or all of it.
std::optional<Intent> panel_intent(Command command) {
  using enum Command;
  switch (command) {
    case go_to_time:
      return ShowPanel{Panel::go_to_time, true};
    case search_events:
      return ShowPanel{Panel::event_list, true};
    case help:
      return TogglePanel{Panel::help};
    case settings:
      return TogglePanel{Panel::settings};
    case forge:
      return ShowPanel{Panel::forge, true};
    case attack_bench:
      return TogglePanel{Panel::attack_bench};
    case compare:
      return ToggleCompare{};
    case point_of_view:
      return CyclePointOfView{};
    case open_session:
      return ShowPanel{Panel::open_session, true};
    case toggle_left_pane:
      return TogglePanel{Panel::left_pane};
    case toggle_client:
      return TogglePanel{Panel::client};
    case toggle_server:
      return TogglePanel{Panel::server};
    case toggle_state_diagram:
      return TogglePanel{Panel::state_diagram};
    case toggle_inspector:
    case inspect:
      return TogglePanel{Panel::inspector};
    case toggle_event_list:
      return TogglePanel{Panel::event_list};
    case toggle_glossary:
      return TogglePanel{Panel::glossary};
    case larger_interface:
      return ChangeScale{+1};
    case smaller_interface:
      return ChangeScale{-1};
    case default_interface:
      return ChangeScale{0};
    case enter_presentation:
      return Present{PresentAct::enter};
    case leave_presentation:
      return Present{PresentAct::leave};
    case blank_screen:
      return Present{PresentAct::toggle_blank};
    case full_screen:
      return ToggleFullScreen{};
    default:
      return std::nullopt;
  }
}

// Commands that act on one packet.
std::optional<Intent> packet_intent(Command command, const Session& session,
                                    engine::PacketId packet) {
  using enum Command;
  switch (command) {
    case drop:
      return DropPacket{packet};
    case duplicate:
      return DuplicatePacket{packet};
    case deliver_now:
      return DeliverPacket{packet};
    case hold: {
      const engine::Packet* found = find(session.world().wire, packet);
      if (found && found->held_since) return ReleasePacket{packet};
      return HoldPacket{packet};
    }
    default:
      return std::nullopt;
  }
}

constexpr std::array packet_commands{Command::drop,        Command::delay,    Command::duplicate,
                                     Command::edit,        Command::inspect,  Command::hold,
                                     Command::deliver_now, Command::open_menu};

// Over a menu or dialog only few keys mean something: what changes how everything looks, the key
// that opened it, and over the menu of a segment the keys that the menu shows.
bool acts_over_popup(const Frame& frame, Command command) {
  const Settings& settings = frame.session.settings();
  switch (command) {
    case Command::switch_language:
    case Command::switch_bilingual:
    case Command::larger_interface:
    case Command::smaller_interface:
    case Command::default_interface:
      return true;
    case Command::help:
      return settings.is_shown(Panel::help);
    case Command::settings:
      return settings.is_shown(Panel::settings);
    case Command::toggle_glossary:
      return settings.is_shown(Panel::glossary);
    default:
      return frame.session.menu() &&
             std::ranges::find(packet_commands, command) != packet_commands.end();
  }
}

// Tab (ux 5.2, 13): segments in flight, ladder rows, then the controls panel by panel, and round.
// The segments are walked by selecting them, the controls by the focus.
void walk_focus(const Frame& frame, int direction) {
  ui::Ui& ui = frame.ui;
  const auto controls = ui::focus_order(ui.registry().widgets(), frame.layout, "main");
  const std::vector<engine::PacketId> packets = frame.session.packets_to_walk();
  const auto count = static_cast<std::ptrdiff_t>(packets.size());
  std::ptrdiff_t next = direction > 0 ? 0 : count - 1;
  if (!ui.focus().empty()) {
    const std::string to = ui::next_in(controls, ui.focus(), direction);
    ui.set_focus(to);
    if (!to.empty()) return;
  } else if (const auto selected = frame.session.selection().packet) {
    const auto found = std::ranges::find(packets, *selected) - packets.begin();
    if (found != count) next = found + direction;
  } else if (direction < 0) {
    next = -1;
  }
  if (next >= 0 && next < count)
    frame.wish(Select{packets[static_cast<std::size_t>(next)]});
  else
    ui.set_focus(ui::next_in(controls, "", direction));
}

// Escape closes the topmost thing, else the large diagram, else lets go of the selection, else
// pauses.
void escape(const Frame& frame) {
  if (frame.ui.take_escape()) return;
  if (frame.session.settings().is_shown(Panel::state_diagram))
    return frame.wish(ShowPanel{Panel::state_diagram, false});
  frame.wish(frame.session.selection().packet ? Intent{Deselect{}} : Intent{Pause{}});
}

// Behind a black screen nothing happens unseen: what comes first is the picture.
bool lifts_the_blank(const Frame& frame, Command command) {
  const auto& presenting = frame.session.presenting();
  if (!presenting || !presenting->blank || command == Command::leave_presentation) return false;
  frame.wish(Present{PresentAct::toggle_blank});
  return true;
}

// A lesson in front of a class: a remote goes through captions and beats, questions included; the
// numbers of the options reveal what is right.
bool leads_the_class(const Frame& frame, Command command, KeyWishes& wishes) {
  if (!frame.session.presenting() || !frame.session.in_lesson()) return false;
  using enum Command;
  const bool next = command == next_beat || command == lock_answer ||
                    (command >= answer_1 && command <= answer_6);
  if (!next && command != previous_beat) return false;
  wishes.lecture = next ? 1 : -1;
  return true;
}

void obey_command(const Frame& frame, Command command, bool repeat, KeyWishes& wishes) {
  if (lifts_the_blank(frame, command)) return;
  if (command == Command::escape) return escape(frame);
  if (frame.ui.popup_open() && !acts_over_popup(frame, command)) return;
  if (leads_the_class(frame, command, wishes)) return;
  if (command == Command::next_focus) return walk_focus(frame, +1);
  if (command == Command::previous_focus) return walk_focus(frame, -1);
  const auto subject = frame.session.subject();
  wishes.copy |= command == Command::copy;
  if (command == Command::inspect && subject) {
    frame.wish(Select{*subject});
    frame.wish(ShowPanel{Panel::inspector, true});
  } else if (auto intent = plain_intent(command, repeat)) {
    frame.wish(*std::move(intent));
  } else if (auto learn = lesson_intent(command, frame.session, repeat)) {
    frame.wish(*std::move(learn));
  } else if (auto panel = panel_intent(command)) {
    frame.wish(*std::move(panel));
    wishes.search |= command == Command::search_events;
  } else if (subject) {
    if (auto act = packet_intent(command, frame.session, *subject)) frame.wish(*std::move(act));
    wishes.delay |= command == Command::delay;
    wishes.edit |= command == Command::edit;
    wishes.menu |= command == Command::open_menu;
  } else if (std::ranges::find(packet_commands, command) != packet_commands.end()) {
    frame.wish(AskForSegment{});
  }
}

bool does_something(Command command) {
  constexpr std::array others{Command::escape, Command::next_focus, Command::previous_focus,
                              Command::area_help, Command::copy};
  return plain_intent(command, false) || panel_intent(command) ||
         std::ranges::find(packet_commands, command) != packet_commands.end() ||
         std::ranges::find(lesson_commands, command) != lesson_commands.end() ||
         std::ranges::find(others, command) != others.end();
}

}  // namespace

KeyWishes keys_to_intents(const Frame& frame) {
  KeyWishes wishes;
  const ui::KeyMode mode = frame.ui.mode() == ui::ScreenMode::presentation
                               ? ui::KeyMode::presentation
                               : ui::KeyMode::normal;
  const std::vector<platform::KeyPress> presses = frame.ui.keys();
  for (const platform::KeyPress& press : presses) {
    // While presenting Escape plays and pauses, but over a menu it closes that first.
    const bool closes = mode == ui::KeyMode::presentation && press.key == platform::Key::escape;
    if (closes && press.down && frame.ui.popup_open() && frame.ui.take_escape()) continue;
    if (const auto command = frame.ui.key_map().find(press, mode, frame.ui.typing()))
      obey_command(frame, *command, press.repeat, wishes);
  }
  return wishes;
}

std::vector<Command> effective_commands(const ui::CommandGroup& group) {
  std::vector<Command> commands;
  std::ranges::copy_if(group.commands, std::back_inserter(commands), does_something);
  return commands;
}

std::string name_for(const ui::Ui& ui, Command command) {
  return ui.say("shortcut." + std::string(ui::name_of(command)));
}

std::string chord_for(const ui::Ui& ui, const Intent& intent) {
  const auto* shows = std::get_if<ShowPanel>(&intent);
  const Intent same = shows && shows->shown ? Intent{TogglePanel{shows->panel}} : intent;
  for (const Command command : ui::all_commands()) {
    const auto plain = plain_intent(command, false);
    const auto panel = plain ? plain : panel_intent(command);
    if (panel && (*panel == intent || *panel == same)) return ui.chord(command);
  }
  return {};
}

}  // namespace app::panels
