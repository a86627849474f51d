// A text in front of toml++ 3.3, which does not survive some that are no TOML: signs beyond ASCII
// and control signs outside of quotes and comments, and table headers that begin with no key.
#pragma once

#include <string>
#include <string_view>

namespace app {

// The same text with each such sign replaced by one that toml++ refuses at its place, so that lines
// and columns stay; a TOML text without texts of several lines (""" and ''') comes back as it is.
std::string safe_toml(std::string_view toml);

}  // namespace app
