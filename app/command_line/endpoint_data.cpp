// Bytes between the application and a connection: the operations send and receive.
#include <algorithm>

#include "app/command_line/endpoint_calls.hpp"
#include "app/command_line/endpoint_events.hpp"
#include "engine/host/send_text.hpp"

namespace app::command_line::endpoint {
namespace {

using engine::ByteArena;
using engine::CallResult;
using engine::ConnId;
using engine::Error;
using engine::Host;
using engine::HostTurn;

// Data needs a connection that the application has not left.
std::optional<Error> why_no_data(const Socket& socket) {
  if (socket.left == Left::aborted) return Error{"aborted", "this connection was aborted"};
  if (socket.left == Left::closed) return Error{"closing", "this socket was closed"};
  if (socket.listens) return Error{"not_connected", "a listener has no data"};
  return std::nullopt;
}

// The fatal error of a connection is told once; afterwards it is merely over.
std::optional<std::string> error_to_tell(Socket& socket) {
  if (socket.error_told || !socket.last) return std::nullopt;
  const Json error = error_code(socket.last->tcb.error);
  if (error.is_null()) return std::nullopt;
  socket.error_told = true;
  return error.get<std::string>();
}

Json delivery(const Machine& machine, std::span<const engine::ByteRef> parts) {
  std::string data;
  for (const engine::ByteRef part : parts) data += hex(machine.read(part));
  return {{"data", data}, {"eof", false}};
}

struct Reading {
  std::uint32_t max{};
  bool peek{};
};

// The record is gone; what it had not yet handed over is still there.
Outcome read_what_is_left(Machine& machine, Socket& socket, Reading reading) {
  engine::ReceiveBuffer rest = socket.unread;
  if (rest.unread() > 0) {
    std::vector<engine::ByteRef> parts;
    rest.read(reading.max, parts);
    if (!reading.peek) socket.unread = rest;
    return delivery(machine, parts);
  }
  if (const auto error = error_to_tell(socket)) return refuse(*error, "the connection has failed");
  return Json{{"data", ""}, {"eof", true}};
}

// Looking changes nothing, so TCP is not asked.
std::optional<Json> peek(Machine& machine, const Socket& socket, std::uint32_t max) {
  engine::ReceiveBuffer copy = machine.record(socket.record)->tcb.receive_buffer;
  if (copy.unread() == 0) return std::nullopt;
  std::vector<engine::ByteRef> parts;
  copy.read(max, parts);
  return delivery(machine, parts);
}

}  // namespace

Sent place(Machine& machine, const Socket& socket, const Sending& sending) {
  Sent sent;
  const ConnId id = socket.record;
  machine.act(id, [&](Host& host, ByteArena& bytes, HostTurn& turn) {
    const engine::TextToSend text{.text = sending.text,
                                  .urgent = sending.urgent,
                                  .more = sending.more,
                                  .ends_record = sending.ends_record};
    const engine::Driven driven = engine::send_text(host, id, text, bytes, turn);
    sent = {.taken = driven.taken, .result = driven.result};
    settle(host, bytes, turn);
  });
  return sent;
}

Outcome send_text(Machine& machine, const Json& request) {
  const auto found = named_socket(machine, request);
  if (!found) return std::unexpected(found.error());
  const auto text = bytes_field(request, "data");
  if (!text) return std::unexpected(text.error());
  const auto urgent = flag_field(request, "urgent");
  if (!urgent) return std::unexpected(urgent.error());
  const auto more = flag_field(request, "more");
  if (!more) return std::unexpected(more.error());
  const auto ends_record = flag_field(request, "eor");
  if (!ends_record) return std::unexpected(ends_record.error());
  Socket& socket = **found;
  if (const auto why = why_no_data(socket)) return std::unexpected(*why);
  if (socket.last) {
    if (const auto error = error_to_tell(socket))
      return refuse(*error, "the connection has failed");
    return refuse("closing", "the connection is over");
  }
  if (text->empty()) return Json{{"n", 0}};
  const Sent sent =
      place(machine, socket,
            {.text = *text, .urgent = *urgent, .more = *more, .ends_record = *ends_record});
  if (sent.result != CallResult::ok) return refuse_call(sent.result);
  return Json{{"n", sent.taken}};
}

Outcome receive_text(Machine& machine, const Json& request) {
  const auto found = named_socket(machine, request);
  if (!found) return std::unexpected(found.error());
  const auto max = number_field(request, "max", 0, INT32_MAX);
  if (!max) return std::unexpected(max.error());
  const auto peeks = flag_field(request, "peek");
  if (!peeks) return std::unexpected(peeks.error());
  Socket& socket = **found;
  if (const auto why = why_no_data(socket)) return std::unexpected(*why);
  const Reading reading{static_cast<std::uint32_t>(*max), *peeks};
  if (socket.last) return read_what_is_left(machine, socket, reading);
  if (reading.peek || reading.max == 0)
    if (auto seen = peek(machine, socket, reading.max)) return *std::move(seen);
  CallResult result = CallResult::ok;
  std::vector<engine::ByteRef> parts;
  const ConnId id = socket.record;
  machine.act(id, [&](Host& host, ByteArena& bytes, HostTurn& turn) {
    result = drive(host, id, engine::ReceiveCall{reading.max}, bytes, turn).result;
    parts = turn.reading;
    settle(host, bytes, turn);
  });
  if (result == CallResult::end_of_file) return Json{{"data", ""}, {"eof", true}};
  if (result != CallResult::ok) return refuse_call(result);
  return delivery(machine, parts);
}

}  // namespace app::command_line::endpoint
