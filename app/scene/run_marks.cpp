// Which facts become a mark on a lifeline: events that are not segments (ux 3.3).
#include <variant>

#include "app/scene/run_index.hpp"

namespace scene {

using namespace engine;

namespace {

HostId sender(const Timeline& timeline, PacketId packet) {
  return timeline.flights()[packet.value - 1].from;
}

// A person's command is marked at the host it is about; a packet's is its sender.
struct WhereCommanded {
  const Timeline& timeline;
  HostId packet(PacketId id) const {
    const bool known = id.value >= 1 && id.value <= timeline.flights().size();
    return known ? sender(timeline, id) : HostId{};
  }
  HostId operator()(const OnPacket& c) const { return packet(c.packet); }
  HostId operator()(const Release& c) const { return packet(c.packet); }
  HostId operator()(const DeliverNow& c) const { return packet(c.packet); }
  HostId operator()(const Forge& c) const { return c.from; }
  HostId operator()(const ForgeBurst& c) const { return c.from; }
  HostId operator()(const ArmImpairment& c) const {
    return c.impairment.match.from.value_or(HostId{});
  }
  HostId operator()(const DisarmImpairment&) const { return {}; }
  HostId operator()(const SwitchImpairment&) const { return {}; }
  HostId operator()(const SetLink& c) const { return c.from; }
  HostId operator()(const auto& c) const { return c.host; }
};

struct WhereHappened {
  const Timeline& timeline;
  using Answer = std::optional<HostId>;
  Answer operator()(const CallMade& f) const { return f.host; }
  Answer operator()(const Notified& f) const { return f.host; }
  Answer operator()(const HostChanged& f) const { return f.host; }
  Answer operator()(const TimerMoved& f) const {
    return f.move == TimerMove::expired ? Answer{f.host} : std::nullopt;
  }
  Answer operator()(const PacketDropped& f) const { return by_rule(f.packet, f.rule); }
  Answer operator()(const PacketDelayed& f) const { return by_rule(f.packet, f.rule); }
  Answer operator()(const PacketHeld& f) const { return by_rule(f.packet, f.rule); }
  Answer operator()(const PacketEdited& f) const { return by_rule(f.packet, f.rule); }
  Answer operator()(const auto&) const { return std::nullopt; }
  Answer by_rule(PacketId packet, const std::optional<ImpairmentId>& rule) const {
    return rule ? Answer{sender(timeline, packet)} : std::nullopt;
  }
};

}  // namespace

void RunIndex::mark_command(const Timeline& timeline, const StepView& step) {
  if (step.command == nullptr || std::holds_alternative<DoCall>(*step.command)) return;
  happenings_.push_back({.at = step.at,
                         .step = step.index,
                         .fact = 0,
                         .host = std::visit(WhereCommanded{timeline}, *step.command),
                         .intervention = true});
}

void RunIndex::mark(const Timeline& timeline, const StepView& step, const Fact& fact,
                    std::uint32_t number) {
  const auto host = std::visit(WhereHappened{timeline}, fact);
  if (host)
    happenings_.push_back({.at = step.at, .step = step.index, .fact = number, .host = *host});
}

}  // namespace scene
