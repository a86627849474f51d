#include "app/scene/forging.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "app/scene/digits.hpp"
#include "engine/base/invariant.hpp"
#include "engine/host/live_number.hpp"
#include "engine/segment/made_packet.hpp"
#include "engine/segment/options.hpp"

namespace scene {

using namespace engine;

namespace {

struct NamedNumber {
  std::string_view name;
  LiveNumber which{};
};
constexpr std::array<NamedNumber, 5> named_numbers{{{"RCV.NXT", LiveNumber::rcv_nxt},
                                                    {"SND.NXT", LiveNumber::snd_nxt},
                                                    {"SND.UNA", LiveNumber::snd_una},
                                                    {"ISS", LiveNumber::iss},
                                                    {"IRS", LiveNumber::irs}}};

constexpr std::int64_t most_8 = 0xFF, most_16 = 0xFFFF, most_32 = 0xFFFF'FFFF;
constexpr std::size_t longest_text = 1'400;

// What a field is called, which sentence says what it holds, and the most of it.
struct FieldContent {
  ForgeField field{};
  const char* name;
  const char* sentence;
  std::int64_t most{};
};
constexpr const char *an_address = "forge.wrong.address", *a_number = "forge.wrong.number",
                     *maybe_a_number = "forge.wrong.maybe", *a_place = "forge.wrong.place";
constexpr std::array<FieldContent, 14> field_contents{
    {{ForgeField::source, "forge.source", an_address, 0},
     {ForgeField::source_port, "forge.source_port", a_number, most_16},
     {ForgeField::dest_port, "forge.dest_port", a_number, most_16},
     {ForgeField::seq, "forge.seq", a_place, most_32},
     {ForgeField::ack, "forge.ack", a_place, most_32},
     {ForgeField::window, "forge.window", a_number, most_16},
     {ForgeField::urgent, "forge.urgent", a_number, most_16},
     {ForgeField::ttl, "forge.ttl", a_number, most_8},
     {ForgeField::mss, "forge.mss", maybe_a_number, most_16},
     {ForgeField::window_scale, "forge.window_scale", maybe_a_number, most_8},
     {ForgeField::ts_value, "forge.ts_value", maybe_a_number, most_32},
     {ForgeField::ts_echo, "forge.ts_echo", maybe_a_number, most_32},
     {ForgeField::options, "forge.options", "forge.wrong.options", 0},
     {ForgeField::text, "forge.text", "forge.wrong.text", longest_text}}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// As it is written on the screen it can be typed: thin spaces within a number, the sign of minus.
std::string typed_plainly(std::string_view text) {
  constexpr std::string_view thin_space = "\u2009", minus = "\u2212";
  std::string plain;
  while (!text.empty()) {
    const bool thin = text.starts_with(thin_space), is_minus = text.starts_with(minus);
    if (!thin) plain += is_minus ? '-' : text.front();
    text.remove_prefix(thin || is_minus ? thin_space.size() : 1);
  }
  return plain;
}

// Digits without a sign: "1000", "0x3e8".
std::optional<std::int64_t> whole_number(std::string_view text) {
  int radix = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    radix = 16;
    text.remove_prefix(2);
  }
  std::uint64_t value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, radix);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value > static_cast<std::uint64_t>(most_32)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> number_within(std::string_view typed, std::int64_t most) {
  const auto number = whole_number(trimmed(typed_plainly(typed)));
  return number && *number <= most ? number : std::nullopt;
}

// What comes after a name: nothing, "+100" or "-1".
std::optional<std::uint32_t> offset_of(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return 0;
  const char sign = text.front();
  if (sign != '+' && sign != '-') return std::nullopt;
  const auto number = whole_number(trimmed(text.substr(1)));
  if (!number) return std::nullopt;
  const auto offset = static_cast<std::uint32_t>(*number);
  return sign == '+' ? offset : 0u - offset;
}

std::optional<Socket> draft_source(const ForgeDraft& draft) {
  const auto address = parse_ipv4(trimmed(draft.source));
  const auto port = number_within(draft.source_port, most_16);
  if (!address || !port) return std::nullopt;
  return Socket{*address, static_cast<std::uint16_t>(*port)};
}

// The record of this host that belongs to the draft's pair of sockets, as receiver or as the one
// whose name is used; else its newest.
const Connection* record_at(const ForgeDraft& draft, const World& world, HostId host) {
  const Host& at = world.host(host);
  const auto source = draft_source(draft);
  const auto port = number_within(draft.dest_port, most_16);
  if (source && port && draft.to.value < world.hosts.size()) {
    const Socket destination{world.host(draft.to).address, static_cast<std::uint16_t>(*port)};
    const bool receives = host == draft.to;
    const SocketPair pair{.local = receives ? destination : *source,
                          .remote = receives ? *source : destination};
    for (const Connection& c : at.connections)
      if (c.tcb.state != State::listen && c.tcb.sockets == pair) return &c;
  }
  return latest_connection(at);
}

// The initial number from which this direction counts.
std::optional<SeqNum> initial_number(NumberUse use, const ForgeDraft& draft, const World& world) {
  const Connection* const target = forge_target(draft, world);
  if (target == nullptr) return std::nullopt;
  return use == NumberUse::seq ? target->tcb.rcv.irs : target->tcb.snd.iss;
}

// "server.RCV.NXT+100": the host up to the first dot, the name, the offset.
std::optional<SeqNum> named_value(std::string_view text, const ForgeDraft& draft,
                                  const World& world) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto host = std::ranges::find_if(
      world.hosts, [&](const Host& h) { return same_letters(h.name, text.substr(0, dot)); });
  if (host == world.hosts.end()) return std::nullopt;
  const std::string_view rest = text.substr(dot + 1);
  for (const NamedNumber& named : named_numbers) {
    if (!same_letters(rest.substr(0, named.name.size()), named.name)) continue;
    const auto offset = offset_of(rest.substr(named.name.size()));
    const Connection* const record = record_at(draft, world, host->id);
    if (!offset || record == nullptr) return std::nullopt;
    return live_number(named.which, record->tcb) + *offset;
  }
  return std::nullopt;
}

// Reads the fields one after the other and remembers which made no sense.
struct Reader {
  std::vector<ForgeField> wrong;

