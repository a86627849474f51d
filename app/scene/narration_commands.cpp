// Commands of a person in words: for the event list, toasts and menus.
#include <iterator>
#include <variant>

#include "app/scene/narration.hpp"

namespace scene {

using namespace engine;

namespace {

constexpr std::string_view action_keys[] = {"command.drop",      "command.delay", "command.hold",
                                            "command.duplicate", "command.edit",  "command.corrupt",
                                            "command.swap"};
constexpr std::string_view call_names[] = {"listen()", "connect()",  "accept()", "send()", "send()",
                                           "read()",   "shutdown()", "close()",  "abort()"};
static_assert(std::size(call_names) == std::variant_size_v<Call>);

struct CommandWords {
  const Timeline& timeline;
  const RunIndex& index;
  Numbers numbers;

  Phrase packet(std::string_view key, PacketId id) const {
    Phrase phrase{std::string(key), {{"n", std::int64_t{id.value}}}};
    if (id.value == 0 || id.value > timeline.flights().size()) return phrase;
    const Flight& flight = timeline.flights()[id.value - 1];
    const PacketLabel text =
        label(index, id, heading(timeline.bytes().read(flight.bytes)), numbers);
    phrase.values.emplace_back("flags", text.flags);
    phrase.values.emplace_back("from", host_name(timeline, flight.from));
    phrase.values.emplace_back(
        "to", flight.to ? host_name(timeline, *flight.to) : PhraseValue{Word{"host.nobody"}});
    return phrase;
  }
  Phrase host(std::string_view key, HostId id) const {
    return {std::string(key), {{"host", host_name(timeline, id)}}};
  }
  Phrase pair(std::string_view key, HostId from, HostId to) const {
    return {std::string(key),
            {{"from", host_name(timeline, from)}, {"to", host_name(timeline, to)}}};
  }
  Phrase rule(std::string_view key, ImpairmentId id) const {
    return {std::string(key), {{"rule", std::int64_t{id.value}}}};
  }

  Phrase operator()(const DoCall& c) const {
    Phrase phrase = host("command.call", c.host);
    phrase.values.emplace_back("call", call_name(c.call));
    return phrase;
  }
  Phrase operator()(const OnPacket& c) const {
    Phrase phrase = packet(action_keys[c.action.index()], c.packet);
    if (const auto* delay = std::get_if<DelayIt>(&c.action))
      phrase.values.emplace_back("by", delay->by);
    return phrase;
  }
  Phrase operator()(const Release& c) const { return packet("command.release", c.packet); }
  Phrase operator()(const DeliverNow& c) const { return packet("command.deliver", c.packet); }
  Phrase operator()(const Forge& c) const { return pair("command.forge", c.from, c.to); }
  Phrase operator()(const ForgeBurst& c) const {
    Phrase phrase = pair("command.burst", c.from, c.to);
    phrase.values.emplace_back("n", std::int64_t{c.count});
    return phrase;
  }
  Phrase operator()(const ArmImpairment& c) const {
    if (c.impairment.id == ImpairmentId{}) return {"command.arm", {}};
    return rule("command.change_rule", c.impairment.id);
  }
  Phrase operator()(const DisarmImpairment& c) const { return rule("command.disarm", c.id); }
  Phrase operator()(const SwitchImpairment& c) const {
    return rule(c.enabled ? "command.switch_on" : "command.switch_off", c.id);
  }
  Phrase operator()(const SetLink& c) const { return pair("command.link", c.from, c.to); }
  Phrase operator()(const SetConfig& c) const { return host("command.config", c.host); }
  Phrase operator()(const SetProgram& c) const { return host("command.program", c.host); }
  Phrase operator()(const Crash& c) const { return host("command.crash", c.host); }
  Phrase operator()(const Reboot& c) const { return host("command.reboot", c.host); }
  Phrase operator()(const Attack& c) const { return host("command.attack", c.host); }
  Phrase operator()(const CeaseFire& c) const { return host("command.cease_fire", c.host); }
  Phrase operator()(const Visit& c) const {
    Phrase phrase = host("command.visit", c.host);
    phrase.values.emplace_back("every", c.every);
    return phrase;
  }
  Phrase operator()(const EndVisits& c) const { return host("command.end_visits", c.host); }
};

template <class C>
concept CommandOnPacket = requires(const C& c) { c.packet.value; };
template <class C>
concept CommandAtHost = requires(const C& c) { c.host; };
template <class C>
concept FromHost = requires(const C& c) { c.from; };

std::optional<HostId> host_of_command(const Command& command) {
  return std::visit(
      []<class C>(const C& c) -> std::optional<HostId> {
        if constexpr (CommandAtHost<C>) return c.host;
        if constexpr (FromHost<C>) return c.from;
        return std::nullopt;
      },
      command);
}

std::optional<PacketId> packet_of_command(const Timeline& timeline, const Command& command) {
  return std::visit(
      [&]<class C>(const C& c) -> std::optional<PacketId> {
        if constexpr (CommandOnPacket<C>)
          if (c.packet.value >= 1 && c.packet.value <= timeline.flights().size()) return c.packet;
        return std::nullopt;
      },
      command);
}

}  // namespace

std::string_view manner_of_call(const CallMade& made) {
  constexpr std::uint8_t connecting = 1;
  static_assert(std::is_same_v<std::variant_alternative_t<connecting, Call>, Connect>);
  if (made.call == connecting && made.result == CallResult::ok) return "under_way";
  return made.bytes > 0 ? "bytes" : "plain";
}
std::string call_name(const Call& call) { return call_name(call.index()); }
std::string call_name(std::size_t index_of_call) { return std::string(call_names[index_of_call]); }

Phrase command_words(const Timeline& timeline, const RunIndex& index, const Command& command,
                     Numbers numbers) {
  return std::visit(CommandWords{timeline, index, numbers}, command);
}

std::optional<Line> narrate_command(const Timeline& timeline, const RunIndex& index, StepIndex step,
                                    Numbers numbers) {
  const StepView view = timeline.step(step);
  if (view.command == nullptr) return std::nullopt;
  return Line{.at = view.at,
              .step = step,
              .kind = LineKind::intervention,
              .host = host_of_command(*view.command),
              .packet = packet_of_command(timeline, *view.command),
              .words = command_words(timeline, index, *view.command, numbers),
              .refused = view.refused};
}

}  // namespace scene
