// The operations of the protocol, one function each. Each checks its fields first and acts then, so
// that a refused request has changed nothing.
#pragma once

#include "app/command_line/endpoint_fields.hpp"
#include "app/command_line/endpoint_machine.hpp"

namespace app::command_line::endpoint {

Outcome open_socket(Machine& machine, const Json& request);
Outcome accept_socket(Machine& machine, const Json& request);
Outcome send_text(Machine& machine, const Json& request);
Outcome receive_text(Machine& machine, const Json& request);
Outcome shut_down(Machine& machine, const Json& request);
Outcome close_socket(Machine& machine, const Json& request);
Outcome abort_socket(Machine& machine, const Json& request);

// The socket that a request names.
engine::Result<Socket*> named_socket(Machine& machine, const Json& request);
// The refusal in the protocol's words.
std::unexpected<engine::Error> refuse_call(engine::CallResult result);

// Puts text into the send buffer of a living connection, as much as there is room for.
struct Sending {
  std::span<const std::uint8_t> text;
  bool urgent{};
  bool more{};
  bool ends_record{};
};
struct Sent {
  std::uint32_t taken{};
  engine::CallResult result = engine::CallResult::ok;
};
Sent place(Machine& machine, const Socket& socket, const Sending& sending);

}  // namespace app::command_line::endpoint
