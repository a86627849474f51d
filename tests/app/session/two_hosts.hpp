// A session over the two hosts of the lessons. The server listens on port 80 and the client
// connects at t = 0: the SYN arrives at 50 ms, the SYN-ACK at 100 ms, the ACK at 150 ms.
#pragma once

#include <utility>

#include "app/session/session.hpp"
#include "tests/support/world_builder.hpp"

namespace two_hosts {

using namespace std::chrono_literals;

using engine::test::client;
using engine::test::server;

inline engine::Instant at(engine::Duration since_start) {
  return engine::world_start + since_start;
}

inline engine::Scheduled call(engine::Duration when, engine::HostId who, engine::Call what) {
  engine::Scheduled entry;
  entry.when = engine::WhenAt{at(when)};
  entry.command = engine::DoCall{who, {}, std::move(what)};
  return entry;
}

inline engine::World world() {
  engine::World world = engine::test::two_hosts();
  world.schedule.push_back(call(0ms, server, engine::Listen{80}));
  world.schedule.push_back(call(0ms, client, engine::Connect{engine::test::server_socket()}));
  return world;
}

inline app::Opening opening(engine::World start = world()) {
  return {.title = "two hosts", .start = std::move(start), .bytes = {}, .base_delay = {}};
}

inline app::Session session() { return app::Session(opening()); }

// Watches for this long in frames of 10 ms.
inline void watch(app::Session& session, engine::Duration screen_time) {
  for (; screen_time > 0ms; screen_time -= 10ms)
    session.tick(std::min<engine::Duration>(screen_time, 10ms));
}

// Waits for a run or a far seek to end.
inline void finish(app::Session& session) {
  while (session.computing()) session.tick(0ms);
}

inline void seek(app::Session& session, engine::Duration since_start) {
  session.apply(app::SeekTo{at(since_start)});
  finish(session);
}

// Of the host's connection that is not a listener; closed when it has none.
inline engine::State state(const app::Session& session, engine::HostId id) {
  for (const engine::Connection& c : session.world().host(id).connections)
    if (c.tcb.state != engine::State::listen) return c.tcb.state;
  return engine::State::closed;
}

inline std::uint64_t fingerprint(const app::Session& session) {
  return engine::fingerprint(session.world(), session.timeline().bytes());
}

inline std::uint64_t edge_fingerprint(const app::Session& session, engine::BranchId branch) {
  const engine::Timeline& timeline = session.timeline(branch);
  return engine::fingerprint(timeline.edge(), timeline.bytes());
}

inline bool shows(const app::Session& session, std::string_view key) {
  for (const app::Toast& toast : session.toasts())
    if (toast.text.key == key) return true;
  return false;
}

}  // namespace two_hosts
