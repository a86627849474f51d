// A text in front of toml++ 3.3, which does not survive some that are no TOML.
#pragma once

#include <string>
#include <string_view>

namespace app {

// The same text, but of a line that is neither a comment, [table] nor name = value (a number, a
// word or a text between quotes) only what toml++ is sure to refuse at its place: quotes, brackets,
// signs beyond ASCII and the like are replaced. Lines and columns stay; a text without such lines
// comes back as it is.
std::string safe_toml(std::string_view toml);

}  // namespace app
