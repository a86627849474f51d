#include "app/command_line/endpoint_machine.hpp"

#include <algorithm>

#include "app/command_line/endpoint_events.hpp"
#include "engine/base/random.hpp"
#include "engine/host/stack.hpp"
#include "engine/segment/codec.hpp"

namespace app::command_line::endpoint {
namespace {

using engine::Connection;
using engine::ConnId;
using engine::Instant;
using engine::ReceiveBuffer;
using engine::State;

// RFC 6528 wants a secret; here the caller's seed stands for it, so that runs can be repeated.
engine::IsnPolicy isn_policy(const Settings& settings) {
  engine::IsnPolicy policy{.fixed = settings.iss, .secret = {}};
  engine::Random dice(settings.seed);
  for (std::uint8_t& octet : policy.secret) octet = static_cast<std::uint8_t>(dice.next());
  return policy;
}

constexpr std::size_t largest_packet = 65'535;

}  // namespace

Instant tick_at_or_after(Instant t) { return std::chrono::ceil<std::chrono::microseconds>(t); }

Machine::Machine(engine::Ipv4Address address, const Settings& settings) {
  host_.name = "endpoint";
  host_.address = address;
  host_.application.auto_accept = false;
  turn_.host = host_.id;
  configure(settings);
}

void Machine::configure(const Settings& settings) {
  settings_ = settings;
  host_.config = settings.tcp;
  host_.isn = isn_policy(settings);
}

std::optional<Instant> Machine::next_deadline() const {
  if (agenda_.empty()) return std::nullopt;
  return std::max(agenda_.begin()->first, now_);
}

bool Machine::grew(ConnId listener, std::uint32_t acceptable) {
  return std::exchange(acceptable_[listener], acceptable) < acceptable;
}

engine::ByteRef Machine::store(std::span<const std::uint8_t> bytes) {
  return bytes_.store(cursor_, bytes);
}

void Machine::act(std::optional<ConnId> about, const Act& act) {
  const Connection* const record = about ? engine::find(host_, *about) : nullptr;
  // A record takes its unread text along when it ends, but the application may still read it.
  const ReceiveBuffer unread = record != nullptr && sockets_.of(*about) != nullptr
                                   ? record->tcb.receive_buffer
                                   : ReceiveBuffer{};
  begin_turn(turn_, now_, cursor_, next_connection_);
  act(host_, bytes_, turn_);
  cursor_ = turn_.cursor;
  next_connection_ = turn_.next_connection;
  collect(about, unread);
}

void Machine::act_with(const Settings& settings, const Act& what) {
  const Settings usual = settings_;
  configure(settings);
  act(std::nullopt, what);
  configure(usual);
}

void Machine::inject(std::span<const std::uint8_t> packet) {
  forget_bytes_if_unused();
  // Beyond what an IPv4 header can claim nothing is looked at anyway.
  packet = packet.first(std::min(packet.size(), largest_packet));
  const std::optional<ConnId> about = begin_injection(packet);
  act(about, [packet](engine::Host& host, engine::ByteArena& bytes, engine::HostTurn& turn) {
    engine::receive(host, bytes.store(turn.cursor, packet), bytes, turn);
  });
  host_.isn.fixed = settings_.iss;
  if (const auto dropped = describe_drop(turn_)) happened_.events.push_back(*dropped);
}

// Whose packet it is, so that a listener's own choice of numbers holds for its children.
std::optional<ConnId> Machine::begin_injection(std::span<const std::uint8_t> packet) {
  const auto datagram = engine::decode(packet);
  if (!datagram) return std::nullopt;
  const engine::SocketPair seen_from_here{
      .local = {datagram->ip.destination, datagram->segment.dest_port},
      .remote = {datagram->ip.source, datagram->segment.source_port}};
  const std::optional<ConnId> id = engine::demultiplex(host_, seen_from_here);
  const Socket* const socket = id ? sockets_.of(*id) : nullptr;
  if (socket != nullptr && socket->iss) host_.isn.fixed = *socket->iss;
  return id;
}

void Machine::run(Instant until, bool stop_at_send) {
  while (const std::optional<Instant> due = next_deadline()) {
    if (*due > until) break;
    const bool left = !happened_.sent.empty();
    if (stop_at_send && left && *due > now_) return;
    now_ = *due;
    const ConnId id = agenda_.begin()->second;
    const auto timer = engine::earliest(engine::find(host_, id)->tcb.timers)->timer;
    act(id, [id, timer](engine::Host& host, engine::ByteArena& bytes, engine::HostTurn& turn) {
      fire_timer(host, id, timer, bytes, turn);
    });
  }
  if (stop_at_send && !happened_.sent.empty()) return;
  now_ = std::max(now_, until);
}

void Machine::reconfigure(const Json& config) {
  Settings settings = settings_;
  if (!apply(config, settings)) return;
  configure(settings);
  std::vector<ConnId> all;
  for (const Connection& c : host_.connections) all.push_back(c.id);
  for (const ConnId id : all) {
    const Connection* const record = engine::find(host_, id);
    if (record == nullptr) continue;
    Settings own = settings_;
    own.tcp = record->tcb.config;
    if (!apply(config, own)) continue;
    act(id, [id, &own](engine::Host& host, engine::ByteArena& bytes, engine::HostTurn& turn) {
      drive(host, id, engine::ConfigureCall{own.tcp}, bytes, turn);
      settle(host, bytes, turn);
    });
  }
}

void Machine::reconfigure(Socket& socket, const Json& config) {
  const Connection* const record = engine::find(host_, socket.record);
  if (socket.last || record == nullptr) return;
  Settings own = settings_;
  own.tcp = record->tcb.config;
  if (!apply(config, own)) return;
  if (config.contains("iss")) socket.iss = own.iss;
  act(socket.record, [&](engine::Host& host, engine::ByteArena& bytes, engine::HostTurn& turn) {
    drive(host, socket.record, engine::ConfigureCall{own.tcp}, bytes, turn);
    settle(host, bytes, turn);
  });
}

void Machine::collect(std::optional<ConnId> about, const ReceiveBuffer& unread) {
  tell(*this, turn_, happened_);
  for (const ConnId id : turn_.touched) refresh_deadline(id);
  part_from_records(about, unread);
}

// Records that ended in this turn, and those that a new SYN has taken out of TIME-WAIT: they live
// on as a stranger's connection, and the socket that stood for them is through.
void Machine::part_from_records(std::optional<ConnId> about, const ReceiveBuffer& unread) {
  for (const engine::HostFact& fact : turn_.facts) {
    if (const auto* const removed = std::get_if<engine::ConnectionRemoved>(&fact)) {
      refresh_deadline(removed->connection);
      Socket* const socket = sockets_.of(removed->connection);
      const auto gone = std::ranges::find(host_.gone, removed->connection, &Connection::id);
      if (socket == nullptr || gone == host_.gone.end()) continue;
      sockets_.part(*socket, *gone, removed->connection == about ? unread : ReceiveBuffer{});
    } else if (const auto* const changed = std::get_if<engine::StateChanged>(&fact)) {
      if (changed->from != State::time_wait || changed->to != State::syn_received) continue;
      Socket* const socket = sockets_.of(changed->connection);
      if (socket == nullptr) continue;
      Connection last;
      last.tcb.sockets = engine::find(host_, changed->connection)->tcb.sockets;
      sockets_.part(*socket, std::move(last), unread);
    }
  }
}

void Machine::refresh_deadline(ConnId id) {
  if (const auto old = deadlines_.find(id); old != deadlines_.end()) {
    agenda_.erase({old->second, id});
    deadlines_.erase(old);
  }
  const Connection* const record = engine::find(host_, id);
  if (record == nullptr || engine::next_deadline(*record) == engine::never) return;
  const Instant tick = tick_at_or_after(engine::next_deadline(*record));
  deadlines_.emplace(id, tick);
  agenda_.emplace(tick, id);
}

// Packets and text are only ever appended. When nobody refers to them any more, the room is used
// again, so that an endpoint that runs for days stays small.
void Machine::forget_bytes_if_unused() {
  constexpr std::uint64_t plenty = std::uint64_t{1} << 26;
  if (cursor_ < plenty) return;
  const bool used = std::ranges::any_of(host_.connections, [](const Connection& c) {
    return !c.tcb.send_buffer.empty() || c.tcb.receive_buffer.unread() > 0 ||
           c.tcb.receive_buffer.held() > 0;
  });
  if (used || sockets_.anything_unread()) return;
  host_.pattern = {};
  cursor_ = 0;
}

}  // namespace app::command_line::endpoint
