// The calls that the screen offers (requirements C.7), on the record they mean. RFC 9293 3.10.1-5.
#include <algorithm>
#include <span>

#include "engine/host/fast_open.hpp"
#include "engine/host/isn.hpp"
#include "engine/host/linger.hpp"
#include "engine/host/listener.hpp"
#include "engine/host/pattern.hpp"
#include "engine/host/ports.hpp"
#include "engine/host/program.hpp"
#include "engine/host/send_text.hpp"
#include "engine/host/stack.hpp"
#include "engine/tcp/user_calls.hpp"

namespace engine {
namespace {

struct Answer {
  CallResult result = CallResult::ok;
  std::uint32_t bytes{};
  std::optional<ConnId> record{};  // that the call was made on
  bool refused{};                  // there was nothing to call on: nothing has changed
};

std::span<const std::uint8_t> octets(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Answer refusal(CallResult why) { return {.result = why, .refused = true}; }

CallResult nothing_to_call_on(const Host& host, std::optional<ConnId> id) {
  for (auto c = host.gone.rbegin(); c != host.gone.rend(); ++c)
    if (!id || c->id == *id) return obituary(c->tcb);
  return CallResult::does_not_exist;
}

// The listener that accept() means: one with somebody waiting, else the newest.
std::optional<ConnId> accepting_listener(const Host& host, std::optional<ConnId> id) {
  if (id) return host.connections.listener(*id) != nullptr ? id : std::nullopt;
  std::optional<ConnId> newest;
  for (const ListenerRow& row : host.connections.listeners()) {
    if (row.acceptable > 0) return row.id;
    newest = row.id;
  }
  return newest;
}

// First in, first out by the moment at which the handshake was done.
std::optional<ConnId> first_in_accept_queue(const Host& host, ConnId listener) {
  const Connection* first = nullptr;
  for (const Connection& c : host.connections) {
    if (c.parent != listener || queue_place(c) != QueuePlace::acceptable) continue;
    if (first == nullptr || c.completed_at < first->completed_at) first = &c;
  }
  if (first == nullptr) return std::nullopt;
  return first->id;
}

// A record of the application's own; it counts once it is opened.
Connection& fresh_record(Host& host, HostTurn& turn) {
  Connection& c = host.connections.create({turn.next_connection++});
  c.tcb.config = host.config;
  c.accepted = true;
  c.application = host.application;
  c.created_at = turn.now;
  c.state_since = turn.now;
  turn.tell(ConnectionCreated{.host = host.id, .connection = c.id, .parent = std::nullopt});
  return c;
}

// One kind of call each. `id` is what the caller named.
struct Caller {
  Host& host;
  std::optional<ConnId> id;
  ByteArena& bytes;
  HostTurn& turn;

  Answer operator()(const Listen& listen) const {
    const std::optional<Ipv4Address> from = address_for(listen.local_address);
    if (!from) return refusal(CallResult::invalid);
    const Socket local{*from, listen.port};
    for (const ListenerRow& row : host.connections.listeners())
      if (host.connections.find(row.id)->tcb.sockets.local == local)
        return refusal(CallResult::already_exists);
    if (!host.config.reuse_address && time_wait_is_at(local)) {
      note(std::nullopt, turn, Rule::time_wait_blocks_listen, Outcome::silent, {local.port});
      return refusal(CallResult::already_exists);
    }
    Connection& c = fresh_record(host, turn);
    c.backlog = listen.backlog;
    return open(c.id, PassiveOpen{.local = local, .remote = {}});
  }

  Answer operator()(const Connect& connect) const {
    if (is_unspecified(connect.remote.address) || connect.remote.port == 0)
      return refusal(CallResult::remote_unspecified);
    if (is_multicast(connect.remote.address) || is_broadcast(connect.remote.address)) {
      note(std::nullopt, turn, Rule::open_to_many_refused, Outcome::silent);
      return refusal(CallResult::invalid);
    }
    const std::optional<Ipv4Address> from = address_for(connect.local_address);
    if (!from) return refusal(CallResult::invalid);
    SocketPair sockets{.local = {*from, connect.local_port}, .remote = connect.remote};
    if (connect.local_port == 0) {
      const std::optional<std::uint16_t> port = choose_port(host, sockets, turn.now);
      if (!port) {
        note(std::nullopt, turn, Rule::ports_exhausted, Outcome::silent);
        return refusal(CallResult::no_resources);
      }
      sockets.local.port = *port;
    }
    if (!make_pair_free(sockets)) return refusal(CallResult::already_exists);
    return connect_from(sockets, connect);
  }

  // MUST-43, MUST-44: the address that the caller wants, or ours; none = it is not one of ours.
  std::optional<Ipv4Address> address_for(Ipv4Address wanted) const {
    if (is_unspecified(wanted)) return host.address;
    if (is_mine(host, wanted)) return wanted;
    note(std::nullopt, turn, Rule::local_address_is_not_ours, Outcome::silent);
    return std::nullopt;
  }

  bool time_wait_is_at(Socket local) const {
    return std::ranges::any_of(host.connections, [local](const Connection& c) {
      return c.tcb.state == State::time_wait && c.tcb.sockets.local == local;
    });
  }

  // A pair in TIME-WAIT is given up where reuse is allowed; any other record keeps it.
  bool make_pair_free(const SocketPair& sockets) const {
    const PairUse use = use_of(host, sockets, turn.now);
    if (use == PairUse::free) return true;
    const Connection& old = *host.connections.find(*host.connections.with_sockets(sockets));
    if (use == PairUse::waits) {
      const Duration left = old.tcb.timers[Timer::time_wait].expires_at - turn.now;
      note(old.id, turn, Rule::time_wait_blocks_open, Outcome::silent,
           {static_cast<std::uint32_t>((left + 999ms) / 1s)});
    }
    return use == PairUse::reusable;
  }

  Answer connect_from(const SocketPair& sockets, const Connect& connect) const {
    SeqNum iss = initial_sequence_number(host.isn, sockets, turn.now);
    if (const std::optional<ConnId> old = host.connections.with_sockets(sockets)) {
      const SeqNum last = host.connections.find(*old)->tcb.snd.max;
      iss = initial_sequence_number_after(host, sockets, last, turn.now);
      note(*old, turn, Rule::time_wait_reused, Outcome::done, {last.raw, iss.raw});
      remove_record(host, *old, turn);
    }
    Connection& c = fresh_record(host, turn);
    const ConnId made = c.id;
    set_clock(host, c.tcb, sockets);
    if (connect.route.count > 0) {  // MUST-51
      follow_route(c, connect.route);
      c.route_given = true;
    }
    c.started_at = turn.now;
    if (connect.local_port == 0) {
      host.next_port = static_cast<std::uint16_t>(sockets.local.port + 1);
      note(made, turn, Rule::port_chosen, Outcome::done, {sockets.local.port});
    }
    const Rule rule = host.isn.fixed ? Rule::isn_fixed : Rule::isn_by_clock;
    note(made, turn, rule, Outcome::done, {iss.raw});
    ActiveOpen opening{.sockets = sockets, .iss = iss};
    if (includes_client(host.config.fast_open) && !connect.text.empty()) {
      const FastOpenPass pass = pass_for(host, connect.remote.address);
      opening.cookie = pass.cookie;
      opening.peer_mss = pass.peer_mss;
    }
    const std::span<const std::uint8_t> text = octets(connect.text);
    opening.text =
        bytes.store(turn.cursor, text.first(std::min(text.size(), ByteArena::chunk_size)));
    const Answer answer = open(made, opening);
    count_written(made, answer.bytes);
    return answer;
  }

  Answer open(ConnId made, const TcpEvent& event) const {
    const Driven driven = drive(host, made, event, bytes, turn);
    return {.result = driven.result, .bytes = driven.taken, .record = made};
  }

  Answer operator()(const Accept&) const {
    const std::optional<ConnId> listener = accepting_listener(host, id);
    if (!listener) return refusal(CallResult::does_not_exist);
    const std::optional<ConnId> child = first_in_accept_queue(host, *listener);
    if (!child) return {.result = CallResult::would_block, .record = listener};
    hand_over(host, *child, turn);
    turn.news.push_back({*child, Signal::connected});  // the program begins now
    return {.record = child};
  }

  Answer operator()(const SendText& send) const {
    const TextToSend sending{.text = octets(send.text), .urgent = send.urgent};
    const Driven sent = send_text(host, *id, sending, bytes, turn);
    count_written(*id, sent.taken);
    return {.result = sent.result, .bytes = sent.taken, .record = id};
  }

  Answer operator()(const SendBulk& send) const {
    const ConnId c = *id;
    Answer answer{.record = c};
    const std::uint64_t start = host.connections.find(c)->application.bytes_written;
    do {
      const ByteRef piece =
          pattern_part(host, start + answer.bytes, send.bytes - answer.bytes, bytes, turn.cursor);
      const SendCall event{.bytes = piece, .urgent = false, .iss = {}};
      const Driven driven = drive(host, c, event, bytes, turn);
      answer.bytes += driven.taken;
      if (answer.bytes == 0 || driven.result != CallResult::would_block)
        answer.result = driven.result;
      if (driven.taken < piece.length) break;
    } while (answer.bytes < send.bytes);
    count_written(c, answer.bytes);
    return answer;
  }

  void count_written(ConnId c, std::uint32_t written) const {
    host.connections.edit(c).application.bytes_written += written;
  }

  Answer operator()(const Read& read) const {
    Answer answer{.record = id};
    answer.result = drive(host, *id, ReceiveCall{read.max}, bytes, turn).result;
    for (const ByteRef part : turn.reading) answer.bytes += part.length;
    host.connections.edit(*id).application.bytes_read += answer.bytes;
    return answer;
  }

  Answer operator()(const Shutdown& shutdown) const { return plain(ShutdownCall{shutdown.how}); }
  Answer operator()(const Abort&) const { return plain(AbortCall{}); }

  Answer operator()(const Close& close) const {
    const bool listens = host.connections.listener(*id) != nullptr;
    if (listens) reset_children(*id);
    if (close.linger == Duration(0s) && !listens) {
      note(*id, turn, Rule::linger_zero, Outcome::done);
      return plain(AbortCall{});
    }
    const Answer answer = plain(CloseCall{});
    if (close.linger && answer.result == CallResult::ok)
      begin_linger(host, *id, *close.linger, turn);
    return answer;
  }

  Answer plain(const TcpEvent& event) const {
    return {.result = drive(host, *id, event, bytes, turn).result, .record = id};
  }

  // Nobody will ever accept them (requirements F.1: the peer gets a reset).
  void reset_children(ConnId listener) const {
    std::vector<ConnId> orphans;
    for (const Connection& c : host.connections)
      if (c.parent == listener && !c.accepted) orphans.push_back(c.id);
    if (orphans.empty()) return;
    note(listener, turn, Rule::listener_closed, Outcome::done,
         {static_cast<std::uint32_t>(orphans.size())});
    for (const ConnId child : orphans) drive(host, child, AbortCall{}, bytes, turn);
  }
};

// Calls that need a record get one, or a refusal.
Answer answer(Host& host, std::optional<ConnId> id, const Call& call, ByteArena& bytes,
              HostTurn& turn) {
  if (host.power == Power::crashed) return refusal(CallResult::does_not_exist);
  const bool makes_record = std::holds_alternative<Listen>(call) ||
                            std::holds_alternative<Connect>(call) ||
                            std::holds_alternative<Accept>(call);
  if (!makes_record) {
    const Connection* const c = id ? host.connections.find(*id) : newest_of_application(host);
    const bool usable = c != nullptr && (c->accepted || c->tcb.state == State::listen);
    if (!usable) return refusal(nothing_to_call_on(host, id));
    id = c->id;
  }
  return std::visit(Caller{host, id, bytes, turn}, call);
}

}  // namespace

const Connection* newest_of_application(const Host& host) {
  for (auto c = host.connections.rbegin(); c != host.connections.rend(); ++c)
    if (c->accepted && c->tcb.state != State::listen) return &*c;
  return nullptr;
}

bool call(Host& host, std::optional<ConnId> id, const Call& call, ByteArena& bytes,
          HostTurn& turn) {
  const bool accepted = call_unsettled(host, id, call, bytes, turn).has_value();
  settle(host, bytes, turn);
  return accepted;
}

std::optional<Called> call_unsettled(Host& host, std::optional<ConnId> id, const Call& call,
                                     ByteArena& bytes, HostTurn& turn) {
  const auto kind = static_cast<std::uint8_t>(call.index());
  const std::size_t said_at = turn.facts.size();  // the call comes first, its result is known last
  turn.facts.push_back(CallMade{.host = host.id, .connection = id, .call = kind});
  const Answer given = answer(host, id, call, bytes, turn);
  auto& said = std::get<CallMade>(turn.facts[said_at]);
  said.result = given.result;
  said.bytes = given.bytes;
  if (given.record) said.connection = given.record;
  if (given.refused) return std::nullopt;
  Connection& c = host.connections.edit(*given.record);
  c.last_result = given.result;
  c.last_call = kind;
  return Called{given.result, given.bytes};
}

}  // namespace engine
