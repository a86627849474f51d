// A text in front of toml++ 3.3, which does not survive some that are no TOML.
#pragma once

#include <string>
#include <string_view>

namespace app {

// The same text, in which a line that is neither a comment, [table] nor name = value with a number,
// a word or a text between quotes is one that toml++ refuses at its place: signs beyond ASCII,
// control signs and what could go on in the next line are replaced. Lines and columns stay; a text
// of such lines alone comes back as it is.
std::string safe_toml(std::string_view toml);

}  // namespace app