  template <class Number>
  Number number(ForgeField field, std::string_view typed, std::int64_t most) {
    const auto value = number_within(typed, most);
    if (!value) wrong.push_back(field);
    return static_cast<Number>(value.value_or(0));
  }
  template <class Number>
  std::optional<Number> maybe(ForgeField field, std::string_view typed, std::int64_t most) {
    if (trimmed(typed).empty()) return std::nullopt;
    return number<Number>(field, typed, most);
  }
};

Options options_of(const ForgeDraft& draft, Reader& read) {
  Options options = draft.others;
  options.mss = read.maybe<std::uint16_t>(ForgeField::mss, draft.mss, most_16);
  options.window_scale =
      read.maybe<std::uint8_t>(ForgeField::window_scale, draft.window_scale, most_8);
  options.sack_permitted = draft.sack_permitted;
  options.timestamps.reset();
  const auto value = read.maybe<std::uint32_t>(ForgeField::ts_value, draft.ts_value, most_32);
  const auto echo = read.maybe<std::uint32_t>(ForgeField::ts_echo, draft.ts_echo, most_32);
  if (value || echo) options.timestamps = Timestamps{value.value_or(0), echo.value_or(0)};
  // Bytes may hold more than this: without padding, or in an order of their own.
  if (!options_fit(options)) read.wrong.push_back(ForgeField::options);
  return options;
}

}  // namespace

const Connection* forge_target(const ForgeDraft& draft, const World& world) {
  return draft.to.value < world.hosts.size() ? record_at(draft, world, draft.to) : nullptr;
}

std::optional<ForgeNumber> forge_number(std::string_view typed, NumberUse use,
                                        const ForgeDraft& draft, const World& world) {
  const std::string plain = typed_plainly(typed);
  const std::string_view text = trimmed(plain);
  if (text.empty()) return std::nullopt;
  const std::optional<SeqNum> initial = initial_number(use, draft, world);
  ForgeNumber number;
  if (text.front() == '+' || text.front() == '-') {
    const auto offset = offset_of(text);
    if (!offset || !initial) return std::nullopt;
    number = {.value = *initial + *offset, .style = NumberStyle::relative};
  } else if (const auto raw = whole_number(text)) {
    number.value = {static_cast<std::uint32_t>(*raw)};
  } else {
    const auto named = named_value(text, draft, world);
    if (!named) return std::nullopt;
    number = {.value = *named, .style = NumberStyle::by_name};
  }
  if (initial) number.relative = distance(*initial, number.value);
  return number;
}

std::vector<NumberOffer> number_offers(const ForgeDraft& draft, const World& world) {
  std::vector<NumberOffer> offers;
  for (const Host& host : world.hosts) {
    const Connection* const record = record_at(draft, world, host.id);
    if (record == nullptr) continue;
    for (const NamedNumber& named : named_numbers)
      offers.push_back(
          {host.name + "." + std::string(named.name), live_number(named.which, record->tcb)});
  }
  return offers;
}

