// What happened inside the host, in the words of the protocol: packets that left and events.
#pragma once

#include <optional>

#include "app/command_line/endpoint_machine.hpp"

namespace app::command_line::endpoint {

// Adds what this turn brought to what happened so far.
void tell(Machine& machine, const engine::HostTurn& turn, Happened& happened);

// The event for a packet that was handed in and neither answered nor taken; none = it was.
std::optional<Json> describe_drop(const engine::HostTurn& turn);

// "SYN_RECEIVED", as the protocol writes it.
std::string state_name(engine::State state);
// The code of the fatal error that this news is; null = it is none.
Json error_code(engine::Signal news);
std::string hex(std::span<const std::uint8_t> bytes);

}  // namespace app::command_line::endpoint
