// The host as a whole: its defaults, its programs, its power.
#include <ranges>

#include "engine/host/program.hpp"
#include "engine/host/stack.hpp"
#include "engine/tcp/advance.hpp"

namespace engine {
namespace {

void install(Host& host, ConnId id, const Application& application, ByteArena& bytes,
             HostTurn& turn) {
  Connection& c = host.connections.edit(id);
  const Application before = c.application;
  c.application = application;
  c.application.bytes_read = before.bytes_read;
  c.application.bytes_written = before.bytes_written;
  if (c.tcb.state == State::listen) return;
  turn.touched.push_back(id);
  react(host, {id, Signal::connected}, bytes, turn);  // it finds the connection as it is
}

std::optional<ConnId> newest_accepted(const Host& host) {
  for (const Connection& c : host.connections | std::views::reverse)
    if (c.accepted && c.tcb.state != State::listen) return c.id;
  return std::nullopt;
}

}  // namespace

// A listener's TCB is opened anew under the new defaults: it has no peer and no history.
void set_config(Host& host, const TcpConfig& config, HostTurn& turn) {
  host.config = config;
  for (const ListenerRow& row : host.connections.listeners()) {
    Connection& c = host.connections.edit(row.id);
    if (c.tcb.state != State::listen) continue;
    const SocketPair sockets = c.tcb.sockets;
    c.tcb = Tcb{};
    c.tcb.config = config;
    advance(c.tcb, PassiveOpen{.local = sockets.local, .remote = sockets.remote}, turn.now,
            turn.fx);
  }
}

bool set_program(Host& host, std::optional<ConnId> id, const Application& application,
                 ByteArena& bytes, HostTurn& turn) {
  if (id && host.connections.find(*id) == nullptr) return false;
  if (!id) {
    host.application = application;
    for (const ListenerRow& row : host.connections.listeners())
      install(host, row.id, application, bytes, turn);
    id = newest_accepted(host);
  }
  if (id) install(host, *id, application, bytes, turn);
  settle(host, bytes, turn);
  return true;
}

void power_off(Host& host, HostTurn& turn) {
  host.power = Power::crashed;
  for (const Connection& c : host.connections)
    turn.facts.push_back(ConnectionRemoved{.host = host.id, .connection = c.id});
  host.connections.clear();
  host.gone.clear();
}

void power_on(Host& host) {
  host.power = Power::up;
  host.next_port = first_ephemeral_port;
  host.next_ip_id = 1;
}

}  // namespace engine
