#include "app/scene/queues.hpp"

#include <algorithm>

#include "engine/host/syn_cookie.hpp"

namespace scene {

using namespace engine;

namespace {

bool is_listener(const Connection& c) { return c.tcb.state == State::listen && !c.parent; }

void enter(Queue& queue, const Connection& c, Instant now) {
  ++queue.count;
  if (queue.cells.size() >= shown_at_most) return;
  queue.cells.push_back({.connection = c.id,
                         .remote = to_string(c.tcb.sockets.remote),
                         .age = now - c.started_at,
                         .retries = c.tcb.retransmissions});
}

ConnectionRow connection_row(const Connection& c, Instant now, bool gone) {
  const bool listens = is_listener(c);
  return {.connection = c.id,
          .local = to_string(c.tcb.sockets.local),
          .remote = listens ? std::string{} : to_string(c.tcb.sockets.remote),
          .state = c.tcb.state,
          .in_state = now - c.state_since,
          .listener = listens,
          .gone = gone};
}

}  // namespace

std::vector<ListenerQueues> listener_queues(const Host& host, Instant now) {
  std::vector<ListenerQueues> result;
  for (const Connection& listener : host.connections) {
    if (!is_listener(listener)) continue;
    ListenerQueues queues{.listener = listener.id, .port = listener.tcb.sockets.local.port};
    const engine::QueueCounts limits = engine::queues(host, listener.id);
    queues.half_open.capacity = limits.syn_backlog;
    queues.acceptable.capacity = limits.backlog;
    for (const Connection& child : host.connections) {
      if (child.parent != listener.id || child.accepted) continue;
      if (child.tcb.state == State::syn_received)
        enter(queues.half_open, child, now);
      else if (is_synchronized(child.tcb.state))
        enter(queues.acceptable, child, now);
    }
    constexpr Duration cookie_lives = cookie_period * cookie_periods;
    if (listener.last_cookie && now - *listener.last_cookie < cookie_lives)
      queues.cookie_age = now - *listener.last_cookie;
    result.push_back(std::move(queues));
  }
  return result;
}

std::vector<ConnectionRow> connection_rows(const Host& host, Instant now) {
  std::vector<ConnectionRow> rows;
  rows.reserve(host.connections.size() + host.gone.size());
  for (const Connection& c : host.connections) rows.push_back(connection_row(c, now, false));
  for (const Connection& c : host.gone) rows.push_back(connection_row(c, now, true));
  return rows;
}

std::optional<ConnId> default_connection(const Host& host) {
  std::optional<ConnId> live, listener;
  for (const Connection& c : host.connections) (is_listener(c) ? listener : live) = c.id;
  if (live) return live;
  const std::optional<ConnId> gone =
      host.gone.empty() ? std::nullopt : std::optional{host.gone.back().id};
  if (gone && (!listener || *listener < *gone)) return gone;
  return listener;
}

const Connection* find_shown(const Host& host, ConnId connection) {
  if (const Connection* live = find(host, connection)) return live;
  const auto gone = std::ranges::find(host.gone, connection, &Connection::id);
  return gone == host.gone.end() ? nullptr : &*gone;
}

QueueChange change_of(const Queue& before, const Queue& now) {
  const auto missing = [](const Queue& from, const Queue& in) {
    std::vector<ConnId> found;
    for (const QueueCell& cell : from.cells)
      if (std::ranges::find(in.cells, cell.connection, &QueueCell::connection) == in.cells.end())
        found.push_back(cell.connection);
    return found;
  };
  return {.entered = missing(now, before), .left = missing(before, now)};
}

}  // namespace scene
