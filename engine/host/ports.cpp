#include "engine/host/ports.hpp"

#include <algorithm>

namespace engine {
namespace {

constexpr std::uint16_t first_dynamic_port = 49'152;
constexpr std::uint32_t last_port = 65'535;

bool is_free(const Host& host, std::uint16_t port, Socket remote) {
  const Socket local{host.address, port};
  const auto listens_there = [&](const ListenerRow& row) {
    return host.connections.find(row.id)->tcb.sockets.local == local;
  };
  return !host.connections.with_sockets({.local = local, .remote = remote}) &&
         std::ranges::none_of(host.connections.listeners(), listens_there);
}

}  // namespace

std::optional<std::uint16_t> choose_port(const Host& host, Socket remote) {
  // A scenario may start below the range; the search wraps to its lower end.
  const std::uint32_t start = std::max<std::uint32_t>(host.next_port, 1);
  const std::uint32_t low = std::min<std::uint32_t>(start, first_dynamic_port);
  std::uint32_t port = start;
  for (std::uint32_t tried = 0; tried <= last_port - low; ++tried) {
    const auto candidate = static_cast<std::uint16_t>(port);
    if (is_free(host, candidate, remote)) return candidate;
    port = port == last_port ? low : port + 1;
  }
  return std::nullopt;
}

}  // namespace engine
