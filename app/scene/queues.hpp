// A server's two queues as cells, and the list of connections (ux 3.1, requirements F). Both queues
// are derived: half-open = children in SYN-RECEIVED, accept = established and not yet accepted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/scene/phrase.hpp"
#include "engine/host/host.hpp"

namespace scene {

struct QueueCell {
  engine::ConnId connection{};
  std::string remote{};  // "10.0.0.1:50000"
  engine::Duration age{};
  std::uint32_t retries{};
};

struct Queue {
  std::vector<QueueCell> cells{};  // oldest first; at most `shown_at_most`
  std::uint32_t count{}, capacity{};
  bool full() const { return count >= capacity; }
};

// Who came and who went since `before`: cells enter and leave visibly (ux 3.1).
struct QueueChange {
  std::vector<engine::ConnId> entered{}, left{};
};
QueueChange change_of(const Queue& before, const Queue& now);

struct ListenerQueues {
  engine::ConnId listener{};
  std::uint16_t port{};
  Queue half_open{}, acceptable{};
  // So long ago a request was answered with a cookie that can still come back; of it nothing is
  // stored.
  std::optional<engine::Duration> cookie_age{};
};

inline constexpr std::size_t shown_at_most = 64;
std::vector<ListenerQueues> listener_queues(const engine::Host& host, engine::Instant now);

struct ConnectionRow {
  engine::ConnId connection{};
  std::string local{}, remote{};  // remote of a listener: empty
  engine::State state{};
  engine::Duration in_state{};
  bool listener{};
  bool gone{};  // removed: shown for a while
};
std::vector<ConnectionRow> connection_rows(const engine::Host& host, engine::Instant now);

// The connection an endpoint panel shows when nobody chose one: the newest that is not a
// listener, else the newest that is gone (unless a listener was opened after it), else the
// listener.
std::optional<engine::ConnId> default_connection(const engine::Host& host);
// Also finds connections that are gone.
const engine::Connection* find_shown(const engine::Host& host, engine::ConnId connection);

}  // namespace scene
