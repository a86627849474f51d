// A text in front of toml++ 3.3, which does not survive some that are no TOML.
#pragma once

#include <string>
#include <string_view>

namespace app {

// The same text, but of a line that is neither a comment, [table] nor name = value (a number, a
// word or a text between quotes) everything from its first wrong part on is replaced by what toml++
// is sure to refuse. Lines and columns stay; a text without such lines comes back as it is.
std::string safe_toml(std::string_view toml);

}  // namespace app
