#include "engine/wire/wire.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "engine/base/byte_arena.hpp"
#include "engine/base/hash.hpp"

namespace engine {
namespace {

void hash_append(Hasher& h, const LinkConfig& config) {
  engine::hash_append(h, config.latency);
  engine::hash_append(h, config.jitter);
  h.add(config.loss_ppm);
  h.add(config.duplicate_ppm);
  h.add(config.corrupt_ppm);
  h.add(config.reorder_ppm);
  engine::hash_append(h, config.reorder_extra);
  h.add(config.bits_per_second);
  h.add(config.queue_packets);
  h.add(config.mtu);
  h.add(config.mark_ppm);
  h.add(config.mark_queue);
  h.add(config.up);
}

void hash_append(Hasher& h, const PacketMatch& match) {
  engine::hash_append(h, match.from);
  engine::hash_append(h, match.to);
  engine::hash_append(h, match.flag_match);
  h.add(to_byte(match.flags));
  h.add(match.ordinal);
  engine::hash_append(h, match.min_text);
  engine::hash_append(h, match.max_text);
  if (match.again) h.add(std::uint8_t{*match.again});
}

struct HashAction {
  Hasher& h;
  void operator()(const DropIt&) const {}
  void operator()(const HoldIt&) const {}
  void operator()(const SwapIt&) const {}
  void operator()(const DelayIt& delay) const { engine::hash_append(h, delay.by); }
  void operator()(const DuplicateIt& duplicate) const { engine::hash_append(h, duplicate.gap); }
  void operator()(const CorruptIt& corrupt) const { h.add(corrupt.bit); }
  void operator()(const EditIt& edit) const {
    h.add(edit.edits.size());
    for (const FieldEdit& field : edit.edits) {
      engine::hash_append(h, field.field);
      h.add(field.value);
    }
    h.add(edit.keep_checksum);
  }
};

void hash_append(Hasher& h, const Impairment& rule) {
  h.add(rule.id.value);
  hash_append(h, rule.match);
  h.add(rule.action.index());
  std::visit(HashAction{h}, rule.action);
  h.add(rule.left);
  h.add(rule.unlimited);
  h.add(rule.enabled);
  h.add(rule.seen);
  h.add(rule.from_scenario);
}

}  // namespace

void place(Wire& wire, Middlebox box, std::vector<Ipv4Address> addresses) {
  wire.boxes.push_back(std::move(box));
  wire.addresses = std::move(addresses);
}

const Packet* search(const Wire& wire, PacketId id) {
  const auto packet = std::ranges::lower_bound(wire.packets, id, {}, &Packet::id);
  return packet != wire.packets.end() && packet->id == id ? &*packet : nullptr;
}

void hash_append(Hasher& h, const Link& link) {
  h.add(link.from.value);
  h.add(link.to.value);
  hash_append(h, link.config);
  hash_append(h, link.free_at);
  hash_append(h, link.last_arrival);
  hash_append(h, link.leaving);
}

void hash_append(Hasher& h, const Packet& packet) {
  hash_append(h, packet.id);
  hash_append(h, packet.bytes);
  hash_append(h, packet.from);
  hash_append(h, packet.to);
  hash_append(h, packet.sent_at);
  hash_append(h, packet.arrives_at);
  hash_append(h, packet.provenance);
  hash_append(h, packet.copy_of);
  hash_append(h, packet.retransmission);
  if (packet.swaps) h.add(true);  // the digests of worlds without swaps are what they were
  hash_append(h, packet.held_since);
  hash_append(h, packet.remaining);
}

void hash_append(Hasher& h, const Wire& wire, const ByteArena& bytes) {
  hash_append(h, wire.defaults);
  hash_append(h, wire.links);
  h.add(wire.impairments.size());
  for (const Impairment& rule : wire.impairments) hash_append(h, rule);
  h.add(wire.next_impairment);
  h.add(wire.packets.size());
  for (const Packet& packet : wire.packets) {
    hash_append(h, packet);
    h.add(bytes.read(packet.bytes));
  }
  hash_append(h, wire.boxes);
  hash_append(h, wire.addresses);
}

}  // namespace engine
