#include "engine/lesson/attack_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/lesson/notation.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

constexpr Named<Ammunition> ammunition[] = {
    {"reset", Ammunition::reset}, {"syn", Ammunition::syn}, {"text", Ammunition::text}};
constexpr Named<ScanKind> scan_kinds[] = {{"syn", ScanKind::syn}, {"fin", ScanKind::fin}};
constexpr std::uint64_t most_packets = 10'000'000;

Duration read_pause(LineReader& line) {
  const std::uint32_t column = line.column();
  const Duration pause = line.duration(Say::time);
  if (!line.failed() && pause == Duration{}) line.fail(column, Say::time_above_0);
  return pause;
}

std::uint32_t read_count(LineReader& line) {
  return static_cast<std::uint32_t>(line.number(Say::count, 1, most_packets));
}

// `203.0.113.0/24`, `203.0.113.5`
AddressBlock read_block(LineReader& line) {
  const Token* const token = line.take(Say::address_block);
  if (token == nullptr) return {};
  const std::string_view text = token->text;
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto first = parse_ipv4(text.substr(0, slash));
  const auto bits = slash == text.size() ? 32 : read_number(text.substr(slash + 1));
  constexpr std::uint64_t widest = 8;
  if (token->quoted || !first || !bits || *bits < widest || *bits > 32) {
    line.refuse(*token, Say::address_block);
    return {};
  }
  return {*first, static_cast<std::uint32_t>(std::uint64_t{1} << (32 - *bits))};
}

void read_ends(LineReader& line, const Scenario& scenario, Socket& source, Socket& target) {
  source = read_socket(line, scenario);
  line.require("->");
  target = read_socket(line, scenario);
}

void read_ammunition(LineReader& line, Ammunition& with, std::string& text) {
  with = line.one_of<Ammunition>(ammunition, Say::ammunition);
  if (with == Ammunition::text) text = line.quoted(Say::text_in_quotes);
}

// A host by its name, or an address.
Ipv4Address read_address(LineReader& line, const Scenario& scenario) {
  const Token* const next = line.peek();
  const auto address = next != nullptr && !next->quoted ? parse_ipv4(next->text) : std::nullopt;
  if (!address) {
    const HostId host = read_host(line, scenario);
    return line.failed() ? Ipv4Address{} : scenario.hosts[host.value].address;
  }
  line.take(Say::ipv4);
  return *address;
}

Flood read_flood(LineReader& line, const Scenario& scenario) {
  Flood plan{.target = read_socket(line, scenario)};
  line.require("from");
  plan.sources = read_block(line);
  line.require("count");
  plan.count = read_count(line);
  if (line.accept("burst")) plan.burst = read_count(line);
  line.require("every");
  plan.every = read_pause(line);
  return plan;
}

