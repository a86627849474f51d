#include "app/command_line/endpoint_calls.hpp"

#include <fmt/format.h>

#include "app/command_line/endpoint_events.hpp"
#include "engine/base/invariant.hpp"
#include "engine/host/stack.hpp"

namespace app::command_line::endpoint {
namespace {

using engine::ByteArena;
using engine::CallResult;
using engine::ConnId;
using engine::Host;
using engine::HostTurn;

std::string_view code(CallResult result) {
  switch (result) {
    case CallResult::ok:
      return "";
    case CallResult::already_exists:
      return "in_use";
    case CallResult::does_not_exist:
      return "not_connected";
    case CallResult::closing:
    case CallResult::end_of_file:
      return "closing";
    case CallResult::remote_unspecified:
    case CallResult::invalid:
      return "invalid";
    case CallResult::unreachable:
      return "unreachable";
    case CallResult::would_block:
      return "would_block";
    case CallResult::reset:
      return "reset";
    case CallResult::refused:
      return "refused";
    case CallResult::timed_out:
      return "timed_out";
    case CallResult::no_resources:
      return "no_buffers";
  }
  engine::unreachable("CallResult");
}

const engine::CallMade& call_made(const HostTurn& turn) {
  for (const engine::HostFact& fact : turn.facts)
    if (const auto* const made = std::get_if<engine::CallMade>(&fact)) return *made;
  engine::unreachable("a call that says nothing");
}

// ---- open

struct Opening {
  Settings settings;
  std::vector<std::string> ignored{};
  engine::Call call{};
  bool listens{};
};

engine::Result<Opening> passive_opening(const Json& request, Opening opening) {
  const auto port = number_field(request, "local_port", 1, 65'535);
  if (!port) return std::unexpected(port.error());
  const auto backlog = number_field(request, "backlog", 0, 1'000'000);
  if (!backlog) return std::unexpected(backlog.error());
  opening.listens = true;
  opening.call = engine::Listen{.port = static_cast<std::uint16_t>(*port),
                                .backlog = static_cast<std::uint32_t>(std::max<std::int64_t>(
                                    *backlog, 1))};  // as everywhere: nobody means none at all
  return opening;
}

engine::Result<Opening> active_opening(const Json& request, Opening opening) {
  const auto remote = text_field(request, "remote");
  if (!remote) return std::unexpected(remote.error());
  const auto socket = parse_socket(*remote);
  if (!socket) return refuse("bad_field", "\"remote\" must be \"a.b.c.d:port\"");
  const engine::Ipv4Address address = socket->address;
  const bool alone = !is_unspecified(address) && !is_multicast(address) && !is_broadcast(address);
  if (!alone || socket->port == 0)  // MUST-46
    return refuse("invalid", "nobody can be connected to there");
  const auto port = number_field_or(request, "local_port", 0, 65'535, 0);
  if (!port) return std::unexpected(port.error());
  std::vector<std::uint8_t> text;
  if (request.contains("data")) {
    const auto data = bytes_field(request, "data");
    if (!data) return std::unexpected(data.error());
    text = *data;
  }
  opening.call = engine::Connect{.remote = *socket,
                                 .local_port = static_cast<std::uint16_t>(*port),
                                 .text = {text.begin(), text.end()}};
  return opening;
}

engine::Result<Opening> read_opening(const Machine& machine, const Json& request) {
  Opening opening{.settings = machine.settings()};
  const auto mode = text_field(request, "mode");
  if (!mode) return std::unexpected(mode.error());
  const auto config = config_field(request);
  if (!config) return std::unexpected(config.error());
  const auto ignored = apply(*config, opening.settings);
  if (!ignored) return std::unexpected(ignored.error());
  opening.ignored = *ignored;
  if (*mode == "passive") return passive_opening(request, std::move(opening));
  if (*mode == "active") return active_opening(request, std::move(opening));
  return refuse("bad_field", "\"mode\" must be \"passive\" or \"active\"");
}

// ---- shutdown

std::optional<engine::ShutdownHow> shutdown_how(std::string_view word) {
  if (word == "r" || word == "rd") return engine::ShutdownHow::read;
  if (word == "w" || word == "wr") return engine::ShutdownHow::write;
  if (word == "rw" || word == "rdwr") return engine::ShutdownHow::both;
  return std::nullopt;
}

}  // namespace

std::unexpected<engine::Error> refuse_call(CallResult result) {
  return refuse(std::string(code(result)), std::string(name(result)));
}

engine::Result<Socket*> named_socket(Machine& machine, const Json& request) {
  const auto number = number_field(request, "sock", INT64_MIN, INT64_MAX);
  if (!number) return std::unexpected(number.error());
  Socket* const socket =
      *number < 0 ? nullptr : machine.sockets().find(static_cast<std::uint64_t>(*number));
  if (socket == nullptr)
    return refuse("no_such_sock", fmt::format("there is no socket {}", *number));
  return socket;
}

Outcome open_socket(Machine& machine, const Json& request) {
  const auto opening = read_opening(machine, request);
  if (!opening) return std::unexpected(opening.error());
  CallResult result = CallResult::ok;
  Socket* socket = nullptr;
  machine.act_with(opening->settings, [&](Host& host, ByteArena& bytes, HostTurn& turn) {
    const bool done = engine::call(host, std::nullopt, opening->call, bytes, turn);
    result = call_made(turn).result;
    if (done) socket = &machine.sockets().add(*call_made(turn).connection, opening->listens);
  });
  if (socket == nullptr) return refuse_call(result);
  const bool own_iss = opening->settings.iss != machine.settings().iss;
  if (opening->listens && own_iss) socket->iss = opening->settings.iss;
  return Json{{"sock", socket->number}, {"ignored", opening->ignored}};
}

Outcome accept_socket(Machine& machine, const Json& request) {
  const auto listener = named_socket(machine, request);
  if (!listener) return std::unexpected(listener.error());
  if (!(*listener)->listens) return refuse("invalid", "only a listener can accept");
  if ((*listener)->last) return refuse("invalid", "this listener is closed");
  CallResult result = CallResult::ok;
  Socket* socket = nullptr;
  const ConnId id = (*listener)->record;
  machine.act(id, [&](Host& host, ByteArena& bytes, HostTurn& turn) {
    const bool done = engine::call(host, id, engine::Accept{}, bytes, turn);
    result = call_made(turn).result;
    if (done && result == CallResult::ok)
      socket = &machine.sockets().add(*call_made(turn).connection, false);
  });
  if (socket == nullptr) return refuse_call(result);
  const auto* const record = machine.record(socket->record);
  return Json{{"sock", socket->number}, {"remote", to_string(record->tcb.sockets.remote)}};
}

Outcome shut_down(Machine& machine, const Json& request) {
  const auto socket = named_socket(machine, request);
  if (!socket) return std::unexpected(socket.error());
  const auto how = text_field(request, "how");
  if (!how) return std::unexpected(how.error());
  const auto meant = shutdown_how(*how);
  if (!meant) return refuse("bad_field", "\"how\" must be \"r\", \"w\" or \"rw\"");
  if ((*socket)->left != Left::no) return refuse("closing", "this socket was closed");
  if ((*socket)->last || (*socket)->listens)
    return refuse("not_connected", "there is no connection to shut down");
  const ConnId id = (*socket)->record;
  machine.act(id, [&](Host& host, ByteArena& bytes, HostTurn& turn) {
    drive(host, id, engine::ShutdownCall{*meant}, bytes, turn);
    settle(host, bytes, turn);
  });
  return Json::object();
}

Outcome close_socket(Machine& machine, const Json& request) {
  const auto found = named_socket(machine, request);
  if (!found) return std::unexpected(found.error());
  Socket& socket = **found;
  if (socket.left != Left::no) return refuse("closing", "this socket was closed already");
  socket.left = Left::closed;
  socket.unread = {};
  if (socket.last) return Json::object();
  machine.act(socket.record, [&](Host& host, ByteArena& bytes, HostTurn& turn) {
    static_cast<void>(engine::call(host, socket.record, engine::Close{}, bytes, turn));
  });
  return Json::object();
}

Outcome abort_socket(Machine& machine, const Json& request) {
  const auto found = named_socket(machine, request);
  if (!found) return std::unexpected(found.error());
  Socket& socket = **found;
  if (socket.left == Left::aborted) return refuse("closing", "this socket was aborted already");
  socket.left = Left::aborted;
  socket.unread = {};
  if (socket.last) return Json::object();
  const engine::Call what =
      socket.listens ? engine::Call(engine::Close{}) : engine::Call(engine::Abort{});
  machine.act(socket.record, [&](Host& host, ByteArena& bytes, HostTurn& turn) {
    static_cast<void>(engine::call(host, socket.record, what, bytes, turn));
  });
  return Json::object();
}

}  // namespace app::command_line::endpoint
