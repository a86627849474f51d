// Statements that say what happens: `at` and `when` with every deed, and the start point.
#include <algorithm>

#include "engine/lesson/knobs.hpp"
#include "engine/lesson/parse.hpp"
#include "engine/lesson/statements.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

enum class DeedVerb : std::uint8_t {
  listen,
  connect,
  accept,
  send,
  read,
  shutdown,
  close,
  abort,
  crash,
  reboot,
  set,
  program,
  visit
};
constexpr Named<DeedVerb> deed_verbs[] = {
    {"listen", DeedVerb::listen}, {"connect", DeedVerb::connect}, {"accept", DeedVerb::accept},
    {"send", DeedVerb::send},     {"read", DeedVerb::read},       {"shutdown", DeedVerb::shutdown},
    {"close", DeedVerb::close},   {"abort", DeedVerb::abort},     {"crash", DeedVerb::crash},
    {"reboot", DeedVerb::reboot}, {"set", DeedVerb::set},         {"program", DeedVerb::program},
    {"visit", DeedVerb::visit},
};

Call read_send(LineReader& line) {
  const Token* const next = line.peek();
  if (next != nullptr && next->quoted) {
    SendText send{.text = line.quoted(Say::text), .urgent = false};
    send.urgent = line.accept("urgent");
    return send;
  }
  return SendBulk{static_cast<std::uint32_t>(line.number(Say::text_or_bytes, 1, 1'000'000'000))};
}

Call read_close(LineReader& line) {
  Close close;
  if (line.accept("linger")) close.linger = line.duration(Say::time);
  return close;
}

Call read_connect(LineReader& line, const Scenario& scenario) {
  Connect connect{.remote = read_socket(line, scenario), .local_port = 0};
  if (line.accept("from")) connect.local_port = read_port(line);
  if (line.accept("with")) connect.text = line.quoted(Say::text);
  return connect;
}

Call read_listen(LineReader& line) {
  Listen listen;
  listen.port = read_port(line);
  if (line.accept("backlog"))
    listen.backlog = static_cast<std::uint32_t>(line.number(Say::connections, 0, 100'000));
  return listen;
}

// A client that keeps trying, for ever unless told how often.
Deed read_visit(LineReader& line, const Scenario& scenario, HostId host) {
  if (line.accept("stop")) return EndVisits{host};
  constexpr std::uint64_t most = 1'000'000;
  Visit visit{.host = host, .count = most};
  visit.call.remote = read_socket(line, scenario);
  line.require("every");
  const std::uint32_t column = line.column();
  visit.every = line.duration(Say::time);
  if (visit.every == Duration{}) line.fail(column, Say::time_above_0);
  if (line.accept("times"))
    visit.count = static_cast<std::uint32_t>(line.number(Say::count, 1, most));
  return visit;
}

Deed read_host_deed(LineReader& line, Scenario& scenario) {
  const HostId host = read_host(line, scenario);
  const auto does = [host](Call call) {
    return DoCall{.host = host, .connection = {}, .call = std::move(call)};
  };
  switch (line.one_of<DeedVerb>(deed_verbs, Say::host_deed)) {
    case DeedVerb::listen:
      return does(read_listen(line));
    case DeedVerb::connect:
      return does(read_connect(line, scenario));
    case DeedVerb::accept:
      return does(Accept{});
    case DeedVerb::send:
      return does(read_send(line));
    case DeedVerb::read: {
      Read read;
      if (!line.at_end()) read.max = static_cast<std::uint32_t>(line.number(Say::bytes, 1, 65'535));
      return does(read);
    }
    case DeedVerb::shutdown:
      return does(Shutdown{});
    case DeedVerb::close:
      return does(read_close(line));
    case DeedVerb::abort:
      return does(Abort{});
    case DeedVerb::crash:
      return Crash{host};
    case DeedVerb::reboot:
      return Reboot{host};
    case DeedVerb::set: {
      SetConfig set{.host = host, .config = {}};
      if (!line.failed()) set.config = scenario.hosts[host.value].config;
      do read_knob(line, set.config);
      while (!line.failed() && !line.at_end());
      return set;
    }
    case DeedVerb::program:
      return SetProgram{.host = host, .connection = {}, .application = read_program(line)};
    case DeedVerb::visit:
      return read_visit(line, scenario, host);
  }
  return Crash{host};
}

Deed read_packet_deed(LineReader& line) {
  const PacketId packet{static_cast<std::uint32_t>(line.number(Say::packet, 1, 1'000'000))};
  if (line.accept("release")) return Release{packet};
  if (line.accept("deliver")) return DeliverNow{packet};
  return OnPacket{packet, read_wire_action(line)};
}

Deed read_switch(LineReader& line, const Scenario& scenario) {
  std::vector<Named<ImpairmentId>> names;
  for (std::uint32_t i = 0; i < scenario.rule_names.size(); ++i)
    names.push_back({scenario.rule_names[i], ImpairmentId{i + 1}});
  SwitchImpairment change;
  change.id = line.one_of<ImpairmentId>(names, Say::own_rule);
  change.enabled = line.on_or_off();
  return change;
}

void read_forged_field(LineReader& line, const Scenario& scenario, Forgery& forged) {
  enum class Part : std::uint8_t { seq, ack, window, urgent, mss, ttl, text, bad_checksum };
  constexpr Named<Part> parts[] = {{"seq", Part::seq},       {"ack", Part::ack},
                                   {"window", Part::window}, {"urgent", Part::urgent},
                                   {"mss", Part::mss},       {"ttl", Part::ttl},
                                   {"text", Part::text},     {"bad-checksum", Part::bad_checksum}};
  const auto short_number = [&line](std::uint64_t least) {
    return static_cast<std::uint16_t>(line.number(Say::number, least, 65'535));
  };
  switch (line.one_of<Part>(parts, Say::segment_part)) {
    case Part::seq:
      forged.seq = read_term(line, scenario);
      return;
    case Part::ack:
      forged.ack = read_term(line, scenario);
      return;
    case Part::window:
      forged.window = short_number(0);
      return;
    case Part::urgent:
      forged.urgent = short_number(0);
      return;
    case Part::mss:
      forged.mss = short_number(1);
      return;
    case Part::ttl:
      forged.ttl = static_cast<std::uint8_t>(line.number(Say::number, 1, 255));
      return;
    case Part::text:
      forged.text = line.quoted(Say::text_in_quotes);
      return;
    case Part::bad_checksum:
      forged.bad_checksum = true;
      return;
  }
}

Deed read_forgery(LineReader& line, const Scenario& scenario) {
  Forgery forged;
  const std::uint32_t source_column = line.column();
  forged.source = read_socket(line, scenario);
  line.require("->");
  const std::uint32_t destination_column = line.column();
  forged.destination = read_socket(line, scenario);
  const auto to = host_with(scenario, forged.destination.address);
  if (!line.failed() && !to)
    line.fail(destination_column, say(Say::no_such_address, to_string(forged.destination.address)));
  auto from = host_with(scenario, forged.source.address);
  if (line.accept("via")) from = read_host(line, scenario);
  if (!line.failed() && !from)
    line.fail(source_column, say(Say::say_via, to_string(forged.source.address)));
  if (!line.failed() && from == to) line.fail(source_column, Say::enters_at_end);
  forged.flags = read_flags(line);
  while (!line.failed() && !line.at_end()) read_forged_field(line, scenario, forged);
  forged.from = from.value_or(HostId{});
  forged.to = to.value_or(HostId{});
  return forged;
}

}  // namespace

std::vector<Deed> read_deeds(LineReader& line, Scenario& scenario) {
  if (line.accept("packet")) return {read_packet_deed(line)};
  if (line.accept("forge")) return {read_forgery(line, scenario)};
  if (line.accept("attack")) return {read_attack(line, scenario)};
  if (line.accept("rule")) return {read_switch(line, scenario)};
  if (!line.accept("wire")) return {read_host_deed(line, scenario)};
  std::vector<Deed> deeds;
  for (const ScenarioLink& link : read_links(line, scenario))
    deeds.emplace_back(SetLink{.from = link.from, .to = link.to, .config = link.config});
  return deeds;
}

void read_entry_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number,
                          When when) {
  const std::uint32_t column = line.column();
  std::vector<Deed> deeds = read_deeds(line, scenario);
  line.end();
  if (scenario.entries.size() + deeds.size() > ScriptLimits::entries)
    line.fail(column, say(Say::too_many_deeds, ScriptLimits::entries));
  if (line.failed()) return;
  for (Deed& deed : deeds) scenario.entries.push_back({line_number, when, std::move(deed)});
}

void read_start_statement(LineReader& line, Scenario& scenario) {
  if (line.accept("at")) {
    scenario.start = WhenAt{read_instant(line)};
    return;
  }
  line.require("when");
  const HostId host = read_host(line, scenario);
  const When when = read_condition(line, host);
  if (const auto* const state = std::get_if<WhenState>(&when)) scenario.start = *state;
  if (const auto* const signal = std::get_if<WhenSignal>(&when)) scenario.start = *signal;
}

}  // namespace engine