Guess read_guess(LineReader& line, const Scenario& scenario) {
  Guess plan;
  read_ammunition(line, plan.with, plan.text);
  read_ends(line, scenario, plan.source, plan.target);
  line.require("from");
  plan.first = {static_cast<std::uint32_t>(line.number(Say::sequence_number, 0, 0xFFFF'FFFF))};
  line.require("stride");
  plan.stride = static_cast<std::uint32_t>(line.number(Say::number, 1, 0xFFFF'FFFF));
  line.require("count");
  plan.count = read_count(line);
  line.require("every");
  plan.every = read_pause(line);
  return plan;
}

Scan read_scan(LineReader& line, const Scenario& scenario) {
  Scan plan;
  plan.kind = line.one_of<ScanKind>(scan_kinds, Say::scan_kind);
  plan.target = read_address(line, scenario);
  line.require("ports");
  plan.first_port = plan.last_port = read_port(line);
  if (line.accept("to"))
    plan.last_port = static_cast<std::uint16_t>(line.number(Say::port, plan.first_port, 65'535));
  if (line.accept("every")) plan.every = read_pause(line);
  if (line.accept("patience")) plan.patience = read_pause(line);
  return plan;
}

Hijack read_hijack(LineReader& line, const Scenario& scenario) {
  Hijack plan;
  read_ends(line, scenario, plan.source, plan.target);
  line.require("say");
  do plan.texts.push_back(line.quoted(Say::text_in_quotes));
  while (!line.failed() && !line.at_end());
  return plan;
}

std::string ends_text(Socket source, Socket target) {
  return to_string(source) + " -> " + to_string(target);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x20 || octet >= 0x7F || c == '"' || c == '\\')
      out += fmt::format("\\x{:02x}", octet);
    else
      out += c;
  }
  return out + '"';
}

std::string ammunition_text(Ammunition with, std::string_view text) {
  for (const auto& row : ammunition)
    if (row.value == with)
      return std::string(row.name) + (with == Ammunition::text ? " " + quoted(text) : "");
  unreachable("Ammunition");
}

struct PlanText {
  std::string operator()(const Flood& p) const {
    int bits = 32;
    for (std::uint32_t count = p.sources.count; count > 1; count /= 2) --bits;
    return fmt::format("flood {} from {}/{} count {} burst {} every {}", to_string(p.target),
                       to_string(p.sources.first), bits, p.count, p.burst, in_script(p.every));
  }
  std::string operator()(const Guess& p) const {
    return fmt::format("guess {} {} from {} stride {} count {} every {}",
                       ammunition_text(p.with, p.text), ends_text(p.source, p.target), p.first.raw,
                       p.stride, p.count, in_script(p.every));
  }
  std::string operator()(const Scan& p) const {
    return fmt::format("scan {} {} ports {} to {} every {} patience {}",
                       p.kind == ScanKind::syn ? "syn" : "fin", to_string(p.target), p.first_port,
                       p.last_port, in_script(p.every), in_script(p.patience));
  }
  std::string operator()(const Strike& p) const {
    return fmt::format("strike {} {}", ammunition_text(p.with, p.text),
                       ends_text(p.source, p.target));
  }
  std::string operator()(const ReplaySegment& p) const {
    const std::string flags = to_string(p.flags);
    return fmt::format("replay {} {}", flags.empty() ? "none" : flags,
                       ends_text(p.source, p.target));
  }
  std::string operator()(const Hijack& p) const {
    std::string text = fmt::format("hijack {} say", ends_text(p.source, p.target));
    for (const std::string& said : p.texts) text += " " + quoted(said);
    return text;
  }
  std::string operator()(const Storm& p) const {
    return fmt::format("storm {}", ends_text(p.source, p.target));
  }
};

}  // namespace

AttackPlan read_plan(LineReader& line, const Scenario& scenario) {
  enum class Kind : std::uint8_t { flood, guess, scan, strike, replay, hijack, storm };
  constexpr Named<Kind> kinds[] = {{"flood", Kind::flood},   {"guess", Kind::guess},
                                   {"scan", Kind::scan},     {"strike", Kind::strike},
                                   {"replay", Kind::replay}, {"hijack", Kind::hijack},
                                   {"storm", Kind::storm}};
  switch (line.one_of<Kind>(kinds, Say::attack_plan)) {
    case Kind::flood:
      return read_flood(line, scenario);
    case Kind::guess:
      return read_guess(line, scenario);
    case Kind::scan:
      return read_scan(line, scenario);
    case Kind::strike: {
      Strike plan;
      read_ammunition(line, plan.with, plan.text);
      read_ends(line, scenario, plan.source, plan.target);
      return plan;
    }
    case Kind::replay: {
      ReplaySegment plan;
      plan.flags = read_flags(line);
      read_ends(line, scenario, plan.source, plan.target);
      return plan;
    }
    case Kind::hijack:
      return read_hijack(line, scenario);
    case Kind::storm: {
      Storm plan;
      read_ends(line, scenario, plan.source, plan.target);
      return plan;
    }
  }
  unreachable("Kind");
}

std::string plan_text(const AttackPlan& plan) { return std::visit(PlanText{}, plan); }

}  // namespace engine
