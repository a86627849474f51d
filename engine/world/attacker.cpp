#include "engine/world/attacker.hpp"

#include <algorithm>

namespace engine {
namespace {

void hash_append(Hasher& h, const AddressBlock& block) {
  engine::hash_append(h, block.first);
  h.add(block.count);
}

struct HashPlan {
  Hasher& h;

  void pair(Socket source, Socket target) const {
    engine::hash_append(h, source);
    engine::hash_append(h, target);
  }
  void operator()(const Flood& plan) const {
    engine::hash_append(h, plan.target);
    hash_append(h, plan.sources);
    h.add(plan.count);
    h.add(plan.burst);
    engine::hash_append(h, plan.every);
  }
  void operator()(const Guess& plan) const {
    pair(plan.source, plan.target);
    engine::hash_append(h, plan.with);
    engine::hash_append(h, plan.first);
    h.add(plan.stride);
    h.add(plan.count);
    engine::hash_append(h, plan.every);
    engine::hash_append(h, std::string_view(plan.text));
  }
  void operator()(const Scan& plan) const {
    engine::hash_append(h, plan.target);
    h.add(plan.first_port);
    h.add(plan.last_port);
    engine::hash_append(h, plan.kind);
    engine::hash_append(h, plan.every);
    engine::hash_append(h, plan.patience);
  }
  void operator()(const Strike& plan) const {
    pair(plan.source, plan.target);
    engine::hash_append(h, plan.with);
    engine::hash_append(h, std::string_view(plan.text));
  }
  void operator()(const ReplaySegment& plan) const {
    pair(plan.source, plan.target);
    h.add(to_byte(plan.flags));
  }
  void operator()(const Hijack& plan) const {
    pair(plan.source, plan.target);
    h.add(plan.texts.size());
    for (const std::string& text : plan.texts) engine::hash_append(h, std::string_view(text));
  }
  void operator()(const Storm& plan) const { pair(plan.source, plan.target); }
};

void hash_append(Hasher& h, const Assault& assault) {
  h.add(assault.id);
  h.add(assault.plan.index());
  std::visit(HashPlan{h}, assault.plan);
  engine::hash_append(h, assault.due);
  h.add(assault.sent);
  engine::hash_append(h, assault.next);
  engine::hash_append(h, assault.answered);
  engine::hash_append(h, assault.acknowledged);
  engine::hash_append(h, assault.probe_at);
  h.add(assault.waiting.size());
  for (const Probe& probe : assault.waiting) {
    h.add(probe.port);
    engine::hash_append(h, probe.until);
  }
}

}  // namespace

const SeenFlow* seen_flow(const Attacker& attacker, Socket source, Socket target) {
  const auto is_it = [&](const SeenFlow& flow) {
    return flow.source == source && flow.target == target;
  };
  const auto found = std::ranges::find_if(attacker.flows, is_it);
  return found == attacker.flows.end() ? nullptr : &*found;
}

void hash_append(Hasher& h, const Attacker& attacker) {
  hash_append(h, attacker.at);
  hash_append(h, attacker.sight);
  h.add(attacker.next_assault);
  h.add(attacker.assaults.size());
  for (const Assault& assault : attacker.assaults) hash_append(h, assault);
  h.add(attacker.flows.size());
  for (const SeenFlow& flow : attacker.flows) {
    hash_append(h, flow.source);
    hash_append(h, flow.target);
    hash_append(h, flow.next);
  }
  h.add(attacker.packets.size());
  for (const SeenPacket& packet : attacker.packets) {
    hash_append(h, packet.source);
    hash_append(h, packet.target);
    h.add(to_byte(packet.flags));
    hash_append(h, packet.bytes);
  }
}

}  // namespace engine
