#include "engine/host/host.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/host/listener.hpp"

namespace engine {
namespace {

void hash_append(Hasher& h, const IsnPolicy& policy) {
  engine::hash_append(h, policy.fixed);
  h.add(std::span<const std::uint8_t>(policy.secret));
}

std::uint32_t accept_limit(std::uint32_t backlog, BacklogRule rule) {
  switch (rule) {
    case BacklogRule::exact:
      return backlog;
    case BacklogRule::plus_one:
      return backlog + 1;
    case BacklogRule::plus_half:
      return backlog + backlog / 2;
  }
  unreachable("BacklogRule");
}

}  // namespace

bool is_mine(const Host& host, Ipv4Address address) {
  const auto& others = host.other_addresses;
  return address == host.address || std::ranges::find(others, address) != others.end();
}

const Connection* find(const Host& host, ConnId id) { return host.connections.find(id); }

// RFC 9293 3.10.7 leaves the order of the search open: an exact pair first, whatever its state,
// then the most specific listener.
std::optional<ConnId> demultiplex(const Host& host, const SocketPair& seen_from_here) {
  if (const std::optional<ConnId> exact = host.connections.with_sockets(seen_from_here))
    return exact;
  return listener_for(host, seen_from_here);
}

QueueCounts queues(const Host& host, ConnId listener) {
  const ListenerRow* const row = host.connections.listener(listener);
  const Connection* const record = host.connections.find(listener);
  if (row == nullptr || record == nullptr) return {};
  const TcpConfig& config = record->tcb.config;
  const std::uint32_t asked =
      config.somaxconn != 0 ? std::min(record->backlog, config.somaxconn) : record->backlog;
  const std::uint32_t most = accept_limit(asked, config.backlog_rule);
  return {.half_open = row->half_open,
          .acceptable = row->acceptable,
          .backlog = most,
          .syn_backlog = config.syn_backlog != 0 ? config.syn_backlog : most};
}

void hash_append(Hasher& h, const Host& host) {
  h.add(host.id.value);
  hash_append(h, host.name);
  hash_append(h, host.address);
  hash_append(h, host.other_addresses);
  hash_append(h, host.config);
  hash_append(h, host.isn);
  hash_append(h, host.power);
  h.add(host.next_port);
  h.add(host.next_ip_id);
  hash_append(h, host.pattern);
  hash_append(h, host.application);
  h.add(host.passes.size());
  for (const FastOpenPass& pass : host.passes) {
    hash_append(h, pass.server);
    h.add(pass.cookie.length);
    h.add(std::span<const std::uint8_t>(pass.cookie.bytes));
    h.add(pass.peer_mss);
  }
  h.add(host.connections.size());
  for (const Connection& c : host.connections) hash_append(h, c);
  hash_append(h, host.gone);
}

void hash_buffers(Hasher& h, const Host& host, const ByteArena& bytes) {
  std::vector<ByteRef> parts;
  for (const Connection& c : host.connections) {
    const SendBuffer& unacknowledged = c.tcb.send_buffer;
    unacknowledged.slice(0, unacknowledged.length(), parts);
    ReceiveBuffer unread = c.tcb.receive_buffer;
    unread.read(unread.unread(), parts);
    for (const HeldText& held : unread.beyond_gap()) parts.push_back(held.text);
  }
  for (const ByteRef part : parts) h.add(bytes.read(part));
}

}  // namespace engine
