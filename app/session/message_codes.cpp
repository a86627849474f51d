#include "app/session/message_codes.hpp"

#include <algorithm>
#include <array>

namespace app {
namespace {

using Row = MessageCode;

constexpr std::array codes{
    Row{"refused.arrived", "E101"},
    Row{"refused.lost", "E102"},
    Row{"refused.not_sent", "E103"},
    Row{"refused.not_held", "E104"},
    Row{"refused.unknown", "E105"},
    Row{"refused.no_host", "E106"},
    Row{"refused.no_connection", "E107"},
    Row{"refused.host_down", "E108"},
    Row{"refused.no_rule", "E109"},
    Row{"refused.nothing_selected", "E110"},
    Row{"refused.several_in_flight", "E111"},
    Row{"refused.none_in_flight", "E112"},
    Row{"refused.nothing_sent", "E113"},
    Row{"refused.nothing_left", "E114"},
    Row{"refused.nothing_happens", "E115"},
    Row{"refused.nothing_to_undo", "E116"},
    Row{"refused.nothing_to_redo", "E117"},
    Row{"refused.impossible", "E118"},
    Row{"refused.cannot_save", "E119"},
    Row{"refused.exists", "E120"},
    Row{"refused.call.none", "E121"},
    Row{"refused.call.gone", "E122"},
    Row{"refused.call.not_accepted", "E123"},
    Row{"refused.call.no_listener", "E124"},
    Row{"refused.call.port_listens", "E125"},
    Row{"refused.call.no_remote", "E126"},
    Row{"refused.call.to_many", "E127"},
    Row{"refused.call.no_port", "E128"},
    Row{"refused.call.pair_waits", "E129"},
    Row{"refused.call.pair_taken", "E130"},
    Row{"refused.call.listens", "E131"},
    Row{"refused.call.fin", "E132"},
    Row{"refused.call.left", "E133"},
    Row{"refused.read_only", "E134"},
    Row{"refused.last_branch", "E135"},
    Row{"refused.one_branch", "E136"},
    Row{"refused.lesson.answer_first", "E137"},
    Row{"refused.lesson.do_first", "E138"},
    Row{"refused.lesson.next_first", "E139"},
    Row{"refused.lesson.choose_first", "E140"},
    Row{"refused.lesson.finished", "E141"},
    Row{"refused.lesson.no_hands", "E142"},
    Row{"refused.lesson.other_hands", "E143"},
    Row{"refused.nothing_but_held", "E144"},
    Row{"refused.presentation_scale", "E145"},
    Row{"stopped.limit_timer", "E201"},
    Row{"stopped.limit_packets", "E202"},
    Row{"stopped.limit_forged", "E203"},
    Row{"trouble.broken", "E301"},
    Row{"trouble.scenario", "E302"},
    Row{"trouble.not_written", "E303"},
    Row{"trouble.session", "E304"},
    Row{"trouble.newer_session", "E305"},
    Row{"trouble.not_kept", "E306"},
    Row{"trouble.open_read_only", "E307"},
    Row{"trouble.scenario_changed", "E308"},
    Row{"settings_problem.syntax", "E401"},
    Row{"settings_problem.value", "E402"},
    Row{"settings_problem.unknown", "E403"},
    Row{"settings_problem.command", "E404"},
    Row{"settings_problem.command_near", "E405"},
    Row{"settings_problem.chord", "E406"},
    Row{"settings_problem.chord_taken", "E407"},
};

}  // namespace

std::span<const MessageCode> message_codes() { return codes; }

std::string_view code_of(std::string_view key) {
  const auto row = std::ranges::find(codes, key, &Row::key);
  return row == codes.end() ? std::string_view{} : row->code;
}

}  // namespace app
