// The wire: links, armed rules and the packets in flight. Decides the fate of each packet when it
// departs; later changes come from a person or never. It knows bytes and hosts' ids, no TCP state.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/wire/impairment.hpp"
#include "engine/wire/link.hpp"
#include "engine/wire/middlebox.hpp"
#include "engine/wire/packet_list.hpp"

namespace engine {

struct Wire {
  LinkConfig defaults;  // for pairs of hosts that have no link of their own
  std::vector<Link> links;
  std::vector<Impairment> impairments;
  std::uint32_t next_impairment = 1;
  PacketList packets;                  // in flight and held, in order of id
  std::vector<Middlebox> boxes;        // from the inside out; usually none
  std::vector<Ipv4Address> addresses;  // of the hosts, by id; for the boxes: empty without them
  bool swaps{};  // a packet was ever told to trade places: until then nobody looks for one
  bool operator==(const Wire&) const = default;
};

// Puts a box up, outside of those that are there.
void place(Wire& wire, Middlebox box, std::vector<Ipv4Address> addresses);

const Packet* search(const Wire& wire, PacketId id);

// Packets mostly arrive in the order in which they left, so mostly none is missing between the
// oldest and this one, and its number says where it is.
inline const Packet* find(const Wire& wire, PacketId id) {
  const PacketList& packets = wire.packets;
  if (packets.empty()) return nullptr;
  const std::size_t guess = id.value - packets.front().id.value;
  return guess < packets.size() && packets[guess].id == id ? &packets[guess] : search(wire, id);
}
void hash_append(Hasher& h, const Wire& wire, const class ByteArena& bytes);

}  // namespace engine
