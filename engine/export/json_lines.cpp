#include "engine/export/json_lines.hpp"

#include <fmt/format.h>

#include "engine/base/invariant.hpp"
#include "engine/export/json_writer.hpp"
#include "engine/export/remarks.hpp"
#include "engine/segment/describe.hpp"

namespace engine {
namespace {

constexpr std::string_view call_names[] = {"listen", "connect",  "accept", "send", "send",
                                           "read",   "shutdown", "close",  "abort"};
static_assert(std::size(call_names) == std::variant_size_v<Call>);

std::string_view spelled(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::done:
      return "done";
    case Outcome::silent:
      return "silent";
  }
  unreachable("Outcome");
}

std::string_view spelled(TimerMove move) {
  switch (move) {
    case TimerMove::started:
      return "started";
    case TimerMove::restarted:
      return "restarted";
    case TimerMove::stopped:
      return "stopped";
    case TimerMove::expired:
      return "expired";
  }
  unreachable("TimerMove");
}

struct CauseWord {
  std::string_view operator()(const ByArrival&) const { return "arrival"; }
  std::string_view operator()(const ByTimer&) const { return "timer"; }
  std::string_view operator()(const BySchedule&) const { return "schedule"; }
  std::string_view operator()(const ByProgram&) const { return "program"; }
  std::string_view operator()(const ByAttack&) const { return "attack"; }
  std::string_view operator()(const ByCommand&) const { return "command"; }
};

void add_instant(JsonObject& json, std::string_view key, Instant at) {
  if (at == never)
    json.add_null(key);
  else
    json.add(key, at.time_since_epoch().count());
}

// What can be read from the bytes of a packet, as in the short label.
void add_segment(JsonObject& json, std::span<const std::uint8_t> packet) {
  const Description seen = describe(packet);
  if (const auto icmp = icmp_heading(packet)) {
    json.add("src", to_string(seen.source))
        .add("dst", to_string(seen.destination))
        .add("icmp_type", icmp->type)
        .add("icmp_code", icmp->code)
        .add("next_hop_mtu", icmp->next_hop_mtu)
        .add("len", packet.size());
    return;
  }
  const Segment& segment = seen.segment;
  json.add("src", to_string(Socket{seen.source, segment.source_port}))
      .add("dst", to_string(Socket{seen.destination, segment.dest_port}))
      .add("flags", to_string(segment.flags))
      .add("seq", segment.seq.raw)
      .add("ack", segment.ack.raw)
      .add("len", seen.text_bytes)
      .add("window", segment.window)
      .add("checksum_right", seen.ip_checksum_right && seen.tcp_checksum_right);
}

// Values that are JSON already, between brackets.
class JsonArray {
 public:
  void add(std::string_view json) {
    if (!items_.empty()) items_ += ',';
    items_ += json;
  }
  std::string text() const { return fmt::format("[{}]", items_); }

 private:
  std::string items_;
};

std::string array_of_changes(const Note& note, const StepView& step) {
  JsonArray array;
  for (const Change& change : step.changes.of(note)) {
    JsonObject one;
    one.add("field", name(change.field)).add("before", change.before).add("after", change.after);
    array.add(one.text());
  }
  return array.text();
}

std::string array_of_numbers(const Note& note) {
  JsonArray array;
  for (std::size_t i = 0; i < note.number_count; ++i) array.add(std::to_string(note.numbers[i]));
  return array.text();
}

// The keys of one fact, after those that every line has.
struct Write {
  const Timeline& timeline;
  const StepView& step;
  JsonObject& json;

  void host(std::string_view key, HostId id) const { json.add(key, timeline.edge().host(id).name); }
  void host(std::string_view key, std::optional<HostId> id) const {
    if (id)
      host(key, *id);
    else
      json.add_null(key);
  }
  void connection(std::optional<ConnId> id) const {
    if (id)
      json.add("connection", id->value);
    else
      json.add_null("connection");
  }
  void rule(std::optional<ImpairmentId> id) const {
    if (id)
      json.add("rule", id->value);
    else
      json.add_null("rule");
  }

  void box(Maybe<HostId> id) const {
    if (id) host("box", *id);
  }

