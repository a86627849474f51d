#include "engine/host/program.hpp"

#include <algorithm>
#include <limits>

#include "engine/host/linger.hpp"
#include "engine/host/listener.hpp"
#include "engine/host/stack.hpp"
#include "engine/tcp/fast_open.hpp"
#include "engine/tcp/user_calls.hpp"

namespace engine {
namespace {

constexpr std::uint32_t everything = std::numeric_limits<std::uint32_t>::max();

// A connection under its program's hands. Looked up anew after every call: a call may move it.
struct Hands {
  Host& host;
  ConnId id;
  ByteArena& bytes;
  HostTurn& turn;

  Connection& connection() const { return host.connections.edit(id); }
  const Tcb& tcb() const { return connection().tcb; }

  Called make(const Call& call) const {
    return call_unsettled(host, id, call, bytes, turn).value_or(Called{});
  }

  // The peer has finished and everything it sent has been read.
  bool at_end() const { return tcb().rcv.fin && tcb().receive_buffer.unread() == 0; }

  // Reads what is there, at most `max`; what was read is in turn.reading.
  std::uint32_t read(std::uint32_t max) const {
    turn.reading.clear();
    const std::uint32_t there = tcb().receive_buffer.unread();
    return there == 0 || max == 0 ? 0 : make(Read{std::min(there, max)}).bytes;
  }

  std::uint32_t room() const { return room_to_send(tcb()); }

  void operator()(const Manual&) const {}

  void operator()(const Sink& sink) const {
    const bool close = sink.close_at_end;
    read(everything);
    if (close && at_end()) make(Close{});
  }

  // Reads no more than it can write back at once, so that nothing waits in between.
  void operator()(const Echo&) const {
    read(room());
    const std::vector<ByteRef> heard = turn.reading;
    for (const ByteRef part : heard) write_back(part);
    if (at_end()) make(Close{});
  }

  void write_back(ByteRef part) const {
    const std::size_t said_at = turn.facts.size();
    const auto kind = static_cast<std::uint8_t>(Call{SendText{}}.index());
    turn.facts.push_back(CallMade{.host = host.id, .connection = id, .call = kind});
    const SendCall event{.bytes = part, .urgent = false, .iss = {}};
    const Driven driven = drive(host, id, event, bytes, turn);
    connection().application.bytes_written += driven.taken;
    auto& said = std::get<CallMade>(turn.facts[said_at]);
    said.result = driven.result;
    said.bytes = driven.taken;
  }

  // Writes while there is room; reads and forgets what comes back; half-closes when done.
  void operator()(const Source& source) const {
    const std::uint64_t left = source.bytes - std::min(source.sent, source.bytes);
    const bool close_after = source.close_after;
    std::uint64_t sent = 0;
    const bool open = !tcb().snd.fin_queued;
    const auto wanted = static_cast<std::uint32_t>(std::min<std::uint64_t>({left, room()}));
    if (open && wanted > 0) sent = make(SendBulk{wanted}).bytes;
    if (auto* const now = std::get_if<Source>(&connection().application.program)) now->sent += sent;
    if (open && close_after && sent == left) make(Shutdown{});
    read(everything);
    if (at_end() && tcb().snd.fin_queued) make(Close{});
  }

  void operator()(const SlowReader& reader) const {
    const Instant next = turn.now + reader.every;
    auto& program = std::get<SlowReader>(connection().application.program);
    if (program.next == never && !at_end()) {
      program.next = next;
      turn.touched.push_back(id);
    }
    if (at_end()) stop_reading();
  }

  void stop_reading() const {
    if (auto* const reader = std::get_if<SlowReader>(&connection().application.program))
      reader->next = never;
    make(Close{});
  }

  void operator()(const CloseFirst&) const {
    if (read(everything) > 0 || at_end()) make(Close{});
  }
};

// A program acts on a connection that is its own, is open and has not been left.
bool may_act(const Connection& c) {
  return c.accepted && is_usable(c.tcb) && !c.tcb.application_left;
}

void let_act(Host& host, ConnId id, ByteArena& bytes, HostTurn& turn) {
  if (!may_act(*host.connections.find(id))) return;
  const Program program = host.connections.find(id)->application.program;
  std::visit(Hands{host, id, bytes, turn}, program);
}

void read_slowly(const Hands& hands) {
  auto& reader = std::get<SlowReader>(hands.connection().application.program);
  const std::uint32_t amount = reader.bytes;
  reader.next = hands.turn.now + reader.every;
  if (!may_act(hands.connection())) {
    reader.next = never;
    return;
  }
  hands.read(amount);
  if (hands.at_end()) hands.stop_reading();
}

bool accepts_at_once(const Host& host, const Connection& c) {
  if (!c.parent || c.accepted || !is_usable(c.tcb)) return false;
  const Connection* const listener = host.connections.find(*c.parent);
  return listener != nullptr && listener->application.auto_accept;
}

}  // namespace

void react(Host& host, HostTurn::News news, ByteArena& bytes, HostTurn& turn) {
  if (accepts_at_once(host, *host.connections.find(news.connection))) {
    hand_over(host, news.connection, turn);
    const auto accept = static_cast<std::uint8_t>(Call{Accept{}}.index());
    turn.tell(CallMade{
        .host = host.id, .connection = news.connection, .call = accept, .result = CallResult::ok});
  }
  let_act(host, news.connection, bytes, turn);
}

void program_wakes(Host& host, ConnId id, ByteArena& bytes, HostTurn& turn) {
  const Hands hands{host, id, bytes, turn};
  if (hands.connection().linger_until <= turn.now) end_linger(hands.connection(), turn);
  const auto* const reader = std::get_if<SlowReader>(&hands.connection().application.program);
  if (reader != nullptr && reader->next <= turn.now) read_slowly(hands);
  turn.touched.push_back(id);
  settle(host, bytes, turn);
}

Instant wakes_at(const Connection& connection) {
  const auto* const reader = std::get_if<SlowReader>(&connection.application.program);
  return std::min(reader == nullptr ? never : reader->next, connection.linger_until);
}

}  // namespace engine
