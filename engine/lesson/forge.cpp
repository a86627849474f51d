#include "engine/lesson/forge.hpp"

#include "engine/segment/made_packet.hpp"

namespace engine {

std::optional<SeqNum> value_of(const NumberTerm& term, const Scenario& scenario,
                               const World* world) {
  if (!term.live) return SeqNum{term.offset};
  if (*term.live == LiveNumber::iss && scenario.hosts[term.of.value].iss)
    return SeqNum{*scenario.hosts[term.of.value].iss} + term.offset;
  const Connection* const c = world != nullptr ? latest_connection(world->host(term.of)) : nullptr;
  if (c == nullptr) return std::nullopt;
  return live_number(*term.live, c->tcb) + term.offset;
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
  const Ipv4Header ip{.source = forged.source.address,
                      .destination = forged.destination.address,
                      .ttl = forged.ttl};
  return made_packet(ip, segment, forged.text,
                     forged.bad_checksum ? ChecksumKind::wrong : ChecksumKind::right);
}

}  // namespace engine