ForgeBytes forge_bytes(const ForgeDraft& draft, const World& world) {
  if (draft.hex) return {.packet = *draft.hex};
  Reader read;
  const auto address = parse_ipv4(trimmed(draft.source));
  if (!address) read.wrong.push_back(ForgeField::source);
  const auto seq = forge_number(draft.seq, NumberUse::seq, draft, world);
  const auto ack = forge_number(draft.ack, NumberUse::ack, draft, world);
  if (!seq) read.wrong.push_back(ForgeField::seq);
  if (!ack) read.wrong.push_back(ForgeField::ack);
  if (draft.text.size() > longest_text) read.wrong.push_back(ForgeField::text);
  const Segment segment{
      .source_port =
          read.number<std::uint16_t>(ForgeField::source_port, draft.source_port, most_16),
      .dest_port = read.number<std::uint16_t>(ForgeField::dest_port, draft.dest_port, most_16),
      .seq = seq ? seq->value : SeqNum{},
      .ack = ack ? ack->value : SeqNum{},
      .flags = draft.flags,
      .window = read.number<std::uint16_t>(ForgeField::window, draft.window, most_16),
      .urgent_pointer = read.number<std::uint16_t>(ForgeField::urgent, draft.urgent, most_16),
      .options = options_of(draft, read)};
  const auto ttl = read.number<std::uint8_t>(ForgeField::ttl, draft.ttl, most_8);
  ForgeBytes result{.wrong = std::move(read.wrong)};
  if (!result.wrong.empty() || draft.to.value >= world.hosts.size()) return result;
  Ipv4Header ip = draft.ip;
  ip.source = *address;
  ip.destination = world.host(draft.to).address;
  ip.ttl = ttl;
  result.packet = made_packet(ip, segment, draft.text,
                              draft.wrong_checksum ? ChecksumKind::wrong : ChecksumKind::right);
  return result;
}

Phrase why_no_packet(const ForgeBytes& made) {
  if (made.wrong.empty()) return {"forge.wrong.nothing", {}};
  const ForgeField field = made.wrong.front();
  const auto holds = std::ranges::find(field_contents, field, &FieldContent::field);
  INVARIANT(holds != field_contents.end());
  return {
      holds->sentence,
      {{"field", Word{holds->name}}, {"most", digits(static_cast<std::uint64_t>(holds->most))}}};
}

std::optional<HostId> host_at(const World& world, Ipv4Address address) {
  const auto host = std::ranges::find(world.hosts, address, &Host::address);
  return host == world.hosts.end() ? std::nullopt : std::optional(host->id);
}

// From the block of RFC 5737 that is for examples.
Ipv4Address nobody(const World& world) {
  Ipv4Address address = ipv4(203, 0, 113, 7);
  while (host_at(world, address)) ++address.raw;
  return address;
}

// The wire between two hosts carries what both say; elsewhere only one's own segments pass.
Sight sight(const ForgeDraft& draft, const World& world) {
  const Connection* const target = forge_target(draft, world);
  constexpr std::uint32_t ends = 2;  // the hosts that flank the wire
  if (target == nullptr) return draft.from.value < ends ? Sight::on_path : Sight::blind;
  const auto peer = host_at(world, target->tcb.sockets.remote.address);
  return peer == draft.from ? Sight::on_path : Sight::blind;
}

std::vector<Phrase> oddities(const Description& packet) {
  std::vector<Phrase> found;
  const auto add = [&](bool odd, const char* which) {
    if (odd) found.push_back({std::string("forge.odd.") + which, {}});
  };
  add(!packet.ip_complete || !packet.tcp_complete, "torn");
  if (!packet.ip_complete || !packet.tcp_complete) return found;
  const Segment& s = packet.segment;
  const Flags f = s.flags;
  add(!f.syn && !f.ack && !f.fin && !f.rst, "no_flags");
  add(f.syn && f.fin, "syn_fin");
  add(f.syn && f.rst, "syn_rst");
  add(f.rst && f.fin, "rst_fin");
  add(f.fin && !f.ack && !f.syn && !f.rst, "lone_fin");
  add(!f.ack && s.ack.raw != 0, "ack_unused");
  add(!f.urg && s.urgent_pointer != 0, "urgent_unused");
  add(f.rst && packet.text_bytes > 0, "rst_text");
  add(packet.source == packet.destination && s.source_port == s.dest_port, "land");
  add(is_multicast(packet.source) || is_broadcast(packet.source) || is_unspecified(packet.source),
      "source");
  add(s.source_port == 0 || s.dest_port == 0, "port_zero");
  add(!packet.ip_checksum_right || !packet.tcp_checksum_right, "checksum");
  return found;
}

}  // namespace scene
