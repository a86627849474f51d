#include "app/scene/narration.hpp"

#include <variant>

#include "app/scene/why.hpp"
#include "engine/base/invariant.hpp"

namespace scene {

using namespace engine;

namespace {

constexpr std::string_view drop_keys[] = {"event.dropped.user",         "event.dropped.rule",
                                          "event.dropped.loss",         "event.dropped.queue_full",
                                          "event.dropped.no_such_host", "event.dropped.too_big",
                                          "event.dropped.link_down",    "event.dropped.host_down",
                                          "event.dropped.box",          "event.dropped.early"};
constexpr std::string_view timer_keys[] = {"event.timer.started", "event.timer.restarted",
                                           "event.timer.stopped", "event.timer.expired"};

std::string_view sent_key(const PacketSent& f) {
  if (f.provenance == Provenance::forged) return "event.sent.forged";
  if (f.provenance == Provenance::duplicate) return "event.sent.copy";
  if (f.retransmission) return "event.sent.again";
  return f.to ? "event.sent.plain" : "event.sent.nowhere";
}

// Builds the words of a fact; each overload lists the values that its text may use.
struct Words {
  const Timeline& timeline;
  const RunIndex& index;
  const StepView& step;
  Numbers numbers;

  // A packet in words: its number, flags and numbers; with the bytes that were current then.
  Phrase packet(std::string_view key, PacketId id, std::optional<ByteRef> bytes = {}) const {
    Phrase phrase{std::string(key), {{"n", std::int64_t{id.value}}}};
    if (id.value == 0 || id.value > timeline.flights().size()) return phrase;
    const Flight& flight = timeline.flights()[id.value - 1];
    const Heading h = heading(timeline.bytes().read(bytes.value_or(flight.bytes)));
    const PacketLabel text = label(index, id, h, numbers);
    phrase.values.emplace_back("flags", text.flags);
    phrase.values.emplace_back("numbers", text.numbers);
    phrase.values.emplace_back("from", host_name(timeline, flight.from));
    if (flight.to) phrase.values.emplace_back("to", host_name(timeline, *flight.to));
    return phrase;
  }
  Phrase host(std::string_view key, HostId id) const {
    return {std::string(key), {{"host", host_name(timeline, id)}}};
  }

