#include "engine/host/turn.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/invariant.hpp"
#include "engine/host/linger.hpp"
#include "engine/host/packet_out.hpp"
#include "engine/host/program.hpp"
#include "engine/tcp/advance.hpp"

namespace engine {
namespace {

// Notes of the effects, with their changes moved into the turn's list: mostly it has none yet.
void publish_notes(std::optional<ConnId> id, HostTurn& turn) {
  if (turn.fx.notes.empty()) return;
  const auto base = static_cast<std::uint32_t>(turn.changes.size());
  const auto first = static_cast<std::uint32_t>(turn.notes.size());
  turn.facts.push_back(NotesSaid{
      .connection = id, .first = first, .count = static_cast<std::uint32_t>(turn.fx.notes.size())});
  if (first == 0 && base == 0) {
    std::swap(turn.notes, turn.fx.notes);
    std::swap(turn.changes, turn.fx.changes);
    return;
  }
  turn.changes.insert(turn.changes.end(), turn.fx.changes.begin(), turn.fx.changes.end());
  turn.notes.insert(turn.notes.end(), turn.fx.notes.begin(), turn.fx.notes.end());
  if (base == 0) return;
  for (std::size_t i = first; i < turn.notes.size(); ++i) turn.notes[i].first_change += base;
}

void tell_timer(const Host& host, const Connection& c, Timer timer, const RunningTimer& was,
                HostTurn& turn) {
  const RunningTimer& is = c.tcb.timers[timer];
  TimerMove move = TimerMove::restarted;
  if (!was.running()) move = TimerMove::started;
  if (!is.running()) move = TimerMove::stopped;
  turn.tell(TimerMoved{.host = host.id,
                       .connection = c.id,
                       .expires_at = is.expires_at,
                       .timer = timer,
                       .move = move,
                       .attempt = c.tcb.retransmissions});
}

// Says which timers moved; then the record is due at another time, perhaps.
void publish_timers(const Host& host, const Connection& c, const TimerTable& before,
                    HostTurn& turn) {
  if (c.tcb.timers == before) return;
  if (turn.tells)
    for (std::size_t i = 0; i < timer_count; ++i)
      if (const auto timer = static_cast<Timer>(i); before[timer] != c.tcb.timers[timer])
        tell_timer(host, c, timer, before[timer], turn);
  const bool known = !turn.touched.empty() && turn.touched.back() == c.id;
  if (!known) turn.touched.push_back(c.id);
}

void publish_state(const Host& host, Connection& c, State before, HostTurn& turn) {
  const State now = c.tcb.state;
  if (now == before) return;
  c.state_since = turn.now;
  const bool handshake_done = is_synchronized(now) && !is_synchronized(before);
  if (handshake_done && c.completed_at == never) c.completed_at = turn.now;
  if (before == State::syn_received && now == State::time_wait) {
    c.parent.reset();  // the SYN that reopened it was an old duplicate: nobody waits for it
    c.accepted = true;
  }
  turn.facts.push_back(
      StateChanged{.host = host.id, .connection = c.id, .from = before, .to = now});
  linger_meets_state(host, c, turn);
}

// A record that TCP has finished with; a child that would return to LISTEN is one (ruling H9).
bool has_ended(const Connection& c) {
  return c.tcb.state == State::closed || (c.parent && c.tcb.state == State::listen);
}

void remove_ended(Host& host, HostTurn& turn) {
  for (const ConnId id : turn.ended) {
    const Connection* const c = host.connections.find(id);
    if (c == nullptr || !has_ended(*c)) continue;
    remove_record(host, id, turn);
  }
  turn.ended.clear();
}

template <class Event>
Driven drive_by(Host& host, ConnId id, const Event& event, ByteArena& bytes, HostTurn& turn) {
  Connection& c = host.connections.edit(id);
  const Before before(c.tcb);
  advance(c.tcb, event, turn.now, turn.fx);
  const Driven driven{.result = turn.fx.result, .taken = turn.fx.taken};
  publish(host, id, before, bytes, turn);
  return driven;
}

}  // namespace

void begin_turn(HostTurn& turn, Instant now, std::uint64_t cursor, std::uint32_t next_connection) {
  turn.now = now;
  turn.cursor = cursor;
  turn.next_connection = next_connection;
  turn.facts.clear();
  turn.notes.clear();
  turn.changes.clear();
  turn.touched.clear();
  turn.reading.clear();
  turn.news.clear();
  turn.ended.clear();
  turn.way_back.reset();
}

Driven drive(Host& host, ConnId id, const TcpEvent& event, ByteArena& bytes, HostTurn& turn) {
  return drive_by(host, id, event, bytes, turn);
}

Driven drive(Host& host, ConnId id, const SegmentArrives& event, ByteArena& bytes, HostTurn& turn) {
  return drive_by(host, id, event, bytes, turn);
}

void publish(Host& host, ConnId id, const Before& before, ByteArena& bytes, HostTurn& turn) {
  Connection& c = host.connections.edit(id);
  const std::optional<ConnId> parent = c.parent;
  const ListenerRow* const row = parent ? host.connections.listener(*parent) : nullptr;
  const ListenerRow queues_before = row != nullptr ? *row : ListenerRow{};

  publish_notes(id, turn);
  publish_state(host, c, before.state, turn);
  publish_timers(host, c, before.timers, turn);
  if (!turn.fx.segments.empty()) {
    const PacketSource source{.connection = id,
                              .sockets = c.tcb.sockets,
                              .ttl = c.tcb.config.ttl,
                              .tos = c.tcb.config.tos,
                              .dont_fragment = c.tcb.config.pmtu_discovery,
                              .route = c.route};
    send_packets(host, source, bytes, turn);
  }
  turn.reading.clear();
  if (!turn.fx.received.empty())
    turn.reading.assign(turn.fx.received.begin(), turn.fx.received.end());
  for (const ByteRef part : turn.reading)
    turn.tell(DataRead{.host = host.id, .connection = id, .bytes = part});
  for (const Signal signal : turn.fx.signals) {
    turn.facts.push_back(Notified{.host = host.id, .connection = id, .signal = signal});
    turn.news.push_back({id, signal});
  }
  if (has_ended(c)) turn.ended.push_back(id);
  host.connections.refresh(id);
  if (row != nullptr) publish_queues(host, *parent, queues_before, turn);
}

void publish_checks(std::optional<ConnId> id, HostTurn& turn) {
  std::vector<Note>& notes = turn.fx.notes;
  const auto end = std::ranges::find_if_not(notes, [](const Note& said) {
    return said.outcome == Outcome::passed || said.outcome == Outcome::failed;
  });
  if (end == notes.begin()) return;
  turn.facts.push_back(NotesSaid{.connection = id,
                                 .first = static_cast<std::uint32_t>(turn.notes.size()),
                                 .count = static_cast<std::uint32_t>(end - notes.begin())});
  turn.notes.insert(turn.notes.end(), notes.begin(), end);  // a check changes nothing
  notes.erase(notes.begin(), end);
}

void publish_without_record(Host& host, std::optional<ConnId> id, const SocketPair& sockets,
                            ByteArena& bytes, HostTurn& turn) {
  publish_notes(id, turn);
  const PacketSource source{.connection = id,
                            .sockets = sockets,
                            .ttl = host.config.ttl,
                            .tos = host.config.tos,
                            .dont_fragment = host.config.pmtu_discovery,
                            .route = {}};
  send_packets(host, source, bytes, turn);
}

void note(std::optional<ConnId> id, HostTurn& turn, Rule rule, Outcome outcome,
          std::initializer_list<std::uint32_t> numbers) {
  if (!turn.fx.keeps_notes) return;
  Note said{.rule = rule,
            .outcome = outcome,
            .number_count = static_cast<std::uint8_t>(numbers.size()),
            .numbers = {},
            .first_change = static_cast<std::uint32_t>(turn.changes.size()),
            .change_count = 0};
  INVARIANT(numbers.size() <= said.numbers.size());
  std::ranges::copy(numbers, said.numbers.begin());
  turn.facts.push_back(NotesSaid{
      .connection = id, .first = static_cast<std::uint32_t>(turn.notes.size()), .count = 1});
  turn.notes.push_back(said);
}

void remove_record(Host& host, ConnId id, HostTurn& turn) {
  turn.tell(ConnectionRemoved{.host = host.id, .connection = id});
  host.gone.remember(std::move(host.connections.edit(id)));
  host.connections.remove(id);
}

void publish_queues(const Host& host, ConnId listener, const ListenerRow& before, HostTurn& turn) {
  if (!turn.tells) return;
  const ListenerRow* const row = host.connections.listener(listener);
  const ListenerRow is = row != nullptr ? *row : ListenerRow{};
  if (is.half_open == before.half_open && is.acceptable == before.acceptable) return;
  const QueueCounts now = queues(host, listener);
  turn.tell(QueueChanged{.host = host.id,
                         .listener = listener,
                         .half_open = now.half_open,
                         .acceptable = now.acceptable,
                         .backlog = now.backlog});
}

void settle(Host& host, ByteArena& bytes, HostTurn& turn) {
  for (std::size_t i = 0; i < turn.news.size(); ++i) {  // reactions may bring more news
    const HostTurn::News news = turn.news[i];
    if (host.connections.find(news.connection) != nullptr) react(host, news, bytes, turn);
  }
  turn.news.clear();
  remove_ended(host, turn);
}

}  // namespace engine
