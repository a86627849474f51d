#include "engine/wire/touch.hpp"

#include <algorithm>
#include <type_traits>

#include "engine/base/invariant.hpp"
#include "engine/wire/edit.hpp"

namespace engine {
namespace {

Packet* find_mutable(Wire& wire, PacketId id) { return const_cast<Packet*>(find(wire, id)); }

// The packet that waits to trade places with this one.
Packet* waits_for(Wire& wire, PacketId next, WireDirection direction) {
  if (!wire.swaps) return nullptr;
  const auto waiting = std::ranges::find_if(wire.packets, [&](const Packet& p) {
    return p.swaps && p.id < next && direction_of(p) == direction;
  });
  return waiting == wire.packets.end() ? nullptr : &*waiting;
}

// One action on one packet. `rule` is who does it; none = a person.
struct Touch {
  Wire& wire;
  PacketId id;
  std::optional<ImpairmentId> rule;
  ByteArena& bytes;
  WireTurn& turn;

  Packet& packet() const { return *find_mutable(wire, id); }

  bool operator()(const DropIt&) const {
    take(wire, id);
    turn.facts.push_back(PacketDropped{.packet = id,
                                       .reason = rule ? DropReason::rule : DropReason::user,
                                       .rule = rule,
                                       .box = {}});
    return true;
  }

  bool operator()(const DelayIt& delay) const {
    Packet& p = packet();
    if (p.held_since) {
      p.remaining = std::max(*p.remaining + delay.by, Duration{});
    } else {
      p.arrives_at = std::max(p.arrives_at + delay.by, turn.now);
    }
    turn.facts.push_back(PacketDelayed{.packet = id, .arrives_at = p.arrives_at, .rule = rule});
    return true;
  }

  bool operator()(const HoldIt&) const {
    Packet& p = packet();
    if (p.held_since) return false;
    p.held_since = turn.now;
    p.remaining = p.arrives_at - turn.now;
    p.arrives_at = never;
    turn.facts.push_back(PacketHeld{.packet = id, .rule = rule});
    return true;
  }

  // It waits aside like a held one; the next departure of its direction calls it back. The packet
  // that somebody waits for is the other half of that pair and does not begin one of its own.
  bool operator()(const SwapIt&) const {
    Packet& p = packet();
    if (waits_for(wire, id, direction_of(p)) || !(*this)(HoldIt{})) return false;
    p.swaps = wire.swaps = true;
    return true;
  }

  bool operator()(const DuplicateIt& duplicate) const {
    const Packet& p = packet();
    const Instant due = p.held_since ? turn.now + *p.remaining : p.arrives_at;
    copy_packet(wire, id, std::max(due + duplicate.gap, turn.now), turn);
    return true;
  }

  bool operator()(const EditIt& edit) const {
    Packet& p = packet();
    const std::optional<ByteRef> edited = edited_copy(p.bytes, edit, bytes, turn.cursor);
    if (!edited) return false;
    rewrite(p, *edited);
    return true;
  }

  bool operator()(const CorruptIt& corrupt) const {
    Packet& p = packet();
    if (corrupt.bit / 8 >= p.bytes.length) return false;
    rewrite(p, corrupted_copy(p.bytes, corrupt.bit, bytes, turn.cursor));
    return true;
  }

