#include "app/session/report.hpp"

#include <fmt/format.h>

#include <array>

#include "app/session/session.hpp"

namespace app {
namespace {

// In the order of Intent.
constexpr auto names = std::to_array<std::string_view>({"play",
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
                                                        "open_scenario",
                                                        "restart",
                                                        "open_session",
                                                        "save_session",
                                                        "load_settings",
                                                        "save_settings"});
static_assert(names.size() == std::variant_size_v<Intent>);

// The numbers that matter to do it again.
struct Details {
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
  std::string operator()(const OpenScenario& i) const { return fmt::format(" {}", i.path); }
  std::string operator()(const OpenSession& i) const { return fmt::format(" {}", i.path); }
  std::string operator()(const auto&) const { return {}; }

  static std::string packet(engine::PacketId id) { return fmt::format(" packet={}", id.value); }
  static std::string command(const engine::Command& c) {
    std::string text = fmt::format(" command={}", c.index());
    if (const auto* call = std::get_if<engine::DoCall>(&c))
      text += fmt::format(" host={} call={}", call->host.value, call->call.index());
    if (const auto* on = std::get_if<engine::OnPacket>(&c))
      text += packet(on->packet) + fmt::format(" action={}", on->action.index());
    return text;
  }
};

struct ChangesTheExperiment {
  template <class T>
  static constexpr bool any_of() {
    return false;
  }
  template <class T, class First, class... Rest>
  static constexpr bool any_of() {
    return std::is_same_v<T, First> || any_of<T, Rest...>();
  }
  template <class T>
  bool operator()(const T&) const {
    return any_of<T, Play, TogglePlay, StepForward, RunUntil, Do, DropPacket, DelayPacket,
                  HoldPacket, ReleasePacket, DuplicatePacket, EditPacket, DeliverPacket, DoAt, Undo,
                  Redo, Fork, SelectBranch>();
  }
};

}  // namespace

std::string_view name(const Intent& intent) { return names[intent.index()]; }

bool changes_the_experiment(const Intent& intent) {
  return std::visit(ChangesTheExperiment{}, intent);
}

std::string report_text(const Session& session) {
  const Breakdown& broken = *session.breakdown();
  std::string text = fmt::format(
      "SynScope report\nscenario: {}\nbroken: {}\nstep: {} of branch {}\nvirtual time: {} ns\n"
      "intents, each at branch/steps/facts/time:\n",
      session.title(), broken.condition, broken.step, branch_letter(session.branch()),
      broken.at.time_since_epoch().count());
  for (const LogEntry& entry : session.log())
    text += fmt::format("  {}/{}/{}/{}ns {}{}\n", branch_letter(entry.branch), entry.at.steps,
                        entry.at.facts, entry.at.at.time_since_epoch().count(), name(entry.intent),
                        std::visit(Details{}, entry.intent));
  // What was done before it broke opens as a session and comes to the same step.
  if (const auto saved = session.saved()) text += "session:\n" + *saved;
  return text;
}

}  // namespace app
