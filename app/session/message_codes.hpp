// Codes of what is said when something did not go as wanted (ux.md 11): short, the same in every
// language and in every version, so that they can be searched for. A code that was given once never
// means anything else. E1.. refused, E2.. stopped, E3.. trouble with files, E4.. settings.
#pragma once

#include <span>
#include <string_view>

namespace app {

struct MessageCode {
  std::string_view key;  // of the catalogues
  std::string_view code;
};
std::span<const MessageCode> message_codes();

// "E101" of the message with this key; empty: it has none.
std::string_view code_of(std::string_view key);

}  // namespace app
