// Which armed rule meets a departing packet. The packet is judged by its bytes as they are, so a
// forged or damaged packet is matched like any other.
#pragma once

#include "engine/base/byte_arena.hpp"
#include "engine/segment/describe.hpp"
#include "engine/wire/wire.hpp"

namespace engine {

// Everything of the match but the ordinal.
bool matches(const PacketMatch& match, const Packet& packet, const Description& seen);

// The first rule, in order of id, that acts on this packet; null = none. Every live rule counts
// the packet in `seen` if it matches, also when an earlier one acts, so that "the second SYN" is
// the second SYN whatever became of the first.
Impairment* acting_rule(Wire& wire, const Packet& packet, const ByteArena& bytes);

}  // namespace engine