  void rewrite(Packet& p, ByteRef edited) const {
    p.bytes = edited;
    p.provenance = Provenance::edited;
    turn.facts.push_back(PacketEdited{.packet = id, .bytes = edited, .rule = rule, .box = {}});
  }
};

}  // namespace

bool touch(Wire& wire, PacketId id, const WireAction& action, ByteArena& bytes, WireTurn& turn) {
  if (find(wire, id) == nullptr) return false;
  return std::visit(Touch{wire, id, std::nullopt, bytes, turn}, action);
}

void act_by_rule(Wire& wire, PacketId id, Impairment& rule, ByteArena& bytes, WireTurn& turn) {
  if (!rule.unlimited) --rule.left;
  turn.facts.push_back(RuleChanged{.rule = rule.id, .armed = true, .left = rule.left});
  // A rule that asks for a field the packet lacks has had its turn and does nothing.
  static_cast<void>(std::visit(Touch{wire, id, rule.id, bytes, turn}, rule.action));
}

bool release(Wire& wire, PacketId id, WireTurn& turn) {
  Packet* const p = find_mutable(wire, id);
  if (p == nullptr || !p->held_since) return false;
  p->arrives_at = turn.now + *p->remaining;
  p->held_since.reset();
  p->remaining.reset();
  p->swaps = false;
  turn.facts.push_back(PacketReleased{.packet = id, .arrives_at = p->arrives_at});
  return true;
}

void call_back_swapped(Wire& wire, PacketId next, WireDirection direction, WireTurn& turn) {
  Packet* const waiting = waits_for(wire, next, direction);
  if (waiting == nullptr) return;
  const Packet* const departed = find(wire, next);  // null = it was dropped
  const bool flies = departed != nullptr && departed->arrives_at != never;
  waiting->arrives_at =
      flies ? departed->arrives_at + swap_distance : turn.now + *waiting->remaining;
  waiting->held_since.reset();
  waiting->remaining.reset();
  waiting->swaps = false;
  turn.facts.push_back(PacketReleased{.packet = waiting->id, .arrives_at = waiting->arrives_at});
}

bool deliver_now(Wire& wire, PacketId id, WireTurn& turn) {
  Packet* const p = find_mutable(wire, id);
  if (p == nullptr) return false;
  const bool held = p->held_since.has_value();
  p->swaps = false;
  p->arrives_at = turn.now;
  p->held_since.reset();
  p->remaining.reset();
  if (held)
    turn.facts.push_back(PacketReleased{.packet = id, .arrives_at = turn.now});
  else
    turn.facts.push_back(PacketDelayed{.packet = id, .arrives_at = turn.now, .rule = {}});
  return true;
}

void flip_bit(Wire& wire, PacketId id, std::uint64_t bit, ByteArena& bytes, WireTurn& turn) {
  Packet& p = *find_mutable(wire, id);
  p.bytes = corrupted_copy(p.bytes, bit, bytes, turn.cursor);
  turn.facts.push_back(PacketEdited{.packet = id, .bytes = p.bytes, .rule = {}, .box = {}});
}

void mark_congestion(Wire& wire, PacketId id, ByteArena& bytes, WireTurn& turn) {
  Packet& p = *find_mutable(wire, id);
  p.bytes = marked_copy(p.bytes, bytes, turn.cursor);
  turn.facts.push_back(
      PacketEdited{.packet = id, .bytes = p.bytes, .rule = {}, .box = {}, .marked = true});
}

// What an attacker has forged stays forged.
void rewrite_by_box(Wire& wire, PacketId id, HostId box, ByteRef rewritten, WireTurn& turn) {
  Packet& p = *find_mutable(wire, id);
  p.bytes = rewritten;
  if (p.provenance == Provenance::stack) p.provenance = Provenance::edited;
  turn.facts.push_back(PacketEdited{.packet = id, .bytes = rewritten, .rule = {}, .box = box});
}

void copy_packet(Wire& wire, PacketId id, Instant arrives_at, WireTurn& turn) {
  Packet copy = *find(wire, id);
  copy.id = {turn.next_packet++};
  copy.copy_of = id;
  copy.provenance = Provenance::duplicate;
  copy.sent_at = turn.now;
  copy.arrives_at = arrives_at;
  copy.held_since.reset();
  copy.remaining.reset();
  copy.swaps = false;
  wire.packets.push_back(copy);
  turn.facts.push_back(PacketSent{.packet = copy.id,
                                  .from = copy.from,
                                  .to = copy.to,
                                  .copy_of = id,
                                  .bytes = copy.bytes,
                                  .arrives_at = arrives_at,
                                  .connection = {},
                                  .provenance = copy.provenance,
                                  .retransmission = copy.retransmission});
}

Packet take(Wire& wire, PacketId id) {
  const Packet* const packet = find(wire, id);
  INVARIANT(packet != nullptr);
  const Packet taken = *packet;
  wire.packets.erase(wire.packets.begin() + (packet - std::as_const(wire.packets).begin()));
  return taken;
}

}  // namespace engine
