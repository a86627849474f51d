#include "engine/segment/address.hpp"

#include <charconv>

namespace engine {

std::string to_string(Ipv4Address address) {
  std::string text;
  text.reserve(15);
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (shift != 24) text += '.';
    text += std::to_string(address.raw >> shift & 0xFF);
  }
  return text;
}

std::string to_string(Socket socket) {
  return to_string(socket.address) + ':' + std::to_string(socket.port);
}

// Exactly four decimal parts. A leading zero is refused: half the world reads it as octal.
std::optional<Ipv4Address> parse_ipv4(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  std::uint32_t raw = 0;
  for (int part = 0; part < 4; ++part) {
    if (part != 0) {
      if (at == end || *at != '.') return std::nullopt;
      ++at;
    }
    std::uint8_t value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    if (error != std::errc{} || (next - at > 1 && *at == '0')) return std::nullopt;
    raw = raw << 8 | value;
    at = next;
  }
  if (at != end) return std::nullopt;
  return Ipv4Address{raw};
}

}  // namespace engine
