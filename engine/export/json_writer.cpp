#include "engine/export/json_writer.hpp"

#include <array>

namespace engine {
namespace {

// Bytes of the well-formed UTF-8 character at the beginning; 0 = there is none (RFC 3629).
std::size_t character_length(std::string_view text) {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  struct Shape {
    unsigned char first, last, second_from, second_to;
    std::size_t length;
  };
  constexpr std::array shapes{
      Shape{0x00, 0x7F, 0, 0, 1},       Shape{0xC2, 0xDF, 0x80, 0xBF, 2},
      Shape{0xE0, 0xE0, 0xA0, 0xBF, 3}, Shape{0xE1, 0xEC, 0x80, 0xBF, 3},
      Shape{0xED, 0xED, 0x80, 0x9F, 3}, Shape{0xEE, 0xEF, 0x80, 0xBF, 3},
      Shape{0xF0, 0xF0, 0x90, 0xBF, 4}, Shape{0xF1, 0xF3, 0x80, 0xBF, 4},
      Shape{0xF4, 0xF4, 0x80, 0x8F, 4},
  };
  for (const Shape& shape : shapes) {
    if (octet(0) < shape.first || octet(0) > shape.last) continue;
    if (text.size() < shape.length) return 0;
    if (shape.length > 1 && (octet(1) < shape.second_from || octet(1) > shape.second_to)) return 0;
    for (std::size_t i = 2; i < shape.length; ++i)
      if ((octet(i) & 0xC0) != 0x80) return 0;
    return shape.length;
  }
  return 0;
}

void add_plain(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto octet = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (octet < 0x20 || octet == 0x7F) {
    out += "\\u00";
    out += digits[octet >> 4];
    out += digits[octet & 15];
  } else {
    out += c;
  }
}

}  // namespace

std::string json_quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0)
      out += "\\ufffd";
    else if (length == 1)
      add_plain(out, text[0]);
    else
      out += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out + "\"";
}

JsonObject& JsonObject::add(std::string_view key, std::string_view text) {
  return add_raw(key, json_quoted(text));
}

JsonObject& JsonObject::add_raw(std::string_view key, std::string_view json) {
  if (!members_.empty()) members_ += ',';
  members_ += json_quoted(key);
  members_ += ':';
  members_ += json;
  return *this;
}

}  // namespace engine
