#include "engine/host/connection.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/tcp/fast_open.hpp"

namespace engine {
namespace {

struct HashProgram {
  Hasher& h;
  void operator()(const Manual&) const {}
  void operator()(const Echo&) const {}
  void operator()(const CloseFirst&) const {}
  void operator()(const Sink& sink) const { h.add(sink.close_at_end); }
  void operator()(const Source& source) const {
    h.add(source.bytes);
    h.add(source.sent);
    h.add(source.close_after);
  }
  void operator()(const SlowReader& reader) const {
    h.add(reader.bytes);
    hash_append(h, reader.every);
    hash_append(h, reader.next);
  }
};

}  // namespace

void follow_route(Connection& c, const SourceRoute& route) {
  c.route = route;
  c.tcb.ip_options = static_cast<std::uint8_t>(option_size(route));
}

QueuePlace queue_place(const Connection& c) {
  if (!c.parent || c.accepted) return QueuePlace::none;
  if (is_usable(c.tcb)) return QueuePlace::acceptable;
  return c.tcb.state == State::syn_received ? QueuePlace::half_open : QueuePlace::none;
}

Instant next_deadline(const Connection& connection) {
  Instant first = never;
  for (const RunningTimer& row : connection.tcb.timers.rows)
    first = std::min(first, row.expires_at);
  return first;
}

void hash_append(Hasher& h, const Application& application) {
  h.add(application.program.index());
  std::visit(HashProgram{h}, application.program);
  h.add(application.auto_accept);
  h.add(application.bytes_read);
  h.add(application.bytes_written);
}

void hash_append(Hasher& h, const Connection& c) {
  hash_append(h, c.id);
  hash_append(h, c.tcb);
  hash_append(h, c.parent);
  hash_append(h, c.accepted);
  hash_append(h, c.application);
  hash_append(h, c.backlog);
  hash_append(h, c.created_at);
  hash_append(h, c.state_since);
  hash_append(h, c.started_at);
  hash_append(h, c.completed_at);
  hash_append(h, c.linger_until);
  hash_append(h, c.route);
  hash_append(h, c.route_given);
  hash_append(h, c.early_resets);
  hash_append(h, c.last_cookie);
  hash_append(h, c.last_result);
  hash_append(h, c.last_call);
}

}  // namespace engine
