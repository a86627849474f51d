// One JSON object at a time, written as text. Numbers are integers; keys come in the order in which
// they are given, so that equal runs give equal bytes.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace engine {

class JsonObject {
 public:
  JsonObject& add(std::string_view key, std::string_view text);
  JsonObject& add(std::string_view key, const char* text) {
    return add(key, std::string_view(text));
  }
  JsonObject& add(std::string_view key, std::same_as<bool> auto value) {
    return add_raw(key, value ? "true" : "false");
  }
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  JsonObject& add(std::string_view key, Number value) {
    return add_raw(key, std::to_string(value));
  }
  JsonObject& add_null(std::string_view key) { return add_raw(key, "null"); }
  // A value that is JSON already: an array or an object.
  JsonObject& add_raw(std::string_view key, std::string_view json);

  std::string text() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

// The text between quotes: control characters, quotes and what is no UTF-8 are escaped (the last
// as U+FFFD), so that any bytes make valid JSON.
std::string json_quoted(std::string_view text);

}  // namespace engine
