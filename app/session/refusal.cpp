#include "app/session/refusal.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "app/scene/narration.hpp"
#include "app/session/phrases.hpp"
#include "app/session/refused_call.hpp"

namespace app {
namespace {

// The packet that a command acts on, if it acts on one.
std::optional<engine::PacketId> packet_of(const engine::Command& command) {
  if (const auto* on = std::get_if<engine::OnPacket>(&command)) return on->packet;
  if (const auto* release = std::get_if<engine::Release>(&command)) return release->packet;
  if (const auto* deliver = std::get_if<engine::DeliverNow>(&command)) return deliver->packet;
  return {};
}

// Offers to do it in the middle of the flight, where the packet is easiest to see: of a flight
// from 100 to 150 ms that is 125 ms.
std::optional<Toast::Offer> offer_in_flight(const engine::Command& command,
                                            const engine::Timeline& timeline,
                                            const engine::Flight& flight) {
  const engine::Instant end = std::min(flight.ended_at, flight.due);
  if (end <= flight.sent_at || std::holds_alternative<engine::Release>(command)) return {};
  const engine::Instant middle = flight.sent_at + (end - flight.sent_at) / 2;
  scene::Phrase label = command_phrase("offer", command, timeline);
  label.values.emplace_back("at", middle);
  return Toast::Offer{std::move(label), DoAt{middle, command}};
}

std::optional<Refusal> why_not_packet(engine::PacketId packet, const engine::Command& command,
                                      const engine::World& world,
                                      const engine::Timeline& timeline) {
  PhraseValues values = packet_values(timeline, packet);
  if (const engine::Packet* found = engine::find(world.wire, packet)) {
    if (!std::holds_alternative<engine::Release>(command) || found->held_since) return {};
    return Refusal{{"refused.not_held", std::move(values)}, {}};
  }
  const std::size_t place = packet.value - std::size_t{1};
  if (place >= timeline.flights().size())
    return Refusal{{"refused.unknown", std::move(values)}, {}};
  const engine::Flight& flight = timeline.flights()[place];
  const bool sent = packet.value < world.next_packet;
  const bool lost = flight.fate == engine::Fate::dropped;
  values.emplace_back("at", sent ? flight.ended_at : flight.sent_at);
  const std::string_view why = !sent ? "not_sent" : lost ? "lost" : "arrived";
  return Refusal{{"refused." + std::string(why), std::move(values)},
                 offer_in_flight(command, timeline, flight)};
}

struct WhyNotHost {
  const engine::World& world;
  const engine::Timeline& timeline;

  std::optional<Refusal> host(engine::HostId id, bool must_be_up) const {
    if (id.value >= world.hosts.size()) return Refusal{{"refused.no_host", {}}, {}};
    const engine::Host& found = world.host(id);
    if (must_be_up && found.power != engine::Power::up)
      return Refusal{{"refused.host_down", {{"host", scene::host_name(timeline, id)}}},
                     Toast::Offer{{"offer.reboot", {}}, Do{engine::Reboot{id}}}};
    return {};
  }
  std::optional<Refusal> connection(engine::HostId id, std::optional<engine::ConnId> wanted) const {
    if (auto refusal = host(id, true)) return refusal;
    if (wanted && !engine::find(world.host(id), *wanted))
      return Refusal{{"refused.no_connection", {}}, {}};
    return {};
  }
  std::optional<Refusal> operator()(const engine::DoCall& c) const {
    if (auto refusal = host(c.host, true)) return refusal;
    return why_not_call(c, world, timeline);
  }
  std::optional<Refusal> operator()(const engine::SetProgram& c) const {
    return connection(c.host, c.connection);
  }
  std::optional<Refusal> operator()(const engine::SetConfig& c) const {
    return host(c.host, false);
  }
  std::optional<Refusal> operator()(const engine::Crash& c) const { return host(c.host, true); }
  std::optional<Refusal> operator()(const engine::Reboot& c) const { return host(c.host, false); }
  std::optional<Refusal> operator()(const engine::Attack& c) const { return host(c.host, false); }
  std::optional<Refusal> operator()(const engine::CeaseFire& c) const {
    return host(c.host, false);
  }
  std::optional<Refusal> operator()(const engine::Visit& c) const { return host(c.host, true); }
  std::optional<Refusal> operator()(const engine::Forge& c) const { return host(c.to, false); }
  std::optional<Refusal> operator()(const engine::ForgeBurst& c) const { return host(c.to, false); }
  std::optional<Refusal> operator()(const engine::SetLink& c) const {
    if (auto refusal = host(c.from, false)) return refusal;
    return host(c.to, false);
  }
  std::optional<Refusal> rule(engine::ImpairmentId id) const {
    for (const engine::Impairment& armed : world.wire.impairments)
      if (armed.id == id) return {};
    return Refusal{{"refused.no_rule", {}}, {}};
  }
  std::optional<Refusal> operator()(const engine::DisarmImpairment& c) const { return rule(c.id); }
  std::optional<Refusal> operator()(const engine::SwitchImpairment& c) const { return rule(c.id); }
  std::optional<Refusal> operator()(const auto&) const { return {}; }
};

}  // namespace

Refusal is_read_only() { return {{"refused.read_only", {}}, {}}; }

std::optional<Refusal> why_not(const engine::Command& command, const engine::World& world,
                               const engine::Timeline& timeline) {
  if (const auto packet = packet_of(command))
    return why_not_packet(*packet, command, world, timeline);
  return std::visit(WhyNotHost{world, timeline}, command);
}

}  // namespace app
