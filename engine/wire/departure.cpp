#include "engine/wire/departure.hpp"

#include <algorithm>

#include "engine/segment/ipv4.hpp"
#include "engine/wire/crossing.hpp"
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
  bool marked{};
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

// Congestion is told early: by chance, or because too many wait in front of the rate.
bool feels_congestion(const Link& link, Random& random) {
  const LinkConfig& config = link.config;
  const bool by_queue = config.mark_queue != 0 && link.leaving.size() > config.mark_queue;
  return random.chance(config.mark_ppm) || by_queue;
}

enum class Ability : std::uint8_t { none, markable, marked };
Ability ecn_ability(std::span<const std::uint8_t> packet) {
  const unsigned bits = is_ipv4(packet) ? packet[1] & 3u : 0;
  if (bits == static_cast<unsigned>(Ecn::congestion)) return Ability::marked;
  return bits == 0 ? Ability::none : Ability::markable;
}

// The written order of the dice: loss, corruption (and which bit), duplication, mark, then those of
// travel() for the packet and for its copy. Draw nothing for a chance of zero: switching one knob
// on must not change what the others draw in worlds that do not use it.
void pass(Link& link, std::span<const std::uint8_t> packet, WireTurn& turn, Passage& passage) {
  const LinkConfig& config = link.config;
  const std::size_t bytes = packet.size();
  passage.arrives_at = turn.now + config.latency;
  if (!config.up) passage.dropped = DropReason::link_down;
  if (config.up && bytes > config.mtu) passage.dropped = DropReason::too_big;
  if (passage.dropped) return;
  const std::optional<Instant> left_at = leave_sender(link, bytes, turn.now);
  if (!left_at) {
    passage.dropped = DropReason::queue_full;
    return;
  }
  const bool lost = turn.random.chance(config.loss_ppm);
  const bool corrupted = turn.random.chance(config.corrupt_ppm);
  if (corrupted) passage.flipped_bit = turn.random.below(bytes * 8);
  const bool duplicated = turn.random.chance(config.duplicate_ppm);
  const bool congested = feels_congestion(link, turn.random);
  passage.marked = congested && ecn_ability(packet) == Ability::markable;
  passage.arrives_at = travel(link, *left_at, turn.random);
  if (lost)
    passage.dropped = DropReason::loss;
  else if (congested && ecn_ability(packet) == Ability::none)
    passage.dropped = DropReason::early;
  else if (duplicated)
    passage.copy_arrives_at = travel(link, *left_at, turn.random);
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
  if (passage.dropped) {
    take(wire, id);
    turn.facts.push_back(
        PacketDropped{.packet = id, .reason = *passage.dropped, .rule = {}, .box = {}});
    return;
  }
  if (passage.marked) mark_congestion(wire, id, bytes, turn);
  if (passage.flipped_bit) flip_bit(wire, id, *passage.flipped_bit, bytes, turn);
  if (passage.copy_arrives_at) copy_packet(wire, id, *passage.copy_arrives_at, turn);
}

void fill(Packet& packet, const Wire& wire, const Departing& departing, WireTurn& turn) {
  packet.id = {turn.next_packet++};
  packet.bytes = departing.bytes;
  packet.from = departing.from;
  packet.to = departing.to;
  packet.sent_at = turn.now;
  packet.arrives_at = turn.now + wire.defaults.latency;
  packet.provenance = departing.provenance;
  packet.retransmission = departing.retransmission;
}

struct Decision {
  Impairment* rule{};  // acts on the packet; null = none
  Passage passage;
};

// An armed rule and the link decide about a packet at the moment of its departure.
Decision decide(Wire& wire, const Packet& packet, const ByteArena& bytes, WireTurn& turn) {
  Decision decision{.rule = acting_rule(wire, packet, bytes),
                    .passage = {.arrives_at = packet.arrives_at}};
  const Impairment* const rule = decision.rule;
  const bool rule_drops = rule != nullptr && std::holds_alternative<DropIt>(rule->action);
  if (!packet.to) return decision;
  Link& link = link_between(wire, packet.from, *packet.to);
  if (rule_drops)
    decision.passage.arrives_at = turn.now + link.config.latency;
  else
    pass(link, bytes.read(packet.bytes), turn, decision.passage);
  return decision;
}

void meet_fate(Wire& wire, PacketId id, WireDirection direction, const Decision& decision,
               ByteArena& bytes, WireTurn& turn) {
  if (decision.rule != nullptr) act_by_rule(wire, id, *decision.rule, bytes, turn);
  const bool dropped_by_rule = decision.rule != nullptr && find(wire, id) == nullptr;
  if (!dropped_by_rule) suffer(wire, id, decision.passage, bytes, turn);
  call_back_swapped(wire, id, direction, turn);
}

// The armed rules and the link meet the packet as it is behind the last box. What is told first is
// the packet as its sender made it; then what the boxes did; then their answers leave.
void depart_through_boxes(Wire& wire, Packet packet, std::optional<ConnId> connection,
                          ByteArena& bytes, WireTurn& turn) {
  const Crossing crossing = cross(wire, packet, bytes, turn.now);
  packet.to = crossing.to;
  Decision decision{.rule = nullptr, .passage = {.arrives_at = packet.arrives_at}};
  Packet beyond = packet;
  if (crossing.changed_by) beyond.bytes = bytes.store(turn.cursor, crossing.packet);
  if (!crossing.stopped_by) decision = decide(wire, beyond, bytes, turn);
  packet.arrives_at = decision.passage.arrives_at;
  turn.facts.push_back(fact_of(packet, connection));
  wire.packets.push_back(packet);
  for (const BoxNoted& noted : crossing.notes) turn.facts.push_back(noted);
  if (crossing.stopped_by) {
    take(wire, packet.id);
    turn.facts.push_back(PacketDropped{
        .packet = packet.id, .reason = DropReason::box, .rule = {}, .box = crossing.stopped_by});
  } else {
    if (crossing.changed_by)
      rewrite_by_box(wire, packet.id, *crossing.changed_by, beyond.bytes, turn);
    meet_fate(wire, packet.id, direction_of(packet), decision, bytes, turn);
  }
  for (const BoxAnswer& answer : crossing.answers)
    depart(wire,
           {.bytes = bytes.store(turn.cursor, answer.packet),
            .from = answer.from,
            .to = answer.to,
            .provenance = answer.provenance},
           bytes, turn);
}

}  // namespace

void depart(Wire& wire, const Departing& departing, ByteArena& bytes, WireTurn& turn) {
  if (!wire.boxes.empty()) {
    Packet packet;
    fill(packet, wire, departing, turn);
    return depart_through_boxes(wire, packet, departing.connection, bytes, turn);
  }
  Packet& packet = wire.packets.emplace_back();  // built in its place (base/variant_list.hpp)
  fill(packet, wire, departing, turn);
  const PacketId id = packet.id;
  const WireDirection direction = direction_of(packet);
  const Decision decision = decide(wire, packet, bytes, turn);
  packet.arrives_at = decision.passage.arrives_at;
  turn.facts.push_back(fact_of(packet, departing.connection));
  // From here on by id: a rule or the link may add a copy, and then the packets move.
  meet_fate(wire, id, direction, decision, bytes, turn);
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
