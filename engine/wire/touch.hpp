// Acting on one packet that is under way: by a person (with its id), or by an armed rule at the
// moment of departure. Editing rewrites the bytes into new ones; the old ones stay for the record.
#pragma once

#include "engine/wire/departure.hpp"

namespace engine {

// False = it cannot be done (no such packet, not held, no such field): nothing has changed.
[[nodiscard]] bool touch(Wire& wire, PacketId id, const WireAction& action, ByteArena& bytes,
                         WireTurn& turn);
[[nodiscard]] bool release(Wire& wire, PacketId id, WireTurn& turn);
[[nodiscard]] bool deliver_now(Wire& wire, PacketId id, WireTurn& turn);

// The rule has met a departing packet: it acts and is used up by one.
void act_by_rule(Wire& wire, PacketId id, Impairment& rule, ByteArena& bytes, WireTurn& turn);

// ---- used by the link itself
// One that waits to trade places goes on just behind the packet that departs now.
inline constexpr Duration swap_distance = std::chrono::milliseconds(1);
void call_back_swapped(Wire& wire, PacketId next, WireDirection direction, WireTurn& turn);
void flip_bit(Wire& wire, PacketId id, std::uint64_t bit, ByteArena& bytes, WireTurn& turn);
void mark_congestion(Wire& wire, PacketId id, ByteArena& bytes, WireTurn& turn);
void copy_packet(Wire& wire, PacketId id, Instant arrives_at, WireTurn& turn);

// ---- used by the boxes on the way
void rewrite_by_box(Wire& wire, PacketId id, HostId box, ByteRef rewritten, WireTurn& turn);

// Removes a packet from the wire. Precondition: it is there.
Packet take(Wire& wire, PacketId id);

}  // namespace engine
