#include "engine/lesson/vocabulary.hpp"

#include <algorithm>

namespace engine {
namespace {

constexpr Say socket_shape = Say::socket;

std::vector<std::string_view> host_names(const Scenario& scenario) {
  std::vector<std::string_view> names;
  for (const ScenarioHost& host : scenario.hosts) names.push_back(host.name);
  return names;
}

std::optional<HostId> host_named(const Scenario& scenario, std::string_view name) {
  for (std::uint32_t i = 0; i < scenario.hosts.size(); ++i)
    if (scenario.hosts[i].name == name) return HostId{i};
  return std::nullopt;
}

Saying any_of_hosts(const Scenario& scenario) {
  if (scenario.hosts.empty()) return Say::no_host_yet;
  std::string names;
  for (const ScenarioHost& host : scenario.hosts) names += (names.empty() ? "" : ", ") + host.name;
  return say(Say::host_of, names);
}

constexpr Named<bool Flags::*> flag_names[] = {
    {"SYN", &Flags::syn}, {"FIN", &Flags::fin}, {"RST", &Flags::rst}, {"PSH", &Flags::psh},
    {"ACK", &Flags::ack}, {"URG", &Flags::urg}, {"ECE", &Flags::ece}, {"CWR", &Flags::cwr},
};

constexpr Named<LiveNumber> live_names[] = {
    {"iss", LiveNumber::iss},         {"irs", LiveNumber::irs},
    {"snd.una", LiveNumber::snd_una}, {"snd.nxt", LiveNumber::snd_nxt},
    {"rcv.nxt", LiveNumber::rcv_nxt},
};

std::vector<Named<State>> state_names() {
  std::vector<Named<State>> names;
  for (std::size_t i = 0; i < state_count; ++i)
    names.push_back({name(static_cast<State>(i)), static_cast<State>(i)});
  return names;
}

std::vector<Named<Signal>> signal_names() {
  std::vector<Named<Signal>> names;
  for (auto i = std::uint8_t{}; i <= static_cast<std::uint8_t>(Signal::closed); ++i)
    names.push_back({name(static_cast<Signal>(i)), static_cast<Signal>(i)});
  return names;
}

std::optional<std::uint32_t> read_sequence_number(std::string_view text) {
  const auto value = read_number(text);
  if (!value || *value > 0xFFFF'FFFFu) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

// `+1` or `-1` at the end of a word, modulo 2^32; nothing is an offset of 0.
std::optional<std::uint32_t> read_offset(std::string_view text) {
  if (text.empty()) return 0;
  const auto size = read_sequence_number(text.substr(1));
  if (!size || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  return text[0] == '+' ? *size : 0 - *size;
}

std::optional<LiveNumber> find_live(std::string_view text) {
  for (const Named<LiveNumber>& row : live_names)
    if (row.name == text) return row.value;
  return std::nullopt;
}

}  // namespace

HostId read_host(LineReader& line, const Scenario& scenario) {
  const Saying expected = any_of_hosts(scenario);
  const Token* const token = line.take(expected);
  if (token == nullptr) return {};
  const auto host = token->quoted ? std::nullopt : host_named(scenario, token->text);
  if (!host) line.refuse(*token, expected, host_names(scenario));
  return host.value_or(HostId{});
}

Direction read_direction(LineReader& line, const Scenario& scenario) {
  Direction way;
  way.from = read_host(line, scenario);
  line.require("->");
  const std::uint32_t column = line.column();
  way.to = read_host(line, scenario);
  if (!line.failed() && way.from == way.to) line.fail(column, Say::same_host);
  return way;
}

Socket read_socket(LineReader& line, const Scenario& scenario) {
  const Token* const token = line.take(socket_shape);
  if (token == nullptr) return {};
  const std::string_view text = token->text;
  const std::size_t colon = text.rfind(':');
  const std::uint64_t port =
      colon == std::string_view::npos ? 0 : read_number(text.substr(colon + 1)).value_or(0);
  if (token->quoted || port == 0 || port > 65'535) {
    line.refuse(*token, socket_shape);
    return {};
  }
  const std::string_view where = text.substr(0, colon);
  Socket socket{.address = {}, .port = static_cast<std::uint16_t>(port)};
  if (const auto host = host_named(scenario, where)) {
    socket.address = scenario.hosts[host->value].address;
  } else if (const auto address = parse_ipv4(where)) {
    socket.address = *address;
  } else {
    const auto names = host_names(scenario);
    Token only_host = *token;
    only_host.text = where;
    line.refuse(only_host, say(Say::address_or, any_of_hosts(scenario)), names);
  }
  return socket;
}

std::optional<HostId> host_with(const Scenario& scenario, Ipv4Address address) {
  for (std::uint32_t i = 0; i < scenario.hosts.size(); ++i)
    if (scenario.hosts[i].address == address) return HostId{i};
  return std::nullopt;
}

Flags read_flags(LineReader& line) {
  constexpr Say expected = Say::flags;
  const Token* const token = line.take(expected);
  if (token == nullptr) return {};
  Flags flags;
  if (token->text == "none" && !token->quoted) return flags;
  std::string_view rest = token->text;
  while (true) {
    const std::string_view one = rest.substr(0, rest.find(','));
    const auto row = std::ranges::find(flag_names, one, &Named<bool Flags::*>::name);
    if (row == std::end(flag_names) || token->quoted) {
      std::vector<std::string_view> names;
      for (const auto& known : flag_names) names.push_back(known.name);
      line.refuse({std::string(one), token->quoted, token->column}, expected, names);
      return {};
    }
    flags.*row->value = true;
    if (one.size() == rest.size()) return flags;
    rest.remove_prefix(one.size() + 1);
  }
}

State read_state(LineReader& line) { return line.one_of<State>(state_names(), Say::state); }

Signal read_signal(LineReader& line) { return line.one_of<Signal>(signal_names(), Say::signal); }

Rule read_rule(LineReader& line) {
  std::vector<Named<Rule>> names;
  for (const RuleInfo& row : all_rules()) names.push_back({row.id, row.rule});
  return line.one_of<Rule>(names, Say::rule_name);
}

std::uint16_t read_port(LineReader& line) {
  return static_cast<std::uint16_t>(line.number(Say::port, 1, 65'535));
}

Instant read_instant(LineReader& line) { return world_start + line.duration(Say::time); }

NumberTerm read_term(LineReader& line, const Scenario& scenario, std::optional<HostId> base) {
  const Saying expected = base ? Say::number_offset_or_live : Say::number_or_live;
  const Token* const token = line.take(expected);
  if (token == nullptr) return {};
  const std::string_view text = token->text;
  if (!token->quoted && !text.empty()) {
    if (const auto plain = read_sequence_number(text))
      return {.live = {}, .of = {}, .offset = *plain};
    const std::size_t sign =
        text.find_first_of("+-", text.find('.') == text.npos ? 0 : text.find('.'));
    const auto offset = read_offset(sign == text.npos ? "" : text.substr(sign));
    if (base && sign == 0 && offset) return {LiveNumber::iss, *base, *offset};
    const std::size_t dot = text.find('.');
    if (dot != text.npos && offset) {
      const auto host = host_named(scenario, text.substr(0, dot));
      const auto live = find_live(text.substr(dot + 1, sign == text.npos ? sign : sign - dot - 1));
      if (host && live) return {live, *host, *offset};
    }
  }
  std::vector<std::string> known;
  for (const ScenarioHost& host : scenario.hosts)
    for (const auto& row : live_names) known.push_back(host.name + "." + std::string(row.name));
  const std::vector<std::string_view> names(known.begin(), known.end());
  line.refuse(*token, expected, names);
  return {};
}

When read_condition(LineReader& line, HostId host) {
  std::vector<Named<When>> names;
  for (const Named<State>& row : state_names())
    names.push_back({row.name, WhenState{.host = host, .state = row.value}});
  for (const Named<Signal>& row : signal_names())
    names.push_back({row.name, WhenSignal{.host = host, .signal = row.value}});
  When when = line.one_of<When>(names, Say::state_or_signal);
  const Duration after = line.accept("after") ? line.duration(Say::time) : Duration{};
  if (auto* const state = std::get_if<WhenState>(&when)) state->after = after;
  if (auto* const signal = std::get_if<WhenSignal>(&when)) signal->after = after;
  return when;
}

std::string read_new_name(LineReader& line, Say expected) {
  constexpr std::size_t longest = 40;
  const Saying shape = say(Say::name_shape, expected);
  const Token* const token = line.take(shape);
  if (token == nullptr) return {};
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  const std::string& text = token->text;
  const bool sound = !token->quoted && !text.empty() && text.size() <= longest && text[0] >= 'a' &&
                     text[0] <= 'z' && std::ranges::all_of(text, fits);
  if (!sound) line.refuse(*token, shape);
  return text;
}

}  // namespace engine
