// The host as a whole: its defaults, its programs, its power.
#include <ranges>
#include <vector>

#include "engine/host/program.hpp"
#include "engine/host/stack.hpp"

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

bool set_config(Host& host, std::optional<ConnId> id, const TcpConfig& config, ByteArena& bytes,
                HostTurn& turn) {
  if (id && host.connections.find(*id) == nullptr) return false;
  std::vector<ConnId> reached;
  if (id) {
    reached.push_back(*id);
  } else {
    host.config = config;
    for (const Connection& c : host.connections) reached.push_back(c.id);
  }
  for (const ConnId each : reached) drive(host, each, ConfigureCall{config}, bytes, turn);
  settle(host, bytes, turn);
  return true;
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
    turn.tell(ConnectionRemoved{.host = host.id, .connection = c.id});
  host.connections.clear();
  host.gone.clear();
}

void power_on(Host& host) {
  host.power = Power::up;
  host.next_port = first_ephemeral_port;
  host.next_ip_id = 1;
}

}  // namespace engine
