#include "engine/world/attack.hpp"

#include <algorithm>
#include <iterator>

#include "engine/base/invariant.hpp"
#include "engine/segment/describe.hpp"
#include "engine/world/attack_moves.hpp"
#include "engine/world/forgery.hpp"

namespace engine {
namespace {

// A plan that can be carried out at all.
struct MakesSense {
  bool operator()(const Flood& plan) const {
    return plan.target.port != 0 && plan.sources.count > 0 && plan.count > 0 && plan.burst > 0 &&
           plan.every > Duration{};
  }
  bool operator()(const Guess& plan) const {
    return plan.stride > 0 && plan.count > 0 && plan.every > Duration{};
  }
  bool operator()(const Scan& plan) const {
    return plan.first_port > 0 && plan.first_port <= plan.last_port && plan.every > Duration{} &&
           plan.patience > Duration{};
  }
  bool operator()(const Strike& plan) const {
    return plan.with != Ammunition::text || !plan.text.empty();
  }
  bool operator()(const ReplaySegment&) const { return true; }
  bool operator()(const Hijack& plan) const {
    return std::ranges::none_of(plan.texts, &std::string::empty) && !plan.texts.empty();
  }
  bool operator()(const Storm&) const { return true; }
};

void call_off(Attacker& attacker, StepRecord& record) {
  for (const Assault& assault : attacker.assaults)
    if (record.keeps_notes())
      record.facts.push_back(
          Noted{.host = attacker.at,
                .connection = {},
                .note = note_of(Rule::attack_called_off, Outcome::done, {assault.sent})});
  attacker.assaults.clear();
}

}  // namespace

Attacker* attacker_at(World& world, HostId at) {
  const auto found = std::ranges::find(world.attackers, at, &Attacker::at);
  return found == world.attackers.end() ? nullptr : &*found;
}

const Assault* find_assault(const World& world, HostId at, std::uint32_t id) {
  const auto attacker = std::ranges::find(world.attackers, at, &Attacker::at);
  if (attacker == world.attackers.end()) return nullptr;
  const auto found = std::ranges::find(attacker->assaults, id, &Assault::id);
  return found == attacker->assaults.end() ? nullptr : &*found;
}

bool begin_attack(World& world, HostId at, const AttackPlan& plan, bool instead, ByteArena& bytes,
                  StepRecord& record) {
  Attacker* const attacker = attacker_at(world, at);
  if (attacker == nullptr || !std::visit(MakesSense{}, plan)) return false;
  if (instead) call_off(*attacker, record);
  const ForgeDesk desk{world, *attacker, bytes, record};
  Assault& assault = attacker->assaults.emplace_back();
  assault.id = attacker->next_assault++;
  assault.plan = plan;
  open_attack(desk, assault);
  const Instant due = assault.due;
  const std::uint32_t id = assault.id;
  if (due == never && !waits_for_sight(assault))
    attacker->assaults.pop_back();
  else if (due != never)
    world.agenda.add({due, DueKind::attack, id, at});
  return true;
}

bool cease_fire(World& world, HostId at, StepRecord& record) {
  Attacker* const attacker = attacker_at(world, at);
  if (attacker == nullptr || attacker->assaults.empty()) return false;
  call_off(*attacker, record);
  return true;
}

void act_by_plan(World& world, HostId at, std::uint32_t id, ByteArena& bytes, StepRecord& record) {
  Attacker& attacker = *attacker_at(world, at);
  const auto assault = std::ranges::find(attacker.assaults, id, &Assault::id);
  INVARIANT(assault != attacker.assaults.end());
  next_move({world, attacker, bytes, record}, *assault);
  if (assault->due != never)
    world.agenda.add({assault->due, DueKind::attack, id, at});
  else if (!waits_for_sight(*assault))
    attacker.assaults.erase(assault);
}

namespace {

// The memory is bounded: what was heard of longest ago is forgotten.
template <class T>
void remember(std::vector<T>& memory, T news, std::size_t most) {
  if (memory.size() == most) memory.erase(memory.begin());
  memory.push_back(std::move(news));
}

// Numbers of a direction only go forward: an old segment that passes again teaches nothing.
void learn_flow(Attacker& attacker, const SeenPacket& seen, const Description& what) {
  const SeqNum end = end_of(what.segment);
  const auto is_it = [&](const SeenFlow& flow) {
    return flow.source == seen.source && flow.target == seen.target;
  };
  const auto known = std::ranges::find_if(attacker.flows, is_it);
  SeenFlow flow{.source = seen.source, .target = seen.target, .next = end};
  if (known != attacker.flows.end()) {
    if (!what.segment.flags.syn) flow.next = later(known->next, end);
    attacker.flows.erase(known);
  }
  remember(attacker.flows, flow, Attacker::most_flows);
}

// A packet departs and this attacker is on its path. Its own forgeries teach it nothing.
void see(const ForgeDesk& desk, const PacketSent& sent) {
  if (sent.from == desk.attacker.at || sent.provenance == Provenance::forged) return;
  const Description what = describe(desk.bytes.read(sent.bytes));
  if (!what.tcp_complete) return;
  const Segment& segment = what.segment;
  const SeenPacket seen{.source = {what.source, segment.source_port},
                        .target = {what.destination, segment.dest_port},
                        .flags = segment.flags,
                        .bytes = sent.bytes};
  learn_flow(desk.attacker, seen, what);
  remember(desk.attacker.packets, seen, Attacker::most_packets);
  for (Assault& assault : desk.attacker.assaults)
    overhear(desk, assault, seen, end_of(segment), segment.ack);
}

}  // namespace

void watch(World& world, ByteArena& bytes, StepRecord& record) {
  for (Attacker& attacker : world.attackers) {
    if (attacker.sight == Sight::blind) continue;
    const ForgeDesk desk{world, attacker, bytes, record};
    for (const Fact& fact : record.facts)
      if (const auto* const sent = std::get_if<PacketSent>(&fact)) see(desk, *sent);
  }
}

void hear_arrival(World& world, HostId at, ByteRef packet, ByteArena& bytes, StepRecord& record) {
  Attacker* const attacker = attacker_at(world, at);
  if (attacker == nullptr) return;
  const ForgeDesk desk{world, *attacker, bytes, record};
  for (Assault& assault : attacker->assaults) hear_answer(desk, assault, bytes.read(packet));
}

}  // namespace engine
