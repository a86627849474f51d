// Fields of a request, each with its kind checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/command_line/endpoint_settings.hpp"
#include "engine/segment/address.hpp"

namespace app::command_line::endpoint {

// What an operation adds to {"ok":true,"t":...}.
using Outcome = engine::Result<Json>;

engine::Result<std::string> text_field(const Json& request, const char* name);
engine::Result<std::int64_t> number_field(const Json& request, const char* name, std::int64_t least,
                                          std::int64_t most);
// Absent means `otherwise`.
engine::Result<std::int64_t> number_field_or(const Json& request, const char* name,
                                             std::int64_t least, std::int64_t most,
                                             std::int64_t otherwise);
engine::Result<bool> flag_field(const Json& request, const char* name);  // absent means false
engine::Result<std::vector<std::uint8_t>> bytes_field(const Json& request, const char* name);
// An object; absent means an empty one.
engine::Result<Json> config_field(const Json& request);

// "a.b.c.d:port"
std::optional<engine::Socket> parse_socket(std::string_view text);

// Brackets deeper than any request has them would cost memory before they could be refused.
bool nests_deeper_than(std::string_view line, int most);

}  // namespace app::command_line::endpoint