  Phrase operator()(const PacketSent& f) const {
    Phrase phrase = packet(sent_key(f), f.packet, f.bytes);
    const PacketId original = timeline.flights()[f.packet.value - 1].original;
    const PacketId source = f.copy_of.value != 0 ? f.copy_of : original;
    phrase.values.emplace_back("of", std::int64_t{source.value});
    return phrase;
  }
  Phrase operator()(const PacketArrived& f) const {
    Phrase phrase =
        packet("event.arrived", f.packet, timeline.flights()[f.packet.value - 1].final_bytes);
    phrase.values.emplace_back("host", host_name(timeline, f.at));
    return phrase;
  }
  Phrase operator()(const PacketDropped& f) const {
    Phrase phrase = packet(drop_keys[static_cast<std::size_t>(f.reason)], f.packet);
    if (f.box) phrase.values.emplace_back("box", host_name(timeline, *f.box));
    return phrase;
  }
  Phrase operator()(const PacketDelayed& f) const {
    if (f.arrives_at == never) return packet("event.delayed.held", f.packet);
    Phrase phrase = packet(f.rule ? "event.delayed.rule" : "event.delayed.user", f.packet);
    phrase.values.emplace_back("at", f.arrives_at);
    return phrase;
  }
  Phrase operator()(const PacketHeld& f) const {
    return packet(f.rule ? "event.held.rule" : "event.held.user", f.packet);
  }
  Phrase operator()(const PacketReleased& f) const {
    Phrase phrase = packet("event.released", f.packet);
    phrase.values.emplace_back("at", f.arrives_at);
    return phrase;
  }
  Phrase operator()(const PacketEdited& f) const {
    const bool by_person = std::holds_alternative<ByCommand>(step.cause);
    Phrase phrase = packet(f.rule      ? "event.edited.rule"
                           : f.box     ? "event.edited.box"
                           : f.marked  ? "event.edited.marked"
                           : by_person ? "event.edited.user"
                                       : "event.edited.wire",
                           f.packet, f.bytes);
    if (f.box) phrase.values.emplace_back("box", host_name(timeline, *f.box));
    return phrase;
  }
  Phrase operator()(const Noted& f) const { return note_words(f.note); }
  Phrase operator()(const StateChanged& f) const {
    Phrase phrase = host("event.state", f.host);
    phrase.values.emplace_back("from", std::string(name(f.from)));
    phrase.values.emplace_back("to", std::string(name(f.to)));
    return phrase;
  }
  Phrase operator()(const TimerMoved& f) const {
    Phrase phrase = host(timer_keys[static_cast<std::size_t>(f.move)], f.host);
    phrase.values.emplace_back("timer", Word{"timer." + std::string(name(f.timer))});
    if (f.move == TimerMove::started || f.move == TimerMove::restarted)
      phrase.values.emplace_back("left", f.expires_at - step.at);
    return phrase;
  }
  Phrase operator()(const CallMade& f) const {
    Phrase phrase = host("event.call." + std::string(manner_of_call(f)), f.host);
    phrase.values.emplace_back("call", call_name(f.call));
    phrase.values.emplace_back("result", Word{"result." + std::string(name(f.result))});
    phrase.values.emplace_back("bytes", std::int64_t{f.bytes});
    return phrase;
  }
  Phrase operator()(const Notified& f) const {
    return host("event.signal." + std::string(name(f.signal)), f.host);
  }
  Phrase operator()(const DataRead& f) const {
    Phrase phrase = host("event.data_read", f.host);
    phrase.values.emplace_back("bytes", std::int64_t{f.bytes.length});
    return phrase;
  }
  Phrase operator()(const ConnectionCreated& f) const {
    return host(f.parent ? "event.connection.child" : "event.connection.created", f.host);
  }
  Phrase operator()(const ConnectionRemoved& f) const {
    return host("event.connection.removed", f.host);
  }
  Phrase operator()(const QueueChanged& f) const {
    Phrase phrase = host("event.queues", f.host);
    phrase.values.emplace_back("half_open", std::int64_t{f.half_open});
    phrase.values.emplace_back("acceptable", std::int64_t{f.acceptable});
    phrase.values.emplace_back("backlog", std::int64_t{f.backlog});
    return phrase;
  }
  Phrase operator()(const RuleChanged& f) const {
    const bool by_person = std::holds_alternative<ByCommand>(step.cause);
    const std::string_view key = !f.armed    ? "event.rule.disarmed"
                                 : by_person ? "event.rule.armed"
                                             : "event.rule.acts";
    return {std::string(key),
            {{"rule", std::int64_t{f.rule.value}}, {"left", std::int64_t{f.left}}}};
  }
  Phrase operator()(const LinkChanged& f) const {
    return {"event.link",
            {{"from", host_name(timeline, f.from)}, {"to", host_name(timeline, f.to)}}};
  }
  Phrase operator()(const HostChanged& f) const {
    return host(f.up ? "event.host.up" : "event.host.down", f.host);
  }
};

template <class F>
concept FactOfPacket = requires(const F& f) { f.packet; };
template <class F>
concept FactAtHost = requires(const F& f) { f.host; };
struct PacketOf {
  template <FactOfPacket F>
  std::optional<PacketId> operator()(const F& f) const {
    return f.packet;
  }
  std::optional<PacketId> operator()(const auto&) const { return std::nullopt; }
};

struct HostOf {
  const Timeline& timeline;
  using Answer = std::optional<HostId>;
  Answer operator()(const PacketSent& f) const { return f.from; }
  Answer operator()(const PacketArrived& f) const { return f.at; }
  Answer operator()(const LinkChanged& f) const { return f.from; }
  Answer operator()(const RuleChanged&) const { return std::nullopt; }
  template <FactOfPacket F>
  Answer operator()(const F& f) const {
    return timeline.flights()[f.packet.value - 1].from;
  }
  template <FactAtHost F>
  Answer operator()(const F& f) const {
    return f.host;
  }
};

struct KindOf {
  using enum LineKind;
  LineKind operator()(const PacketSent&) const { return segment; }
  LineKind operator()(const PacketArrived&) const { return segment; }
  LineKind operator()(const Noted& f) const {
    const bool of_check = f.note.outcome == Outcome::passed || f.note.outcome == Outcome::failed;
    return of_check ? check : decision;
  }
  LineKind operator()(const StateChanged&) const { return state; }
  LineKind operator()(const TimerMoved&) const { return timer; }
  LineKind operator()(const CallMade&) const { return call; }
  LineKind operator()(const Notified&) const { return call; }
  LineKind operator()(const DataRead&) const { return call; }
  LineKind operator()(const ConnectionCreated&) const { return connection; }
  LineKind operator()(const ConnectionRemoved&) const { return connection; }
  LineKind operator()(const QueueChanged&) const { return connection; }
  LineKind operator()(const HostChanged&) const { return connection; }
  LineKind operator()(const auto&) const { return LineKind::wire; }
};

}  // namespace

LineKind kind_of(const Fact& fact) { return std::visit(KindOf{}, fact); }

std::optional<PacketId> packet_of(const Fact& fact) { return std::visit(PacketOf{}, fact); }

std::optional<HostId> host_of(const Timeline& timeline, const Fact& fact) {
  return std::visit(HostOf{timeline}, fact);
}

PhraseValue host_name(const Timeline& timeline, HostId host) {
  const std::vector<Host>& hosts = timeline.edge().hosts;
  if (host.value >= hosts.size()) return Word{"host.nobody"};
  const std::string& written = hosts[host.value].name;
  constexpr std::string_view known[] = {"client", "server",   "attacker", "bystander",
                                        "ghost",  "firewall", "router",   "nat",
                                        "box",    "alice",    "bob"};
  for (const std::string_view word : known)
    if (written == word) return Word{"host." + written};
  return written;
}

Line with_subject(const Timeline& timeline, Line line) {
  const bool reason = line.kind == LineKind::check || line.kind == LineKind::decision;
  if (reason && line.host)
    line.words = {"event.reason",
                  {{"host", host_name(timeline, *line.host)},
                   {"words", std::vector<Phrase>{std::move(line.words)}}}};
  return line;
}

Line narrate(const Timeline& timeline, const RunIndex& index, StepIndex step, std::uint32_t fact,
             Numbers numbers) {
  const StepView view = timeline.step(step);
  INVARIANT(fact < view.facts.size());
  const Fact& happened = view.facts[fact];
  Line line{.at = view.at,
            .step = step,
            .fact = fact,
            .kind = kind_of(happened),
            .host = host_of(timeline, happened),
            .packet = packet_of(happened),
            .words = std::visit(Words{timeline, index, view, numbers}, happened)};
  if (const auto* noted = std::get_if<Noted>(&happened)) line.place = place_of(noted->note.rule);
  return line;
}

}  // namespace scene
