// The reading half of session_deeds.hpp.
#include <algorithm>
#include <limits>

#include "engine/export/session_deeds.hpp"
#include "engine/export/session_words.hpp"
#include "engine/lesson/attack_words.hpp"
#include "engine/lesson/knobs.hpp"
#include "engine/lesson/statements.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

constexpr auto largest_32 = std::numeric_limits<std::uint32_t>::max();
constexpr auto largest_64 = std::numeric_limits<std::uint64_t>::max();

std::uint32_t read_32(LineReader& line, Say expected) {
  return static_cast<std::uint32_t>(line.number(expected, 0, largest_32));
}
std::uint16_t read_any_port(LineReader& line) {
  return static_cast<std::uint16_t>(line.number(Say::port, 0, 65'535));
}

HostId read_host_name(LineReader& line, std::span<const std::string> hosts) {
  const Token* const token = line.take(Say::host_name);
  if (token == nullptr) return {};
  const auto named = std::ranges::find(hosts, token->text);
  if (!token->quoted && named != hosts.end())
    return {static_cast<std::uint32_t>(named - hosts.begin())};
  const auto number = token->quoted ? std::nullopt : read_number(token->text);
  if (number && *number <= largest_32) return {static_cast<std::uint32_t>(*number)};
  const std::vector<std::string_view> names(hosts.begin(), hosts.end());
  line.refuse(*token, Say::host_name, names);
  return {};
}

std::optional<ConnId> read_connection(LineReader& line) {
  if (!line.accept("connection")) return std::nullopt;
  return ConnId{read_32(line, Say::connection)};
}

// ---- calls

Call read_send(LineReader& line) {
  const Token* const next = line.peek();
  if (next == nullptr || !next->quoted) return SendBulk{read_32(line, Say::text_or_bytes)};
  SendText send{.text = line.quoted(Say::text), .urgent = false};
  send.urgent = line.accept("urgent");
  return send;
}

Call read_shutdown(LineReader& line) {
  constexpr Named<ShutdownHow> ways[] = {
      {"write", ShutdownHow::write}, {"read", ShutdownHow::read}, {"both", ShutdownHow::both}};
  return Shutdown{line.one_of<ShutdownHow>(ways, Say::shut_down)};
}

Call read_close(LineReader& line) {
  Close close;
  if (line.accept("linger")) close.linger = read_span(line);
  return close;
}

Connect read_connect(LineReader& line) {
  Connect connect{.remote = read_plain_socket(line)};
  line.require("from");
  connect.local_port = read_any_port(line);
  if (line.accept("with")) connect.text = line.quoted(Say::text);
  if (line.accept("on")) connect.local_address = read_ipv4(line);
  if (line.accept("through")) connect.route = read_route(line);
  return connect;
}

Call read_call(LineReader& line) {
  enum class Verb : std::uint8_t {
    listen,
    connect,
    accept,
    send,
    read,
    shutdown,
    close,
    abort,
  };
  constexpr Named<Verb> verbs[] = {{"listen", Verb::listen}, {"connect", Verb::connect},
                                   {"accept", Verb::accept}, {"send", Verb::send},
                                   {"read", Verb::read},     {"shutdown", Verb::shutdown},
                                   {"close", Verb::close},   {"abort", Verb::abort}};
  switch (line.one_of<Verb>(verbs, Say::call)) {
    case Verb::listen: {
      Listen listen{.port = read_any_port(line)};
      line.require("backlog");
      listen.backlog = read_32(line, Say::connections);
      if (line.accept("on")) listen.local_address = read_ipv4(line);
      return listen;
    }
    case Verb::connect:
      return read_connect(line);
    case Verb::accept:
      return Accept{};
    case Verb::send:
      return read_send(line);
    case Verb::read:
      return Read{read_32(line, Say::bytes)};
    case Verb::shutdown:
      return read_shutdown(line);
    case Verb::close:
      return read_close(line);
    case Verb::abort:
      return Abort{};
  }
  return Close{};
}

// ---- what the wire does to a packet

// A word `name=value`, cut at the sign; none and a mistake when it is no such word.
struct Assignment {
  std::string name, value;
};
std::optional<Assignment> read_assignment(LineReader& line, Say expected) {
  const Token* const token = line.take(expected);
  if (token == nullptr) return std::nullopt;
  const std::size_t sign = token->text.find('=');
  if (!token->quoted && sign != std::string::npos)
    return Assignment{token->text.substr(0, sign), token->text.substr(sign + 1)};
  line.refuse(*token, expected);
  return std::nullopt;
}

bool next_is_assignment(const LineReader& line) {
  const Token* const next = line.peek();
  return next != nullptr && !next->quoted && next->text.find('=') != std::string::npos;
}

// Reads one `name=value` with what reads `name value`; its mistake becomes the line's own.
template <class ReadPair>
void read_pair(LineReader& line, Say expected, ReadPair read) {
  const std::uint32_t column = line.column();
  const auto pair = read_assignment(line, expected);
  if (!pair) return;
  LineReader words(pair->name + ' ' + pair->value);
  read(words);
  words.end();
  if (words.failed()) line.fail(column, words.mistake()->what);
}

void read_field_edit(LineReader& words, EditIt& edit) {
  static constexpr auto count = static_cast<std::size_t>(Field::trailing) + 1;
  std::vector<Named<Field>> names;
  for (std::size_t i = 0; i < count; ++i)
    names.push_back({name(static_cast<Field>(i)), static_cast<Field>(i)});
  const Field field = words.one_of<Field>(names, Say::header_field);
  edit.edits.push_back({field, words.number(Say::value, 0, largest_64)});
}

WireAction read_action(LineReader& line) {
  enum class Kind : std::uint8_t { drop, delay, hold, duplicate, edit, corrupt, swap };
  constexpr Named<Kind> kinds[] = {{"drop", Kind::drop}, {"delay", Kind::delay},
                                   {"hold", Kind::hold}, {"duplicate", Kind::duplicate},
                                   {"edit", Kind::edit}, {"corrupt", Kind::corrupt},
                                   {"swap", Kind::swap}};
  switch (line.one_of<Kind>(kinds, Say::action)) {
    case Kind::drop:
      return DropIt{};
    case Kind::delay:
      return DelayIt{read_span(line)};
    case Kind::hold:
      return HoldIt{};
    case Kind::duplicate:
      line.require("after");
      return DuplicateIt{read_span(line)};
    case Kind::edit: {
      EditIt edit;
      while (next_is_assignment(line) && !line.failed())
        read_pair(line, Say::field_pair, [&](LineReader& words) { read_field_edit(words, edit); });
      edit.keep_checksum = line.accept("keep-checksum");
      return edit;
    }
    case Kind::corrupt:
      return CorruptIt{read_32(line, Say::bit)};
    case Kind::swap:
      return SwapIt{};
  }
  return DropIt{};
}

PacketMatch read_packet_match(LineReader& line, std::span<const std::string> hosts) {
  constexpr Named<FlagMatch> ways[] = {{"ignoring", FlagMatch::any},
                                       {"exactly", FlagMatch::exactly},
                                       {"including", FlagMatch::includes},
                                       {"excluding", FlagMatch::excludes}};
  const auto host_or_any = [&]() -> std::optional<HostId> {
    if (line.accept("any")) return std::nullopt;
    return read_host_name(line, hosts);
  };
  PacketMatch match;
  match.from = host_or_any();
  line.require("->");
  match.to = host_or_any();
  for (const Named<FlagMatch>& way : ways)
    if (line.accept(way.name)) {
      match.flag_match = way.value;
      match.flags = read_flags(line);
      break;
    }
  if (line.accept("length-from")) match.min_text = read_32(line, Say::bytes);
  if (line.accept("length-to")) match.max_text = read_32(line, Say::bytes);
  match.again = read_again(line);
  if (line.accept("ordinal")) match.ordinal = read_32(line, Say::count);
  return match;
}

Impairment read_rule_to_arm(LineReader& line, std::span<const std::string> hosts) {
  Impairment rule;
  rule.action = read_action(line);
  rule.match = read_packet_match(line, hosts);
  line.require("times");
  rule.left = read_32(line, Say::count);
  rule.unlimited = line.accept("always");
  rule.enabled = !line.accept("off");
  rule.from_scenario = line.accept("locked");
  if (line.accept("seen")) rule.seen = read_32(line, Say::count);
  if (line.accept("id")) rule.id = {read_32(line, Say::rule_number)};
  return rule;
}

// ---- the other commands

// From where, whereto, and the bytes: of one packet or of the first of many.
template <class Forgery>
Forgery read_forged(LineReader& line, std::span<const std::string> hosts) {
  Forgery forge{.from = read_host_name(line, hosts)};
  line.require("->");
  forge.to = read_host_name(line, hosts);
  forge.packet = read_octets(line);
  return forge;
}

ForgeBurst read_burst(LineReader& line, std::span<const std::string> hosts) {
  ForgeBurst burst = read_forged<ForgeBurst>(line, hosts);
  line.require("count");
  burst.count = read_32(line, Say::count);
  line.require("every");
  burst.spacing = read_span(line);
  line.require("addresses");
  burst.addresses = read_32(line, Say::count);
  return burst;
}

SetLink read_set_link(LineReader& line, std::span<const std::string> hosts) {
  SetLink set{.from = read_host_name(line, hosts)};
  line.require("->");
  set.to = read_host_name(line, hosts);
  set.config = read_link(line, LinkConfig{});
  return set;
}

SetConfig read_set_config(LineReader& line, std::span<const std::string> hosts) {
  SetConfig set{.host = read_host_name(line, hosts)};
  set.connection = read_connection(line);
  while (!line.failed() && !line.at_end())
    read_pair(line, Say::knob_pair, [&](LineReader& words) { read_knob(words, set.config); });
  return set;
}

// What a program has done so far.
void read_progress(LineReader& words, Application& application) {
  enum class Done : std::uint8_t { sent, next, read, written };
  constexpr Named<Done> names[] = {
      {"sent", Done::sent}, {"next", Done::next}, {"read", Done::read}, {"written", Done::written}};
  const Done done = words.one_of<Done>(names, Say::progress_pair);
  constexpr auto largest_63 = largest_64 / 2;
  const std::uint64_t value =
      words.number(Say::number, 0, done == Done::next ? largest_63 : largest_64);
  auto* const source = std::get_if<Source>(&application.program);
  auto* const slow = std::get_if<SlowReader>(&application.program);
  if ((done == Done::sent && source == nullptr) || (done == Done::next && slow == nullptr))
    return words.fail(1, Say::never_does);
  if (done == Done::sent) source->sent = value;
  if (done == Done::next) slow->next = Instant(Duration(static_cast<std::int64_t>(value)));
  if (done == Done::read) application.bytes_read = value;
  if (done == Done::written) application.bytes_written = value;
}

SetProgram read_set_program(LineReader& line, std::span<const std::string> hosts) {
  SetProgram set{.host = read_host_name(line, hosts)};
  set.connection = read_connection(line);
  set.application = read_program(line);
  while (!line.failed() && !line.at_end())
    read_pair(line, Say::progress_pair,
              [&](LineReader& words) { read_progress(words, set.application); });
  return set;
}

Visit read_visit(LineReader& line, std::span<const std::string> hosts) {
  Visit visit{.host = read_host_name(line, hosts)};
  line.require("connect");
  visit.call = read_connect(line);
  line.require("every");
  visit.every = read_span(line);
  line.require("count");
  visit.count = read_32(line, Say::count);
  return visit;
}

enum class Deed : std::uint8_t {
  call,
  packet,
  release,
  deliver,
  forge,
  arm,
  disarm,
  toggle,
  link,
  config,
  program,
  crash,
  reboot,
  attack,
  cease_fire,
  burst,
  visit,
  end_visits,
};
constexpr Named<Deed> deeds[] = {
    {"call", Deed::call},       {"packet", Deed::packet},   {"release", Deed::release},
    {"deliver", Deed::deliver}, {"forge", Deed::forge},     {"arm", Deed::arm},
    {"disarm", Deed::disarm},   {"switch", Deed::toggle},   {"link", Deed::link},
    {"config", Deed::config},   {"program", Deed::program}, {"crash", Deed::crash},
    {"reboot", Deed::reboot},   {"attack", Deed::attack},   {"cease-fire", Deed::cease_fire},
    {"burst", Deed::burst},     {"visit", Deed::visit},     {"end-visits", Deed::end_visits},
};
static_assert(std::size(deeds) == std::variant_size_v<Command>);

Command read_command(LineReader& line, std::span<const std::string> hosts) {
  switch (line.one_of<Deed>(deeds, Say::deed)) {
    case Deed::call: {
      DoCall call{.host = read_host_name(line, hosts)};
      call.connection = read_connection(line);
      call.call = read_call(line);
      return call;
    }
    case Deed::packet: {
      const PacketId packet{read_32(line, Say::packet)};
      return OnPacket{packet, read_action(line)};
    }
    case Deed::release:
      return Release{{read_32(line, Say::packet)}};
    case Deed::deliver:
      return DeliverNow{{read_32(line, Say::packet)}};
    case Deed::forge:
      return read_forged<Forge>(line, hosts);
    case Deed::burst:
      return read_burst(line, hosts);
    case Deed::arm:
      return ArmImpairment{read_rule_to_arm(line, hosts)};
    case Deed::disarm:
      return DisarmImpairment{{read_32(line, Say::rule_number)}};
    case Deed::toggle: {
      const ImpairmentId rule{read_32(line, Say::rule_number)};
      return SwitchImpairment{rule, line.on_or_off()};
    }
    case Deed::link:
      return read_set_link(line, hosts);
    case Deed::config:
      return read_set_config(line, hosts);
    case Deed::program:
      return read_set_program(line, hosts);
    case Deed::crash:
      return Crash{read_host_name(line, hosts)};
    case Deed::reboot:
      return Reboot{read_host_name(line, hosts)};
    case Deed::attack: {
      const HostId host = read_host_name(line, hosts);
      const bool instead = line.accept("instead");
      return Attack{host, read_plan(line, Scenario{}), instead};
    }
    case Deed::cease_fire:
      return CeaseFire{read_host_name(line, hosts)};
    case Deed::visit:
      return read_visit(line, hosts);
    case Deed::end_visits:
      return EndVisits{read_host_name(line, hosts)};
  }
  return Crash{};
}

}  // namespace

Command read_deed(LineReader& line, std::span<const std::string> hosts) {
  Command command = read_command(line, hosts);
  line.end();
  return command;
}

}  // namespace engine
