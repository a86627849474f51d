#include "app/session/phrases.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "app/scene/heading.hpp"
#include "app/scene/narration.hpp"
#include "engine/base/invariant.hpp"

namespace app {
namespace {

scene::PhraseValue host_or_nowhere(const engine::Timeline& timeline,
                                   std::optional<engine::HostId> host) {
  if (!host) return scene::Word{"toast.nowhere"};
  return scene::host_name(timeline, *host);
}

struct Named {
  std::string_view key;
  PhraseValues values;
};

struct NameAction {  // of OnPacket
  PhraseValues values;
  Named operator()(const engine::DropIt&) { return {"drop", std::move(values)}; }
  Named operator()(const engine::DelayIt& delay) {
    values.emplace_back("by", delay.by);
    return {"delay", std::move(values)};
  }
  Named operator()(const engine::HoldIt&) { return {"hold", std::move(values)}; }
  Named operator()(const engine::DuplicateIt&) { return {"duplicate", std::move(values)}; }
  Named operator()(const engine::EditIt&) { return {"edit", std::move(values)}; }
  Named operator()(const engine::CorruptIt&) { return {"corrupt", std::move(values)}; }
  Named operator()(const engine::SwapIt&) { return {"swap", std::move(values)}; }
};

struct NameCommand {
  const engine::Timeline& timeline;

  PhraseValues at(engine::HostId host) const {
    return {{"host", scene::host_name(timeline, host)}};
  }
  PhraseValues between(engine::HostId from, engine::HostId to) const {
    return {{"from", scene::host_name(timeline, from)}, {"to", scene::host_name(timeline, to)}};
  }
  Named operator()(const engine::DoCall& c) const {
    return {"call", call_values(timeline, c.host, c.call.index())};
  }
  Named operator()(const engine::OnPacket& c) const {
    return std::visit(NameAction{packet_values(timeline, c.packet)}, c.action);
  }
  Named operator()(const engine::Release& c) const {
    return {"release", packet_values(timeline, c.packet)};
  }
  Named operator()(const engine::DeliverNow& c) const {
    return {"deliver", packet_values(timeline, c.packet)};
  }
  Named operator()(const engine::Forge& c) const { return {"forge", between(c.from, c.to)}; }
  Named operator()(const engine::ForgeBurst& c) const {
    PhraseValues values = between(c.from, c.to);
    values.emplace_back("n", std::int64_t{c.count});
    return {"burst", std::move(values)};
  }
  Named operator()(const engine::ArmImpairment& c) const {
    return {c.impairment.id == engine::ImpairmentId{} ? "arm" : "change_rule", {}};
  }
  Named operator()(const engine::DisarmImpairment&) const { return {"disarm", {}}; }
  Named operator()(const engine::SwitchImpairment& c) const {
    return {c.enabled ? "switch_on" : "switch_off", {}};
  }
  Named operator()(const engine::SetLink& c) const { return {"link", between(c.from, c.to)}; }
  Named operator()(const engine::SetConfig& c) const { return {"config", at(c.host)}; }
  Named operator()(const engine::SetProgram& c) const { return {"program", at(c.host)}; }
  Named operator()(const engine::Crash& c) const { return {"crash", at(c.host)}; }
  Named operator()(const engine::Reboot& c) const { return {"reboot", at(c.host)}; }
  Named operator()(const engine::Attack& c) const { return {"attack", at(c.host)}; }
  Named operator()(const engine::CeaseFire& c) const { return {"cease_fire", at(c.host)}; }
  Named operator()(const engine::Visit& c) const { return {"visit", at(c.host)}; }
  Named operator()(const engine::EndVisits& c) const { return {"end_visits", at(c.host)}; }
};

}  // namespace

PhraseValues packet_values(const engine::Timeline& timeline, engine::PacketId packet) {
  PhraseValues values{{"id", std::int64_t{packet.value}}};
  const std::size_t place = packet.value - std::size_t{1};
  if (place >= timeline.flights().size()) return values;
  const engine::Flight& flight = timeline.flights()[place];
  const scene::Heading heading = scene::heading(timeline.bytes().read(flight.bytes));
  values.emplace_back("flags", scene::flag_words(heading.flags));
  values.emplace_back("from", scene::host_name(timeline, flight.from));
  values.emplace_back("to", host_or_nowhere(timeline, flight.to));
  return values;
}

scene::Phrase command_phrase(std::string_view prefix, const engine::Command& command,
                             const engine::Timeline& timeline) {
  Named named = std::visit(NameCommand{timeline}, command);
  return {std::string(prefix) + "." + std::string(named.key), std::move(named.values)};
}

PhraseValues call_values(const engine::Timeline& timeline, engine::HostId host, std::size_t call) {
  return {{"host", scene::host_name(timeline, host)}, {"call", scene::call_name(call)}};
}

scene::Phrase done_phrase(const engine::Command& command, const engine::Timeline& timeline,
                          engine::StepIndex step) {
  for (const engine::Fact& fact : timeline.step(step).facts) {
    const auto* const made = std::get_if<engine::CallMade>(&fact);
    if (made == nullptr || !std::holds_alternative<engine::DoCall>(command)) continue;
    PhraseValues values = call_values(timeline, made->host, made->call);
    values.emplace_back("result", scene::Word{"result." + std::string(name(made->result))});
    values.emplace_back("bytes", std::int64_t{made->bytes});
    return {"done.call." + std::string(scene::manner_of_call(*made)), std::move(values)};
  }
  return command_phrase("done", command, timeline);
}

scene::PhraseValue script_phrase(const engine::Saying& saying) {
  if (saying.key.empty()) return saying.text;
  scene::Phrase phrase{"script." + saying.key, {}};
  for (const engine::Saying& part : saying.parts)
    phrase.values.emplace_back("", script_phrase(part));
  return std::vector<scene::Phrase>{std::move(phrase)};
}

scene::Phrase limit_phrase(const engine::Timeline& timeline, engine::StepIndex events,
                           engine::Duration time) {
  // What happened often among the last steps keeps the run going: forged segments that arrive, even
  // if each is answered, else the timer that fired most often.
  constexpr engine::StepIndex looked_at = 200;
  unsigned forged = 0;
  std::map<std::tuple<engine::HostId, engine::Timer>, unsigned> fired;
  for (engine::StepIndex i = timeline.size() - std::min(timeline.size(), looked_at);
       i < timeline.size(); ++i) {
    const engine::StepCause cause = timeline.step(i).cause;
    if (const auto* by = std::get_if<engine::ByTimer>(&cause)) ++fired[{by->host, by->timer}];
    if (const auto* by = std::get_if<engine::ByArrival>(&cause))
      forged += timeline.flights()[by->packet.value - 1].provenance == engine::Provenance::forged;
  }
  PhraseValues values{{"events", std::int64_t{events}}, {"time", time}};
  if (3 * forged >= looked_at) return {"stopped.limit_forged", std::move(values)};
  const auto most = std::ranges::max_element(fired, {}, [](const auto& row) { return row.second; });
  if (most == fired.end()) return {"stopped.limit_packets", std::move(values)};
  const auto [host, timer] = most->first;
  values.emplace_back("timer", scene::Word{"timer." + std::string(engine::name(timer))});
  values.emplace_back("host", scene::host_name(timeline, host));
  return {"stopped.limit_timer", std::move(values)};
}

}  // namespace app
