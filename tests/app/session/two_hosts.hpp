// A session over the standard scenario, built by hand: client 10.0.0.1 (ISN 1000) and server
// 10.0.0.2:80 (ISN 5000), 50 ms each way. The server listens and the client connects at t = 0:
// SYN arrives at 50 ms, SYN-ACK at 100 ms, ACK at 150 ms.
#pragma once

#include <utility>

#include "app/session/session.hpp"
#include "engine/base/invariant.hpp"

namespace two_hosts {

using namespace std::chrono_literals;

inline constexpr engine::HostId client{0}, server{1};
inline constexpr engine::Socket server_socket{engine::ipv4(10, 0, 0, 2), 80};

inline engine::Instant at(engine::Duration since_start) {
  return engine::world_start + since_start;
}

inline engine::Host host(engine::HostId id, const char* name, engine::Ipv4Address address,
                         std::uint32_t isn) {
  engine::Host host;
  host.id = id;
  host.name = name;
  host.address = address;
  host.isn.fixed = isn;
  return host;
}

inline engine::Scheduled call(engine::Duration when, engine::HostId who, engine::Call what) {
  engine::Scheduled entry;
  entry.when = engine::WhenAt{at(when)};
  entry.command = engine::DoCall{who, {}, std::move(what)};
  return entry;
}

inline engine::World world() {
  engine::World world;
  world.hosts.push_back(host(client, "client", engine::ipv4(10, 0, 0, 1), 1000));
  world.hosts.push_back(host(server, "server", engine::ipv4(10, 0, 0, 2), 5000));
  world.schedule.push_back(call(0ms, server, engine::Listen{80}));
  world.schedule.push_back(call(0ms, client, engine::Connect{server_socket}));
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
