#include "app/session/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/session/session.hpp"
#include "engine/export/session_deeds.hpp"
#include "engine/export/session_replay.hpp"

namespace app {
namespace {

constexpr std::string_view first_line = "SynScope report\n", before_session = "\nsession:\n";

// In the order of Intent.
constexpr auto intent_names = std::to_array<std::string_view>({"play",
                                                               "pause",
                                                               "toggle_play",
                                                               "step_forward",
                                                               "step_back",
                                                               "seek_to",
                                                               "seek_step",
                                                               "jump_start",
                                                               "jump_end",
                                                               "run_until",
                                                               "stop_run",
                                                               "set_flight_time",
                                                               "change_flight_time",
                                                               "set_waits",
                                                               "cycle_waits",
                                                               "do",
                                                               "drop_packet",
                                                               "delay_packet",
                                                               "hold_packet",
                                                               "release_packet",
                                                               "duplicate_packet",
                                                               "edit_packet",
                                                               "deliver_packet",
                                                               "do_at",
                                                               "undo",
                                                               "redo",
                                                               "fork",
                                                               "select_branch",
                                                               "name_branch",
                                                               "delete_branch",
                                                               "compare",
                                                               "toggle_compare",
                                                               "set_bookmark",
                                                               "select",
                                                               "cycle_selection",
                                                               "deselect",
                                                               "ask_for_segment",
                                                               "hover",
                                                               "press_wire",
                                                               "release_wire",
                                                               "open_menu",
                                                               "close_menu",
                                                               "freeze",
                                                               "unfreeze",
                                                               "show_panel",
                                                               "toggle_panel",
                                                               "reset_layout",
                                                               "move_splitter",
                                                               "set_language",
                                                               "toggle_language",
                                                               "set_theme",
                                                               "set_scale",
                                                               "change_scale",
                                                               "set_monitor",
                                                               "set_keys",
                                                               "set_switch",
                                                               "toggle_switch",
                                                               "set_point_of_view",
                                                               "cycle_point_of_view",
                                                               "show_hint",
                                                               "dismiss_toast",
                                                               "take_offer",
                                                               "learn",
                                                               "present",
                                                               "toggle_full_screen",
                                                               "open_scenario",
                                                               "restart",
                                                               "open_session",
                                                               "save_session",
                                                               "load_settings",
                                                               "save_settings"});
static_assert(intent_names.size() == std::variant_size_v<Intent>);

// The numbers that matter to do it again.
struct Details {
  std::vector<std::string> hosts;

  std::string operator()(const DropPacket& i) const { return packet(i.packet); }
  std::string operator()(const DelayPacket& i) const {
    return packet(i.packet) + fmt::format(" by={}ns", i.by.count());
  }
  std::string operator()(const HoldPacket& i) const { return packet(i.packet); }
  std::string operator()(const ReleasePacket& i) const { return packet(i.packet); }
  std::string operator()(const DuplicatePacket& i) const {
    return packet(i.packet) + fmt::format(" gap={}ns", i.gap.count());
  }
  std::string operator()(const EditPacket& i) const {
    std::string text = packet(i.packet);
    for (const engine::FieldEdit& edit : i.edits)
      text += fmt::format(" {}={}", engine::name(edit.field), edit.value);
    return text + (i.keep_checksum ? " keep_checksum" : "");
  }
  std::string operator()(const DeliverPacket& i) const { return packet(i.packet); }
  std::string operator()(const SeekTo& i) const {
    return fmt::format(" at={}ns", i.at.time_since_epoch().count());
  }
  std::string operator()(const SeekStep& i) const {
    return fmt::format(" steps={} facts={}", i.steps, i.facts);
  }
  std::string operator()(const Do& i) const { return command(i.command); }
  std::string operator()(const DoAt& i) const {
    return fmt::format(" at={}ns", i.at.time_since_epoch().count()) + command(i.command);
  }
  std::string operator()(const SelectBranch& i) const {
    return fmt::format(" {}", branch_letter(i.branch));
  }
  std::string operator()(const NameBranch& i) const {
    return fmt::format(" {} name={}", branch_letter(i.branch), i.name);
  }
  std::string operator()(const DeleteBranch& i) const {
    return fmt::format(" {} deleted={}", branch_letter(i.branch), i.deleted);
  }
  std::string operator()(const Learn& i) const {
    std::string text = fmt::format(" step={} number={}", static_cast<int>(i.step), i.number);
    for (const std::uint32_t pick : i.answer.picks) text += fmt::format(" pick={}", pick);
    for (const std::string& typed : i.answer.typed) text += fmt::format(" typed={}", typed);
    return text;
  }
  std::string operator()(const OpenScenario& i) const { return fmt::format(" {}", i.path); }
  std::string operator()(const OpenSession& i) const { return fmt::format(" {}", i.path); }
  std::string operator()(const auto&) const { return {}; }

  static std::string packet(engine::PacketId id) { return fmt::format(" packet={}", id.value); }
  // As a session file writes it, so that it can be done again.
  std::string command(const engine::Command& c) const { return ' ' + engine::deed_text(c, hosts); }
};

template <class... These>
struct IsOneOf {
  template <class T>
  bool operator()(const T&) const {
    return (std::is_same_v<T, These> || ...);
  }
};

}  // namespace

std::string_view name(const Intent& intent) { return intent_names[intent.index()]; }

bool changes_the_experiment(const Intent& intent) {
  return std::visit(
      IsOneOf<Play, TogglePlay, StepForward, RunUntil, Do, DropPacket, DelayPacket, HoldPacket,
              ReleasePacket, DuplicatePacket, EditPacket, DeliverPacket, DoAt, Undo, Redo, Fork,
              SelectBranch, NameBranch, DeleteBranch, Learn>{},
      intent);
}

bool changes_what_is_saved(const Intent& intent) {
  return std::visit(IsOneOf<Do, DropPacket, DelayPacket, HoldPacket, ReleasePacket, DuplicatePacket,
                            EditPacket, DeliverPacket, DoAt, Undo, Redo, Fork, NameBranch,
                            DeleteBranch, SetBookmark, SaveSession>{},
                    intent);
}

std::string report_text(const Session& session) {
  const Breakdown& broken = *session.breakdown();
  std::string text = fmt::format(
      "{}scenario: {}\nbroken: {}\nstep: {} of branch {}\nvirtual time: {} ns\n"
      "intents, each at branch/steps/facts/time:\n",
      first_line, session.title(), broken.condition, broken.step, branch_letter(session.branch()),
      broken.at.time_since_epoch().count());
  const Details details{engine::host_names(session.timeline().edge())};
  for (const LogEntry& entry : session.log())
    text += fmt::format("  {}/{}/{}/{}ns {}{}\n", branch_letter(entry.branch), entry.at.steps,
                        entry.at.facts, entry.at.at.time_since_epoch().count(), name(entry.intent),
                        std::visit(details, entry.intent));
  // What was done before it broke opens as a session and comes to the same step.
  if (const auto saved = session.saved()) text += std::string(before_session.substr(1)) + *saved;
  return text;
}

std::string session_in(std::string text) {
  const std::size_t at = text.starts_with(first_line) ? text.find(before_session) : text.npos;
  if (at == text.npos) return text;
  const std::size_t begin = at + before_session.size();
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto lines = std::count(text.begin(), end, '\n');
  return text.replace(0, begin, static_cast<std::size_t>(lines), '\n');
}

}  // namespace app
