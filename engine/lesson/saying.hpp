// What is wrong with a script, in no language yet: a key and what fills its places. English is
// built in (sayings.def); the screen finds other languages in its catalogues by the same key.
#pragma once

#include <concepts>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"

namespace engine {

enum class Say : std::uint16_t {
#define SAYING(key, pattern) key,
#include "engine/lesson/sayings.def"
#undef SAYING
};
std::vector<Say> all_sayings();
std::string_view key_of(Say what);
std::string_view pattern_of(Say what);  // in English

struct Saying {
  std::string key{};   // empty: `text` is said as it stands
  std::string text{};  // a word of the script, a number
  std::vector<Saying> parts{};

  Saying() = default;
  Saying(Say what) : key(key_of(what)) {}
  bool operator==(const Saying&) const = default;
};

Saying verbatim(std::string text);
inline Saying as_saying(Saying saying) { return saying; }
inline Saying as_saying(Say what) { return what; }
inline Saying as_saying(std::string_view text) { return verbatim(std::string(text)); }
inline Saying as_saying(std::integral auto number) { return verbatim(std::to_string(number)); }

template <class... Parts>
Saying say(Say what, Parts&&... parts) {
  Saying saying = what;
  (saying.parts.push_back(as_saying(std::forward<Parts>(parts))), ...);
  return saying;
}

std::string in_english(const Saying& saying);

// An error whose words can still be said in another language; `what` is English.
struct ScriptError : Error {
  Saying saying{};

  ScriptError(std::string at, Saying words)
      : Error{std::move(at), in_english(words)}, saying(std::move(words)) {}
  // One that comes from elsewhere and has only these words.
  ScriptError(Error error) : Error(std::move(error)), saying(verbatim(what)) {}
};

// An error of a whole line, which is counted from 1.
ScriptError error_at(std::string_view file, std::size_t line, Saying what);

}  // namespace engine
