#include "engine/host/ports.hpp"

#include <algorithm>

namespace engine {
namespace {

constexpr std::uint16_t first_dynamic_port = 49'152;
constexpr std::uint32_t last_port = 65'535;

bool somebody_listens(const Host& host, Socket local) {
  return std::ranges::any_of(host.connections.listeners(), [&](const ListenerRow& row) {
    return host.connections.find(row.id)->tcb.sockets.local == local;
  });
}

}  // namespace

// Linux, tcp_tw_reuse: with timestamps on both incarnations no old segment can be taken for a new
// one once the clock has moved on.
PairUse use_of(const Host& host, const SocketPair& sockets, Instant now) {
  const std::optional<ConnId> id = host.connections.with_sockets(sockets);
  if (!id) return PairUse::free;
  const Connection& old = *host.connections.find(*id);
  if (old.tcb.state != State::time_wait) return PairUse::taken;
  const Instant silent_since = std::max(old.state_since, old.tcb.last_received_at);
  const bool loopback = sockets.remote.address == sockets.local.address;
  const bool wanted =
      host.config.time_wait_reuse || (host.config.time_wait_reuse_loopback && loopback);
  const bool reusable = wanted && host.config.timestamps && old.tcb.ts.on &&
                        now - silent_since >= host.config.time_wait_reuse_delay;
  return reusable ? PairUse::reusable : PairUse::waits;
}

std::optional<std::uint16_t> choose_port(const Host& host, const SocketPair& pair, Instant now) {
  // A scenario may start below the range; the search wraps to its lower end, and so does the number
  // after the last one, which is 0.
  const std::uint32_t start = host.next_port == 0 ? first_dynamic_port : host.next_port;
  const std::uint32_t low = std::min<std::uint32_t>(start, first_dynamic_port);
  std::optional<std::uint16_t> second_choice;
  std::uint32_t port = start;
  for (std::uint32_t tried = 0; tried <= last_port - low; ++tried) {
    const Socket local{pair.local.address, static_cast<std::uint16_t>(port)};
    const PairUse use = use_of(host, {.local = local, .remote = pair.remote}, now);
    const bool wanted = use == PairUse::free || (use == PairUse::reusable && !second_choice);
    if (wanted && !somebody_listens(host, local)) {
      if (use == PairUse::free) return local.port;
      second_choice = local.port;
    }
    port = port == last_port ? low : port + 1;
  }
  return second_choice;
}

}  // namespace engine
