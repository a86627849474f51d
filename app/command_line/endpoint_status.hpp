// What `status` and `list` say about a socket.
#pragma once

#include "app/command_line/endpoint_machine.hpp"

namespace app::command_line::endpoint {

// Fields for a reply.
Json describe_socket(const Machine& machine, const Socket& socket);
// Every living record, those without a number too.
Json list_sockets(Machine& machine);

}  // namespace app::command_line::endpoint
