#include "engine/host/listener.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/invariant.hpp"
#include "engine/host/fast_open.hpp"
#include "engine/host/isn.hpp"
#include "engine/host/stateless.hpp"
#include "engine/tcp/advance.hpp"

namespace engine {
namespace {

// What becomes of a SYN (requirements F.2).
enum class Admission : std::uint8_t { queued, cookie, dropped, evicts };

// A peer that we have talked with lately is no invention of an attacker.
bool is_known_alive(const Host& host, Ipv4Address peer) {
  const auto proves_it = [peer](const Connection& c) {
    return c.tcb.sockets.remote.address == peer && is_synchronized(c.tcb.state);
  };
  return std::ranges::any_of(host.connections, proves_it);
}

// Linux, without cookies: the last quarter of the SYN queue is kept for peers that are known.
bool only_the_reserve_is_left(const TcpConfig& config, const QueueCounts& now) {
  const std::uint32_t most = config.max_syn_backlog != 0 ? config.max_syn_backlog : now.syn_backlog;
  return config.syn_queue_reserve && config.syn_cookies == SynCookies::off &&
         4 * std::uint64_t{most - std::min(most, now.half_open)} < most;
}

// The syncache of BSD belongs to the host, not to a listener.
bool is_full(const Host& host, const TcpConfig& config, const QueueCounts& now) {
  if (config.syn_cache == 0) return now.half_open >= now.syn_backlog;
  std::uint64_t requests = 0;
  for (const ListenerRow& row : host.connections.listeners()) requests += row.half_open;
  return requests >= config.syn_cache;
}

// The entry that has waited longest is forgotten without a word to its client: of this listener
// (RFC 4987 3.4), or of any (BSD's syncache). An attacker fills a fresh table again and again, so a
// slow client fails once the table turns over within its round trip. False = there is none.
bool forget_oldest(Host& host, ConnId listener, Rule why, HostTurn& turn) {
  const bool of_any = why == Rule::oldest_request_evicted;
  const auto waits = [=](const Connection& c) {
    return queue_place(c) == QueuePlace::half_open && (of_any || c.parent == listener);
  };
  const auto oldest = std::ranges::find_if(host.connections, waits);
  if (oldest == host.connections.end()) return false;
  const Connection& request = *oldest;
  const ConnId id = request.id, owner = *request.parent;
  const auto age = static_cast<std::uint32_t>((turn.now - request.started_at) / 1ms);
  note(listener, turn, why, Outcome::done, {request.tcb.sockets.remote.port, age});
  const ListenerRow* const row = host.connections.listener(owner);
  const ListenerRow before = row != nullptr ? *row : ListenerRow{};
  remove_record(host, id, turn);
  if (row != nullptr) publish_queues(host, owner, before, turn);
  return true;
}

// Room for one more request? The accept queue counts too: a request that could never be handed
// over is not begun.
Admission admit(Host& host, ConnId listener, Ipv4Address peer, HostTurn& turn) {
  const QueueCounts now = queues(host, listener);
  const TcpConfig& config = host.connections.find(listener)->tcb.config;
  if (now.acceptable >= now.backlog) {
    note(listener, turn, Rule::accept_queue_full_syn, Outcome::silent,
         {now.acceptable, now.backlog});
    return Admission::dropped;
  }
  if (config.syn_cookies == SynCookies::always) return Admission::cookie;
  if (is_full(host, config, now)) {
    if (config.syn_cookies == SynCookies::on) return Admission::cookie;
    if (config.syn_cache != 0) return Admission::evicts;
    if (config.recycle_oldest_request &&
        forget_oldest(host, listener, Rule::oldest_request_recycled, turn))
      return Admission::queued;
    note(listener, turn, Rule::syn_queue_full, Outcome::silent, {now.half_open, now.syn_backlog});
    return Admission::dropped;
  }
  if (only_the_reserve_is_left(config, now) && !is_known_alive(host, peer)) {
    note(listener, turn, Rule::syn_queue_reserved, Outcome::silent,
         {now.half_open, now.syn_backlog});
    return Admission::dropped;
  }
  return Admission::queued;
}

void note_isn(const Host& host, ConnId id, SeqNum iss, HostTurn& turn) {
  const Rule rule = host.isn.fixed ? Rule::isn_fixed : Rule::isn_by_clock;
  note(id, turn, rule, Outcome::done, {iss.raw});
}

// A copy of the listener's TCB has become a connection of its own; nothing is published yet.
ConnId make_child(Host& host, ConnId listener, Tcb&& tcb, HostTurn& turn) {
  Connection& child = host.connections.create({turn.next_connection++});
  child.tcb = std::move(tcb);
  if (child.tcb.fast_open.early) child.completed_at = turn.now;  // as good as done
  child.parent = listener;
  child.application = host.connections.find(listener)->application;
  child.created_at = turn.now;
  child.state_since = turn.now;
  child.started_at = turn.now;
  const ConnId id = child.id;
  if (turn.way_back) {  // MUST-53
    follow_route(child, *turn.way_back);
    note(id, turn, Rule::source_route_kept, Outcome::done, {child.route.count});
  }
  host.connections.refresh(id);
  turn.tell(ConnectionCreated{.host = host.id, .connection = id, .parent = listener});
  return id;
}

Before before_it_was_made(const Tcb& tcb) {
  Before was(tcb);
  was.state = State::listen;
  was.timers.stop_all();
  return was;
}

// A SYN has made a request of the listener's TCB.
void enter_child(Host& host, ConnId listener, Tcb&& tcb, ByteArena& bytes, HostTurn& turn) {
  const ListenerRow before = *host.connections.listener(listener);
  const SeqNum iss = tcb.snd.iss;
  const Before was = before_it_was_made(tcb);
  const ConnId id = make_child(host, listener, std::move(tcb), turn);
  note_isn(host, id, iss, turn);
  const QueueCounts now = queues(host, listener);
  note(listener, turn, Rule::request_queued, Outcome::done, {now.half_open, now.syn_backlog});
  publish_queues(host, listener, before, turn);
  publish(host, id, was, bytes, turn);
}

// A cookie has come back: the request that it stands for is here, and its last ACK with it.
void enter_restored_child(Host& host, ConnId listener, Tcb&& tcb, const SegmentArrives& event,
                          ByteArena& bytes, HostTurn& turn) {
  const QueueCounts now = queues(host, listener);
  if (now.acceptable >= now.backlog)
    return note(listener, turn, Rule::accept_queue_full_ack, Outcome::silent,
                {now.acceptable, now.backlog});
  const Before was = before_it_was_made(tcb);
  const std::uint32_t mss = tcb.snd.mss;
  turn.fx.begin(tcb);  // what the request said was said when its SYN came
  const ConnId id = make_child(host, listener, std::move(tcb), turn);
  note(id, turn, Rule::cookie_restores_request, Outcome::done, {mss});
  publish(host, id, was, bytes, turn);
  arrives_at_connection(host, id, event, bytes, turn);
}

bool accept_queue_is_full(const Host& host, const Connection& c) {
  if (queue_place(c) != QueuePlace::half_open) return false;
  const ConnId listener = *c.parent;
  if (host.connections.listener(listener) == nullptr) return false;
  if (host.connections.find(listener)->application.auto_accept) return false;
  const QueueCounts now = queues(host, listener);
  return now.acceptable >= now.backlog;
}

// The ACK that would complete the handshake is as if lost; the request stays and its SYN-ACK will
// be repeated. Or, as with Linux' tcp_abort_on_overflow = 1, the client is reset (requirements
// F.3).
void arrives_at_full_queue(Host& host, ConnId id, const SegmentArrives& event, ByteArena& bytes,
                           HostTurn& turn) {
  Connection& c = host.connections.edit(id);
  const Before before(c.tcb);
  Tcb trial = c.tcb;
  advance(trial, event, turn.now, turn.fx);
  if (!is_synchronized(trial.state)) {
    c.tcb = std::move(trial);
    publish(host, id, before, bytes, turn);
    return;
  }
  const QueueCounts now = queues(host, *c.parent);
  if (host.connections.find(*c.parent)->tcb.config.abort_on_overflow) {
    note(id, turn, Rule::overflow_aborts, Outcome::done, {now.acceptable, now.backlog});
    drive(host, id, AbortCall{}, bytes, turn);
    return;
  }
  note(id, turn, Rule::accept_queue_full_ack, Outcome::silent, {now.acceptable, now.backlog});
}

}  // namespace

void arrives_at_listener(Host& host, ConnId listener, const SegmentArrives& event, ByteArena& bytes,
                         HostTurn& turn) {
  if (std::optional<Tcb> request = request_of_cookie(host, listener, event, turn))
    return enter_restored_child(host, listener, *std::move(request), event, bytes, turn);
  Tcb child = host.connections.find(listener)->tcb;
  set_clock(host, child, event.sockets);
  SegmentArrives opening = event;
  opening.fresh_iss = initial_sequence_number(host.isn, event.sockets, turn.now);
  judge_fast_open(host, listener, opening, turn);
  advance(child, opening, turn.now, turn.fx);
  if (child.state == State::listen)
    return publish_without_record(host, listener, event.sockets, bytes, turn);
  publish_checks(listener, turn);
  switch (admit(host, listener, event.sockets.remote.address, turn)) {
    case Admission::evicts:
      (void)forget_oldest(host, listener, Rule::oldest_request_evicted, turn);
      return enter_child(host, listener, std::move(child), bytes, turn);
    case Admission::queued:
      return enter_child(host, listener, std::move(child), bytes, turn);
    case Admission::cookie:
      return answer_with_cookie(host, listener, event, bytes, turn);
    case Admission::dropped:
      return;
  }
  unreachable("Admission");
}

void arrives_in_time_wait(Host& host, ConnId id, const SegmentArrives& event, ByteArena& bytes,
                          HostTurn& turn) {
  const std::optional<ConnId> listener = listener_for(host, event.sockets);
  Connection& c = host.connections.edit(id);
  const Before before(c.tcb);
  SegmentArrives opening = event;
  opening.fresh_iss = initial_sequence_number_after(host, event.sockets, c.tcb.snd.max, turn.now);
  Tcb trial = c.tcb;
  trial.config.rfc6191 = c.tcb.config.rfc6191 && listener.has_value();
  advance(trial, opening, turn.now, turn.fx);
  trial.config = c.tcb.config;
  const bool reopened = trial.state == State::syn_received;
  if (reopened) publish_checks(id, turn);
  // Its former life has to be remembered, so it is a request in the queue or nothing.
  if (reopened && admit(host, *listener, event.sockets.remote.address, turn) != Admission::queued)
    return;
  c.tcb = std::move(trial);
  if (reopened) {  // the record begins a second life, as a child of the listener
    note_isn(host, id, c.tcb.snd.iss, turn);
    c.parent = listener;
    c.accepted = false;
    c.application = host.connections.find(*listener)->application;
    c.started_at = turn.now;
    c.completed_at = never;
  }
  publish(host, id, before, bytes, turn);
}

void arrives_at_connection(Host& host, ConnId id, const SegmentArrives& event, ByteArena& bytes,
                           HostTurn& turn) {
  const Connection& c = *host.connections.find(id);
  if (accept_queue_is_full(host, c)) {
    arrives_at_full_queue(host, id, event, bytes, turn);
    return;
  }
  const bool was_half_open = queue_place(c) == QueuePlace::half_open;
  remember_early_reset(host, c, event, turn);
  drive(host, id, event, bytes, turn);
  const Connection& now = *host.connections.find(id);
  if (!was_half_open || queue_place(now) != QueuePlace::acceptable) return;
  const QueueCounts counts = queues(host, *now.parent);
  note(id, turn, Rule::joins_accept_queue, Outcome::done, {counts.acceptable, counts.backlog});
}

void hand_over(Host& host, ConnId child, HostTurn& turn) {
  Connection& c = host.connections.edit(child);
  const ConnId parent = *c.parent;
  const ListenerRow* const row = host.connections.listener(parent);
  const ListenerRow before = row != nullptr ? *row : ListenerRow{};
  c.accepted = true;
  if (const Connection* const listener = host.connections.find(parent))
    c.application = listener->application;
  host.connections.refresh(child);
  if (row != nullptr) publish_queues(host, parent, before, turn);
}

// Linux: the fuller the SYN queue and the fewer of its requests are new, the sooner each is given
// up (down to two repetitions); new is what was not repeated yet.
std::uint8_t most_syn_acks(const Host& host, const Connection& c) {
  const ListenerRow* const row = c.parent ? host.connections.listener(*c.parent) : nullptr;
  std::uint8_t most = c.tcb.config.syn_ack_retries;
  if (!c.tcb.config.fewer_syn_acks || row == nullptr) return most;
  const QueueCounts now = queues(host, row->id);
  if (2 * row->half_open <= std::max(8u, now.syn_backlog)) return most;
  for (std::uint64_t young = 2 * std::uint64_t{row->young}; most > 2 && row->half_open >= young;
       young *= 2)
    --most;
  return most;
}

std::optional<ConnId> listener_for(const Host& host, const SocketPair& seen_from_here) {
  const auto fits = [](Socket wanted, Socket seen) {
    const bool address = is_unspecified(wanted.address) || wanted.address == seen.address;
    return address && (wanted.port == 0 || wanted.port == seen.port);
  };
  const auto precision = [](const SocketPair& p) {
    return int{!is_unspecified(p.local.address)} + int{!is_unspecified(p.remote.address)} +
           int{p.remote.port != 0};
  };
  std::optional<ConnId> best;
  int best_precision = -1;
  for (const ListenerRow& row : host.connections.listeners()) {
    const Tcb& tcb = host.connections.find(row.id)->tcb;
    if (tcb.state != State::listen || !fits(tcb.sockets.local, seen_from_here.local)) continue;
    if (!fits(tcb.sockets.remote, seen_from_here.remote)) continue;
    if (precision(tcb.sockets) <= best_precision) continue;  // the older one wins a tie
    best = row.id;
    best_precision = precision(tcb.sockets);
  }
  return best;
}

}  // namespace engine
