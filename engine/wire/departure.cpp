#include "engine/wire/departure.hpp"

#include <algorithm>

#include "engine/wire/match.hpp"
#include "engine/wire/touch.hpp"

namespace engine {
namespace {

// What the link does to one packet, decided when it departs.
struct Passage {
  Instant arrives_at{};
  std::optional<DropReason> dropped{};
  std::optional<std::uint64_t> flipped_bit{};
  std::optional<Instant> copy_arrives_at{};
};

Duration time_to_send(const LinkConfig& config, std::size_t bytes) {
  const std::uint64_t bits = std::uint64_t{bytes} * 8;
  return Duration(static_cast<std::int64_t>(bits * 1'000'000'000 / config.bits_per_second));
}

// The sender's queue in front of a link with a rate: one packet is being sent, the others wait.
// Returns when the last bit has left, or nothing when the queue is full.
std::optional<Instant> leave_sender(Link& link, std::size_t bytes, Instant now) {
  if (link.config.bits_per_second == 0) return now;
  std::erase_if(link.leaving, [now](Instant left) { return left <= now; });
  const std::uint32_t limit = link.config.queue_packets;
  if (limit != 0 && link.leaving.size() > limit) return std::nullopt;
  link.free_at = std::max(link.free_at, now) + time_to_send(link.config, bytes);
  link.leaving.push_back(link.free_at);
  return link.free_at;
}

// One trip through the latency and jitter of the link. Order is kept unless the packet is made to
// be overtaken. Dice: reorder, then jitter; a chance or a jitter of zero draws nothing.
Instant travel(Link& link, Instant left_at, Random& random) {
  const LinkConfig& config = link.config;
  const bool overtaken = random.chance(config.reorder_ppm);
  Instant arrives = left_at + config.latency;
  if (config.jitter > 0ns) {
    const auto steps = static_cast<std::uint64_t>(config.jitter.count()) + 1;
    arrives += Duration(static_cast<std::int64_t>(random.below(steps)));
  }
  if (overtaken) return arrives + config.reorder_extra;
  arrives = std::max(arrives, link.last_arrival);
  link.last_arrival = arrives;
  return arrives;
}

// The written order of the dice: loss, corruption (and which bit), duplication, then those of
// travel() for the packet and for its copy. Draw nothing for a chance of zero: switching one knob
// on must not change what the others draw in worlds that do not use it.
Passage pass(Link& link, std::size_t bytes, WireTurn& turn) {
  const LinkConfig& config = link.config;
  Passage passage{.arrives_at = turn.now + config.latency};
  if (!config.up) passage.dropped = DropReason::link_down;
  if (config.up && bytes > config.mtu) passage.dropped = DropReason::too_big;
  if (passage.dropped) return passage;
  const std::optional<Instant> left_at = leave_sender(link, bytes, turn.now);
  if (!left_at) {
    passage.dropped = DropReason::queue_full;
    return passage;
  }
  const bool lost = turn.random.chance(config.loss_ppm);
  const bool corrupted = turn.random.chance(config.corrupt_ppm);
  if (corrupted) passage.flipped_bit = turn.random.below(bytes * 8);
  const bool duplicated = turn.random.chance(config.duplicate_ppm);
  passage.arrives_at = travel(link, *left_at, turn.random);
  if (lost)
    passage.dropped = DropReason::loss;
  else if (duplicated)
    passage.copy_arrives_at = travel(link, *left_at, turn.random);
  return passage;
}

PacketSent fact_of(const Packet& packet, std::optional<ConnId> connection) {
  return {.packet = packet.id,
          .from = packet.from,
          .to = packet.to,
          .copy_of = packet.copy_of,
          .bytes = packet.bytes,
          .arrives_at = packet.arrives_at,
          .connection = connection,
          .provenance = packet.provenance,
          .retransmission = packet.retransmission};
}

// What the link itself does to a packet that is under way.
void suffer(Wire& wire, PacketId id, const Passage& passage, ByteArena& bytes, WireTurn& turn) {
  if (find(wire, id) == nullptr) return;  // a rule dropped it
  if (passage.dropped) {
    take(wire, id);
    turn.facts.push_back(PacketDropped{.packet = id, .reason = *passage.dropped, .rule = {}});
    return;
  }
  if (passage.flipped_bit) flip_bit(wire, id, *passage.flipped_bit, bytes, turn);
  if (passage.copy_arrives_at) copy_packet(wire, id, *passage.copy_arrives_at, turn);
}

}  // namespace

void depart(Wire& wire, const Departing& departing, ByteArena& bytes, WireTurn& turn) {
  Packet packet{.id = {turn.next_packet++},
                .bytes = departing.bytes,
                .from = departing.from,
                .to = departing.to,
                .sent_at = turn.now,
                .arrives_at = turn.now + wire.defaults.latency,
                .provenance = departing.provenance,
                .copy_of = {},
                .retransmission = departing.retransmission,
                .held_since = {},
                .remaining = {}};
  Impairment* const rule = acting_rule(wire, packet, bytes);
  const bool rule_drops = rule != nullptr && std::holds_alternative<DropIt>(rule->action);
  Passage passage{.arrives_at = packet.arrives_at};
  if (packet.to) {
    Link& link = link_between(wire, packet.from, *packet.to);
    if (rule_drops)
      passage.arrives_at = turn.now + link.config.latency;
    else
      passage = pass(link, packet.bytes.length, turn);
  }
  packet.arrives_at = passage.arrives_at;
  turn.facts.push_back(fact_of(packet, departing.connection));
  wire.packets.push_back(packet);
  if (rule != nullptr) act_by_rule(wire, packet.id, *rule, bytes, turn);
  suffer(wire, packet.id, passage, bytes, turn);
  const Packet* const departed = find(wire, packet.id);
  call_back_swapped(wire, departed != nullptr ? *departed : packet, turn);
}

Link& link_between(Wire& wire, HostId from, HostId to) {
  const auto is_it = [&](const Link& link) { return link.from == from && link.to == to; };
  const auto link = std::ranges::find_if(wire.links, is_it);
  if (link != wire.links.end()) return *link;
  Link& made = wire.links.emplace_back();
  made.from = from;
  made.to = to;
  made.config = wire.defaults;
  return made;
}

}  // namespace engine