  void operator()(const PacketSent& f) const {
    json.add("fact", "packet_sent").add("packet", f.packet.value);
    host("from", f.from);
    host("to", f.to);
    add_segment(json, timeline.bytes().read(f.bytes));
    add_instant(json, "arrives", f.arrives_at);
    json.add("origin", name(f.provenance));
    if (f.copy_of.value != 0) json.add("copy_of", f.copy_of.value);
    json.add("retransmission", f.retransmission);
    connection(f.connection);
  }
  void operator()(const PacketArrived& f) const {
    json.add("fact", "packet_arrived").add("packet", f.packet.value);
    host("at", f.at);
    add_segment(json, timeline.bytes().read(timeline.flights()[f.packet.value - 1].final_bytes));
    connection(f.connection);
    if (const std::optional<Note> note = verdict(step, f.packet))
      json.add("verdict", info(note->rule).id);
    else
      json.add_null("verdict");
  }
  void operator()(const PacketDropped& f) const {
    json.add("fact", "packet_dropped").add("packet", f.packet.value).add("reason", name(f.reason));
    rule(f.rule);
    box(f.box);
  }
  void operator()(const PacketDelayed& f) const {
    json.add("fact", "packet_delayed").add("packet", f.packet.value);
    add_instant(json, "arrives", f.arrives_at);
    rule(f.rule);
  }
  void operator()(const PacketHeld& f) const {
    json.add("fact", "packet_held").add("packet", f.packet.value);
    rule(f.rule);
  }
  void operator()(const PacketReleased& f) const {
    json.add("fact", "packet_released").add("packet", f.packet.value);
    add_instant(json, "arrives", f.arrives_at);
  }
  void operator()(const PacketEdited& f) const {
    json.add("fact", "packet_edited").add("packet", f.packet.value);
    add_segment(json, timeline.bytes().read(f.bytes));
    rule(f.rule);
    box(f.box);
    if (f.marked) json.add("marked", true);
  }
  void operator()(const Noted& f) const {
    const RuleInfo& rule_info = info(f.note.rule);
    json.add("fact", "noted");
    host("host", f.host);
    connection(f.connection);
    json.add("rule", rule_info.id)
        .add("place", fmt::format("{} {}", rule_info.document, rule_info.section))
        .add("outcome", spelled(f.note.outcome))
        .add_raw("numbers", array_of_numbers(f.note))
        .add_raw("changes", array_of_changes(f.note, step));
  }
  void operator()(const StateChanged& f) const {
    json.add("fact", "state_changed");
    host("host", f.host);
    connection(f.connection);
    json.add("before", name(f.from)).add("after", name(f.to));
  }
  void operator()(const TimerMoved& f) const {
    json.add("fact", fmt::format("timer_{}", spelled(f.move)));
    host("host", f.host);
    connection(f.connection);
    json.add("timer", name(f.timer));
    add_instant(json, "expires", f.expires_at);
    json.add("attempt", f.attempt);
  }
  void operator()(const CallMade& f) const {
    json.add("fact", "call_made");
    host("host", f.host);
    connection(f.connection);
    json.add("call", call_names[f.call]).add("result", name(f.result)).add("bytes", f.bytes);
  }
  void operator()(const Notified& f) const {
    json.add("fact", "notified");
    host("host", f.host);
    connection(f.connection);
    json.add("signal", name(f.signal));
  }
  void operator()(const DataRead& f) const {
    json.add("fact", "data_read");
    host("host", f.host);
    connection(f.connection);
    json.add("bytes", f.bytes.length);
  }
  void operator()(const ConnectionCreated& f) const {
    json.add("fact", "connection_created");
    host("host", f.host);
    connection(f.connection);
    if (f.parent) json.add("listener", f.parent->value);
  }
  void operator()(const ConnectionRemoved& f) const {
    json.add("fact", "connection_removed");
    host("host", f.host);
    connection(f.connection);
  }
  void operator()(const QueueChanged& f) const {
    json.add("fact", "queue_changed");
    host("host", f.host);
    json.add("listener", f.listener.value)
        .add("half_open", f.half_open)
        .add("acceptable", f.acceptable)
        .add("backlog", f.backlog);
  }
  void operator()(const RuleChanged& f) const {
    json.add("fact", "rule_changed").add("rule", f.rule.value).add("armed", f.armed);
    json.add("left", f.left);
  }
  void operator()(const LinkChanged& f) const {
    json.add("fact", "link_changed");
    host("from", f.from);
    host("to", f.to);
  }
  void operator()(const HostChanged& f) const {
    json.add("fact", "host_changed");
    host("host", f.host);
    json.add("up", f.up);
  }
};

JsonObject line_of(const StepView& step) {
  JsonObject json;
  json.add("step", step.index).add("t", step.at.time_since_epoch().count());
  json.add("cause", std::visit(CauseWord{}, step.cause));
  return json;
}

std::string first_line(const Timeline& timeline, std::string_view title) {
  JsonArray hosts;
  for (const Host& host : timeline.edge().hosts) {
    JsonObject one;
    one.add("name", host.name).add("address", to_string(host.address));
    hosts.add(one.text());
  }
  JsonObject json;
  json.add("format", "synscope-events").add("version", 1).add("title", title);
  add_instant(json, "start", timeline.time_of(0));
  json.add_raw("hosts", hosts.text());
  return json.text() + "\n";
}

}  // namespace

std::string json_lines(const Timeline& timeline, std::string_view title) {
  std::string out = first_line(timeline, title);
  for (StepIndex i = 0; i < timeline.size(); ++i) {
    const StepView step = timeline.step(i);
    if (step.refused) out += line_of(step).add("fact", "refused").text() + "\n";
    for (const Fact& fact : step.facts) {
      JsonObject json = line_of(step);
      std::visit(Write{timeline, step, json}, fact);
      out += json.text() + "\n";
    }
  }
  return out;
}

}  // namespace engine
