#include "engine/export/session_routes.hpp"

#include <optional>

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

}  // namespace engine
