#include "engine/world/carry_out.hpp"

#include <algorithm>

#include "engine/host/stack.hpp"
#include "engine/segment/made_packet.hpp"
#include "engine/wire/touch.hpp"
#include "engine/world/attack.hpp"
#include "engine/world/turns.hpp"
#include "engine/world/upkeep.hpp"

namespace engine {
namespace {

struct CarryOut {
  World& world;
  ByteArena& bytes;
  StepRecord& record;

  bool exists(HostId id) const { return id.value < world.hosts.size(); }

  // Lets one host act; `act` gets the host and its turn.
  template <class Act>
  bool with_host(HostId id, Act act) const {
    if (!exists(id)) return false;
    HostTurn& turn = lend_to_host(world, id, record);
    const bool done = act(world.host(id), turn);
    take_back_from_host(world, bytes, record);
    return done;
  }

  template <class Act>
  bool with_wire(Act act) const {
    WireTurn& turn = lend_to_wire(world, record);
    const bool done = act(world.wire, turn);
    take_back_from_wire(world, record);
    return done;
  }

  bool operator()(const DoCall& c) const {
    return with_host(c.host, [&](Host& host, HostTurn& turn) {
      return call(host, c.connection, c.call, bytes, turn);
    });
  }

  bool operator()(const OnPacket& c) const {
    return with_wire(
        [&](Wire& wire, WireTurn& turn) { return touch(wire, c.packet, c.action, bytes, turn); });
  }
  bool operator()(const Release& c) const {
    return with_wire([&](Wire& wire, WireTurn& turn) { return release(wire, c.packet, turn); });
  }
  bool operator()(const DeliverNow& c) const {
    return with_wire([&](Wire& wire, WireTurn& turn) { return deliver_now(wire, c.packet, turn); });
  }

  bool operator()(const Forge& c) const {
    constexpr std::size_t largest = 65'535;
    if (!exists(c.from) || !exists(c.to)) return false;
    if (c.packet.empty() || c.packet.size() > largest) return false;
    return with_wire([&](Wire& wire, WireTurn& turn) {
      const Departing departing{.bytes = bytes.store(turn.cursor, c.packet),
                                .from = c.from,
                                .to = c.to,
                                .provenance = Provenance::forged,
                                .retransmission = false,
                                .connection = std::nullopt};
      depart(wire, departing, bytes, turn);
      return true;
    });
  }

  // Written into the schedule, so that each departs at its own moment.
  bool operator()(const ForgeBurst& c) const {
    const auto source = source_of(c.packet);
    if (!exists(c.from) || !exists(c.to) || !source || c.addresses == 0) return false;
    if (c.count == 0 || c.count > ForgeBurst::most) return false;
    if (c.spacing < Duration{} || c.spacing > ForgeBurst::longest_spacing) return false;
    for (std::uint32_t i = 0; i < c.count; ++i) {
      Socket name = *source;
      name.address.raw += i % c.addresses;
      name.port = static_cast<std::uint16_t>(name.port + i / c.addresses);
      const Instant at = world.now + c.spacing * i;
      world.agenda.add(
          {at, DueKind::schedule, static_cast<std::uint32_t>(world.schedule.size()), {}});
      world.schedule.push_back(
          {.when = WhenAt{at},
           .command = Forge{.from = c.from, .to = c.to, .packet = with_source(c.packet, name)}});
    }
    return true;
  }

  bool operator()(const ArmImpairment& c) const {
    const ImpairmentId wanted = c.impairment.id;
    Impairment* const old = wanted == ImpairmentId{} ? nullptr : find_rule(wanted);
    if (wanted != ImpairmentId{} && old == nullptr) return false;
    Impairment& rule = old != nullptr ? *old : world.wire.impairments.emplace_back();
    rule = c.impairment;
    rule.id = old != nullptr ? wanted : ImpairmentId{world.wire.next_impairment++};
    rule.seen = 0;
    say(rule, true);
    return true;
  }
  bool operator()(const DisarmImpairment& c) const {
    Impairment* const rule = find_rule(c.id);
    if (rule == nullptr) return false;
    say(*rule, false);
    world.wire.impairments.erase(world.wire.impairments.begin() +
                                 (rule - world.wire.impairments.data()));
    return true;
  }
  bool operator()(const SwitchImpairment& c) const {
    Impairment* const rule = find_rule(c.id);
    if (rule == nullptr) return false;
    rule->enabled = c.enabled;
    say(*rule, c.enabled);
    return true;
  }

  Impairment* find_rule(ImpairmentId id) const {
    const auto rule = std::ranges::find(world.wire.impairments, id, &Impairment::id);
    return rule == world.wire.impairments.end() ? nullptr : &*rule;
  }
  void say(const Impairment& rule, bool armed) const {
    record.facts.push_back(RuleChanged{.rule = rule.id, .armed = armed, .left = rule.left});
  }

  // What is under way already keeps its fate: it was decided when it departed.
  bool operator()(const SetLink& c) const {
    if (!exists(c.from) || !exists(c.to)) return false;
    link_between(world.wire, c.from, c.to).config = c.config;
    record.facts.push_back(LinkChanged{.from = c.from, .to = c.to});
    return true;
  }

  bool operator()(const SetConfig& c) const {
    return with_host(c.host, [&](Host& host, HostTurn& turn) {
      return set_config(host, c.connection, c.config, bytes, turn);
    });
  }
  bool operator()(const SetProgram& c) const {
    return with_host(c.host, [&](Host& host, HostTurn& turn) {
      return set_program(host, c.connection, c.application, bytes, turn);
    });
  }

  bool operator()(const Attack& c) const {
    return begin_attack(world, c.host, c.plan, c.instead, bytes, record);
  }
  bool operator()(const CeaseFire& c) const { return cease_fire(world, c.host, record); }

  bool operator()(const Visit& c) const {
    if (!exists(c.host) || c.every <= Duration{} || c.count == 0) return false;
    const auto entry = static_cast<std::uint32_t>(world.schedule.size());
    world.agenda.add({world.now, DueKind::schedule, entry, {}});
    world.schedule.push_back({.when = WhenAt{world.now},
                              .command = DoCall{c.host, {}, c.call},
                              .every = c.every,
                              .left = c.count - 1});
    return true;
  }
  bool operator()(const EndVisits& c) const {
    bool any = false;
    for (Scheduled& entry : world.schedule) {
      if (entry.done || !is_visit(entry, c.host)) continue;
      entry.done = any = true;
    }
    return any;
  }

  bool operator()(const Crash& c) const {
    if (!exists(c.host) || world.host(c.host).power == Power::crashed) return false;
    lose_power(c.host);
    return true;
  }
  // Of a host that runs: the power fails and comes back at once.
  bool operator()(const Reboot& c) const {
    if (!exists(c.host)) return false;
    if (world.host(c.host).power == Power::up) lose_power(c.host);
    power_on(world.host(c.host));
    for (Middlebox& box : world.wire.boxes)
      if (box.at == c.host) box.up = true;
    record.facts.push_back(HostChanged{.host = c.host, .up = true});
    return true;
  }
  void lose_power(HostId id) const {
    record.facts.push_back(HostChanged{.host = id, .up = false});
    for (Middlebox& box : world.wire.boxes)
      if (box.at == id) {
        box.up = false;
        forget_everything(box);
      }
    with_host(id, [](Host& host, HostTurn& turn) {
      power_off(host, turn);
      return true;
    });
  }
};

}  // namespace

bool carry_out(World& world, const Command& command, ByteArena& bytes, StepRecord& record) {
  return std::visit(CarryOut{world, bytes, record}, command);
}

}  // namespace engine
