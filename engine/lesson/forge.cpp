#include "engine/lesson/forge.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/segment/codec.hpp"

namespace engine {
namespace {

// The newest connection of a host, alive or lately gone.
const Connection* newest_connection(const Host& host) {
  for (auto c = host.connections.rbegin(); c != host.connections.rend(); ++c)
    if (c->tcb.state != State::listen) return &*c;
  return host.gone.empty() ? nullptr : &host.gone.back();
}

SeqNum live_value(LiveNumber which, const Tcb& tcb) {
  switch (which) {
    case LiveNumber::iss:
      return tcb.snd.iss;
    case LiveNumber::irs:
      return tcb.rcv.irs;
    case LiveNumber::snd_una:
      return tcb.snd.una;
    case LiveNumber::snd_nxt:
      return tcb.snd.nxt;
    case LiveNumber::rcv_nxt:
      return tcb.rcv.nxt;
  }
  unreachable("LiveNumber");
}

void spoil_checksum(std::vector<std::uint8_t>& packet) {
  constexpr std::size_t checksum_at = 20 + 16;
  packet[checksum_at] ^= 0xFF;
}

}  // namespace

std::optional<SeqNum> value_of(const NumberTerm& term, const Scenario& scenario,
                               const World* world) {
  if (!term.live) return SeqNum{term.offset};
  if (*term.live == LiveNumber::iss && scenario.hosts[term.of.value].iss)
    return SeqNum{*scenario.hosts[term.of.value].iss} + term.offset;
  const Connection* const c = world != nullptr ? newest_connection(world->host(term.of)) : nullptr;
  if (c == nullptr) return std::nullopt;
  return live_value(*term.live, c->tcb) + term.offset;
}

std::optional<std::vector<std::uint8_t>> forged_bytes(const Forgery& forged,
                                                      const Scenario& scenario,
                                                      const World* world) {
  const auto seq = value_of(forged.seq, scenario, world);
  const auto ack = value_of(forged.ack, scenario, world);
  if (!seq || !ack) return std::nullopt;
  Segment segment{.source_port = forged.source.port,
                  .dest_port = forged.destination.port,
                  .seq = *seq,
                  .ack = *ack,
                  .flags = forged.flags,
                  .window = forged.window,
                  .urgent_pointer = forged.urgent};
  segment.options.mss = forged.mss;
  segment.text.length = static_cast<std::uint32_t>(forged.text.size());
  const Ipv4Header ip{.source = forged.source.address,
                      .destination = forged.destination.address,
                      .ttl = forged.ttl};
  std::vector<std::uint8_t> packet(encoded_size(segment));
  encode_headers(ip, segment, packet);
  std::ranges::copy(forged.text, text_part(segment, packet).begin());
  seal(packet);
  if (forged.bad_checksum) spoil_checksum(packet);
  return packet;
}

}  // namespace engine
