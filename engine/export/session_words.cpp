#include "engine/export/session_words.hpp"

#include <algorithm>
#include <optional>

#include "engine/export/session_deeds.hpp"

namespace engine {
namespace {

std::optional<Ipv4Address> next_address(const LineReader& line) {
  const Token* const token = line.peek();
  return token == nullptr || token->quoted ? std::nullopt : parse_ipv4(token->text);
}

}  // namespace

std::string on_address(Ipv4Address local) {
  return local == Ipv4Address{} ? "" : " on " + to_string(local);
}

std::string through_route(const SourceRoute& route) {
  if (route.count == 0) return "";
  std::string text = route.strict ? " through strictly" : " through";
  for (std::size_t i = 0; i < route.count; ++i) text += " " + to_string(route.hops[i]);
  return text;
}

Socket read_plain_socket(LineReader& line) {
  const Token* const token = line.take(Say::address_and_port);
  if (token == nullptr) return {};
  const std::size_t colon = std::min(token->text.rfind(':'), token->text.size());
  const auto address = parse_ipv4(std::string_view(token->text).substr(0, colon));
  const bool has_port = colon < token->text.size();
  const auto port = has_port ? read_number(token->text.substr(colon + 1)) : std::nullopt;
  if (address && port && *port <= 65'535 && !token->quoted)
    return {*address, static_cast<std::uint16_t>(*port)};
  line.refuse(*token, Say::address_and_port);
  return {};
}

std::vector<std::uint8_t> read_octets(LineReader& line) {
  std::vector<std::uint8_t> octets;
  const std::uint32_t column = line.column();
  const std::string hex = line.quoted(Say::packet_bytes);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const auto octet = read_number("0x" + hex.substr(i, 2));
    if (!octet || hex.size() % 2 != 0) {
      line.fail(column, Say::no_hex);
      return octets;
    }
    octets.push_back(static_cast<std::uint8_t>(*octet));
  }
  return octets;
}

Ipv4Address read_ipv4(LineReader& line) {
  const std::optional<Ipv4Address> address = next_address(line);
  const Token* const token = line.take(Say::ipv4);
  if (token != nullptr && !address) line.refuse(*token, Say::ipv4);
  return address.value_or(Ipv4Address{});
}

SourceRoute read_route(LineReader& line) {
  SourceRoute route;
  route.strict = line.accept("strictly");
  do {
    route.hops[route.count++] = read_ipv4(line);
  } while (route.count < SourceRoute::most_hops && next_address(line));
  return route;
}

Duration read_span(LineReader& line) {
  constexpr std::uint64_t longest = std::uint64_t{1} << 61;  // some 73 years
  const Token* const token = line.take(Say::span);
  if (token == nullptr) return {};
  std::string_view text = token->text;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::optional<Duration> span = token->quoted ? std::nullopt : read_duration(text);
  if (!span && !token->quoted && text.ends_with("ns"))
    if (const auto count = read_number(text.substr(0, text.size() - 2)); count && *count <= longest)
      span = Duration(static_cast<std::int64_t>(*count));
  if (!span) line.refuse(*token, Say::span);
  return negative ? -span.value_or(Duration{}) : span.value_or(Duration{});
}

}  // namespace engine
