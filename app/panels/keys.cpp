#include "app/panels/keys.hpp"

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
    case next_beat:
      return StepForward{Grain::segment, repeat};
    case previous_segment:
    case previous_beat:
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
    case next_focus:
      return CycleSelection{+1};
    case previous_focus:
      return CycleSelection{-1};
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
    default:
      return std::nullopt;
  }
}

// Commands that show or hide a part of the screen.
std::optional<Intent> panel_intent(Command command) {
  using enum Command;
  switch (command) {
    case go_to_time:
      return ShowPanel{Panel::go_to_time, true};
    case search_events:
      return ShowPanel{Panel::event_list, true};
    case help:
      return TogglePanel{Panel::help};
    case toggle_left_pane:
      return TogglePanel{Panel::left_pane};
    case toggle_state_diagram:
      return TogglePanel{Panel::state_diagram};
    case toggle_inspector:
    case inspect:
      return TogglePanel{Panel::inspector};
    case toggle_event_list:
      return TogglePanel{Panel::event_list};
    case larger_interface:
      return ChangeScale{+1};
    case smaller_interface:
      return ChangeScale{-1};
    case default_interface:
      return ChangeScale{0};
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

}  // namespace

KeyWishes keys_to_intents(const Frame& frame, const ui::KeyMap& keys) {
  KeyWishes wishes;
  for (const platform::KeyPress& press : frame.ui.keys()) {
    const auto command = keys.find(press, ui::KeyMode::normal, frame.ui.typing());
    if (!command) continue;
    if (*command == Command::escape) {
      if (!frame.ui.take_escape())
        frame.wish(frame.session.selection().packet ? Intent{Deselect{}} : Intent{Pause{}});
      continue;
    }
    const auto subject = frame.session.subject();
    if (*command == Command::inspect && subject) {
      frame.wish(Select{*subject});
      frame.wish(ShowPanel{Panel::inspector, true});
    } else if (auto intent = plain_intent(*command, press.repeat)) {
      frame.wish(*std::move(intent));
    } else if (auto panel = panel_intent(*command)) {
      frame.wish(*std::move(panel));
    } else if (subject) {
      if (auto act = packet_intent(*command, frame.session, *subject)) frame.wish(*std::move(act));
      wishes.delay |= *command == Command::delay;
      wishes.edit |= *command == Command::edit;
      wishes.menu |= *command == Command::open_menu;
    }
  }
  return wishes;
}

}  // namespace app::panels
