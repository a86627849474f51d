#include "app/command_line/endpoint_fields.hpp"

#include <fmt/format.h>

#include <charconv>

namespace app::command_line::endpoint {
namespace {

std::unexpected<engine::Error> missing(const char* name) {
  return refuse("missing_field", fmt::format("\"{}\" is missing", name));
}
std::unexpected<engine::Error> bad(const char* name, std::string_view wanted) {
  return refuse("bad_field", fmt::format("\"{}\" must be {}", name, wanted));
}

std::optional<std::uint8_t> digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

}  // namespace

engine::Result<std::string> text_field(const Json& request, const char* name) {
  const auto it = request.find(name);
  if (it == request.end()) return missing(name);
  if (!it->is_string()) return bad(name, "a text");
  return it->get<std::string>();
}

engine::Result<std::int64_t> number_field(const Json& request, const char* name, std::int64_t least,
                                          std::int64_t most) {
  const auto it = request.find(name);
  if (it == request.end()) return missing(name);
  const bool fits = it->is_number_integer() &&
                    !(it->is_number_unsigned() && it->get<std::uint64_t>() > INT64_MAX) &&
                    it->get<std::int64_t>() >= least && it->get<std::int64_t>() <= most;
  if (!fits) return bad(name, fmt::format("a whole number from {} to {}", least, most));
  return it->get<std::int64_t>();
}

engine::Result<std::int64_t> number_field_or(const Json& request, const char* name,
                                             std::int64_t least, std::int64_t most,
                                             std::int64_t otherwise) {
  if (!request.contains(name)) return otherwise;
  return number_field(request, name, least, most);
}

engine::Result<bool> flag_field(const Json& request, const char* name) {
  const auto it = request.find(name);
  if (it == request.end()) return false;
  if (!it->is_boolean()) return bad(name, "true or false");
  return it->get<bool>();
}

engine::Result<std::vector<std::uint8_t>> bytes_field(const Json& request, const char* name) {
  const auto text = text_field(request, name);
  if (!text) return std::unexpected(text.error());
  if (text->size() % 2 != 0) return bad(name, "an even number of hexadecimal digits");
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text->size() / 2);
  for (std::size_t i = 0; i < text->size(); i += 2) {
    const auto high = digit((*text)[i]);
    const auto low = digit((*text)[i + 1]);
    if (!high || !low) return bad(name, "hexadecimal digits");
    bytes.push_back(static_cast<std::uint8_t>(*high << 4 | *low));
  }
  return bytes;
}

engine::Result<Json> config_field(const Json& request) {
  const auto it = request.find("config");
  if (it == request.end()) return Json::object();
  if (!it->is_object()) return bad("config", "an object");
  return *it;
}

std::optional<engine::Socket> parse_socket(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto address = engine::parse_ipv4(text.substr(0, colon));
  const std::string_view digits = text.substr(colon + 1);
  std::uint16_t port{};
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (!address || read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
    return std::nullopt;
  return engine::Socket{*address, port};
}

bool nests_deeper_than(std::string_view line, int most) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '\\') ++i;
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > most) return true;
  }
  return false;
}

}  // namespace app::command_line::endpoint
