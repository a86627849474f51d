// Statements that say who and what is there: hosts, knobs, programs, the wire, armed rules.
#include <algorithm>

#include "engine/host/profile.hpp"
#include "engine/lesson/knobs.hpp"
#include "engine/lesson/parse.hpp"
#include "engine/lesson/statements.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

enum class LinkWord : std::uint8_t {
  latency,
  jitter,
  loss,
  duplicate,
  corrupt,
  reorder,
  rate,
  queue,
  mtu,
  mark,
  mark_queue,
  up,
  down
};
constexpr Named<LinkWord> link_words[] = {
    {"latency", LinkWord::latency}, {"jitter", LinkWord::jitter},
    {"loss", LinkWord::loss},       {"duplicate", LinkWord::duplicate},
    {"corrupt", LinkWord::corrupt}, {"reorder", LinkWord::reorder},
    {"rate", LinkWord::rate},       {"queue", LinkWord::queue},
    {"mtu", LinkWord::mtu},         {"mark", LinkWord::mark},
    {"up", LinkWord::up},           {"mark-queue", LinkWord::mark_queue},
    {"down", LinkWord::down},
};

void read_link_word(LineReader& line, LinkConfig& config) {
  switch (line.one_of<LinkWord>(link_words, Say::wire_property)) {
    case LinkWord::latency:
      config.latency = line.duration(Say::time);
      return;
    case LinkWord::jitter:
      config.jitter = line.duration(Say::time);
      return;
    case LinkWord::loss:
      config.loss_ppm = line.chance(Say::chance);
      return;
    case LinkWord::duplicate:
      config.duplicate_ppm = line.chance(Say::chance);
      return;
    case LinkWord::corrupt:
      config.corrupt_ppm = line.chance(Say::chance);
      return;
    case LinkWord::reorder:
      config.reorder_ppm = line.chance(Say::chance);
      line.require("by");
      config.reorder_extra = line.duration(Say::time);
      return;
    case LinkWord::rate:
      config.bits_per_second = line.rate(Say::rate);
      return;
    case LinkWord::queue:
      config.queue_packets = static_cast<std::uint32_t>(line.number(Say::packets, 0, 1'000'000));
      return;
    case LinkWord::mtu:
      config.mtu = static_cast<std::uint16_t>(line.number(Say::bytes, 68, 65'535));
      return;
    case LinkWord::mark:
      config.mark_ppm = line.chance(Say::chance);
      return;
    case LinkWord::mark_queue:
      config.mark_queue = static_cast<std::uint32_t>(line.number(Say::packets, 0, 1'000'000));
      return;
    case LinkWord::up:
      config.up = true;
      return;
    case LinkWord::down:
      config.up = false;
      return;
  }
}

bool is_number(Field field) {
  return (field <= Field::urgent_pointer && field != Field::ip_options) ||
         field == Field::option_mss || field == Field::option_window_scale ||
         field == Field::option_timestamps || field == Field::option_user_timeout;
}

std::vector<Named<Field>> number_fields() {
  std::vector<Named<Field>> names;
  for (auto i = std::uint8_t{}; i <= static_cast<std::uint8_t>(Field::trailing); ++i)
    if (is_number(static_cast<Field>(i)))
      names.push_back({name(static_cast<Field>(i)), static_cast<Field>(i)});
  return names;
}

EditIt read_edit(LineReader& line) {
  const std::vector<Named<Field>> names = number_fields();
  EditIt edit;
  do {
    const Field field = line.one_of<Field>(names, Say::header_field);
    edit.edits.push_back({field, line.number(Say::value, 0, 0xFFFF'FFFF)});
  } while (line.accept("and"));
  edit.keep_checksum = line.accept("keep-checksum");
  return edit;
}

std::optional<HostId> read_host_or_any(LineReader& line, const Scenario& scenario) {
  if (line.accept("any")) return std::nullopt;
  return read_host(line, scenario);
}

}  // namespace

void read_host_statement(LineReader& line, Scenario& scenario) {
  const std::uint32_t name_column = line.column();
  ScenarioHost host{.name = read_new_name(line, Say::name),
                    .address = {},
                    .config = {},
                    .iss = {},
                    .application = {}};
  if (const Token* const token = line.take(Say::ipv4)) {
    if (const auto address = parse_ipv4(token->text))
      host.address = *address;
    else
      line.refuse(*token, Say::ipv4);
  }
  if (line.accept("profile")) {
    std::vector<Named<Profile>> names;
    for (const Profile p : all_profiles) names.push_back({name(p), p});
    host.config = config_of(line.one_of<Profile>(names, Say::profile));
  }
  if (line.accept("iss"))
    host.iss = static_cast<std::uint32_t>(line.number(Say::sequence_number, 0, 0xFFFF'FFFF));
  if (line.failed()) return;
  for (const ScenarioHost& other : scenario.hosts) {
    if (other.name == host.name) line.fail(name_column, say(Say::host_twice, host.name));
    if (other.address == host.address)
      line.fail(name_column, say(Say::same_address, other.name, host.name));
  }
  if (scenario.hosts.size() == ScriptLimits::hosts)
    line.fail(name_column, say(Say::too_many_hosts, ScriptLimits::hosts));
  if (!line.failed()) scenario.hosts.push_back(std::move(host));
}

void read_set_statement(LineReader& line, Scenario& scenario) {
  const HostId host = read_host(line, scenario);
  if (!line.failed()) read_knob(line, scenario.hosts[host.value].config);
}

void read_program_statement(LineReader& line, Scenario& scenario) {
  const HostId host = read_host(line, scenario);
  if (!line.failed()) scenario.hosts[host.value].application = read_program(line);
}

Application read_program(LineReader& line) {
  enum class Kind : std::uint8_t { manual, sink, echo, source, slow_reader, close_first };
  constexpr Named<Kind> kinds[] = {{"manual", Kind::manual},
                                   {"sink", Kind::sink},
                                   {"echo", Kind::echo},
                                   {"source", Kind::source},
                                   {"slow-reader", Kind::slow_reader},
                                   {"close-first", Kind::close_first}};
  constexpr std::uint64_t most_bytes = 1'000'000'000;
  Application application;
  switch (line.one_of<Kind>(kinds, Say::program)) {
    case Kind::manual:
      application.program = Manual{};
      break;
    case Kind::sink:
      application.program = Sink{.close_at_end = !line.accept("stay-open")};
      break;
    case Kind::echo:
      application.program = Echo{};
      break;
    case Kind::source: {
      const std::uint64_t bytes = line.number(Say::bytes, 1, most_bytes);
      application.program =
          Source{.bytes = bytes, .sent = 0, .close_after = !line.accept("stay-open")};
      break;
    }
    case Kind::slow_reader: {
      SlowReader reader;
      reader.bytes = static_cast<std::uint32_t>(line.number(Say::bytes, 1, most_bytes));
      line.require("every");
      const std::uint32_t column = line.column();
      reader.every = line.duration(Say::time);
      if (reader.every == Duration{}) line.fail(column, Say::time_above_0);
      application.program = reader;
      break;
    }
    case Kind::close_first:
      application.program = CloseFirst{};
      break;
  }
  application.auto_accept = !line.accept("accept-by-hand");
  return application;
}

LinkConfig read_link(LineReader& line, LinkConfig config) {
  do {
    read_link_word(line, config);
  } while (!line.failed() && !line.at_end());
  return config;
}

std::vector<ScenarioLink> read_links(LineReader& line, const Scenario& scenario) {
  const auto current = [&](HostId from, HostId to) {
    for (const ScenarioLink& link : scenario.links)
      if (link.from == from && link.to == to) return link.config;
    return scenario.wire;
  };
  const Token* const first = line.peek();
  const auto is_property = [&](const auto& word) { return first && word.name == first->text; };
  std::vector<ScenarioLink> links;
  if (!std::ranges::any_of(link_words, is_property)) {
    const Direction way = read_direction(line, scenario);
    links.push_back({way.from, way.to, read_link(line, current(way.from, way.to))});
    return links;
  }
  for (std::uint32_t from = 0; from < scenario.hosts.size(); ++from)
    for (std::uint32_t to = 0; to < scenario.hosts.size(); ++to)
      if (from != to) {
        LineReader same_words = line;  // every direction keeps what it has of its own
        links.push_back({{from}, {to}, read_link(same_words, current({from}, {to}))});
      }
  read_link(line, scenario.wire);
  return links;
}

void read_wire_statement(LineReader& line, Scenario& scenario) {
  const Token* const first = line.peek();
  const auto is_property = [&](const auto& word) { return first && word.name == first->text; };
  if (std::ranges::any_of(link_words, is_property)) {
    if (!scenario.links.empty()) line.fail(line.column(), Say::general_first);
    scenario.wire = read_link(line, scenario.wire);
    return;
  }
  for (const ScenarioLink& link : read_links(line, scenario)) {
    std::erase_if(scenario.links, [&](const ScenarioLink& old) {
      return old.from == link.from && old.to == link.to;
    });
    scenario.links.push_back(link);
  }
}

WireAction read_wire_action(LineReader& line) {
  enum class Kind : std::uint8_t { drop, delay, hold, duplicate, edit, corrupt, swap };
  constexpr Named<Kind> kinds[] = {{"drop", Kind::drop}, {"delay", Kind::delay},
                                   {"hold", Kind::hold}, {"duplicate", Kind::duplicate},
                                   {"edit", Kind::edit}, {"corrupt", Kind::corrupt},
                                   {"swap", Kind::swap}};
  switch (line.one_of<Kind>(kinds, Say::action)) {
    case Kind::drop:
      return DropIt{};
    case Kind::delay:
      return DelayIt{line.duration(Say::time)};
    case Kind::hold:
      return HoldIt{};
    case Kind::duplicate:
      return DuplicateIt{line.accept("after") ? line.duration(Say::time) : Duration{}};
    case Kind::edit:
      return read_edit(line);
    case Kind::corrupt:
      return CorruptIt{static_cast<std::uint32_t>(line.number(Say::bit, 0, 65'535 * 8 - 1))};
    case Kind::swap:
      return SwapIt{};
  }
  return DropIt{};
}

std::optional<bool> read_again(LineReader& line) {
  if (line.accept("again")) return true;
  return line.accept("fresh") ? std::optional(false) : std::nullopt;
}

PacketMatch read_match(LineReader& line, const Scenario& scenario) {
  constexpr Named<FlagMatch> ways[] = {{"exactly", FlagMatch::exactly},
                                       {"including", FlagMatch::includes},
                                       {"excluding", FlagMatch::excludes}};
  PacketMatch match;
  const auto knows = [&](const auto& way) { return line.next_is(way.name); };
  match.from = read_host_or_any(line, scenario);
  line.require("->");
  match.to = read_host_or_any(line, scenario);
  if (std::ranges::any_of(ways, knows)) {
    match.flag_match = line.one_of<FlagMatch>(ways, Say::flag_way);
    match.flags = read_flags(line);
  }
  if (line.accept("length")) {
    match.min_text = static_cast<std::uint32_t>(line.number(Say::bytes, 0, 65'535));
    match.max_text = match.min_text;
    if (line.accept("to"))
      match.max_text = static_cast<std::uint32_t>(line.number(Say::bytes, *match.min_text, 65'535));
  }
  match.again = read_again(line);
  if (line.accept("ordinal"))
    match.ordinal = static_cast<std::uint32_t>(line.number(Say::count, 1, 1'000'000));
  return match;
}

void read_rule_statement(LineReader& line, Scenario& scenario) {
  const std::uint32_t column = line.column();
  const std::string name = read_new_name(line, Say::name);
  Impairment rule;
  rule.id = {static_cast<std::uint32_t>(scenario.rules.size() + 1)};
  rule.from_scenario = true;
  rule.action = read_wire_action(line);
  rule.match = read_match(line, scenario);
  if (line.accept("always"))
    rule.unlimited = true;
  else if (line.accept("times"))
    rule.left = static_cast<std::uint32_t>(line.number(Say::count, 1, 1'000'000));
  rule.enabled = !line.accept("off");
  if (std::ranges::find(scenario.rule_names, name) != scenario.rule_names.end())
    line.fail(column, say(Say::rule_twice, name));
  if (scenario.rules.size() == ScriptLimits::rules)
    line.fail(column, say(Say::too_many_rules, ScriptLimits::rules));
  if (line.failed()) return;
  scenario.rules.push_back(std::move(rule));
  scenario.rule_names.push_back(name);
}

}  // namespace engine
