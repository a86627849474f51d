#include "engine/lesson/saying.hpp"

#include <algorithm>
#include <array>

namespace engine {
namespace {

struct SayingRow {
  std::string_view key, pattern;
};
constexpr SayingRow saying_rows[] = {
#define SAYING(key, pattern) {#key, pattern},
#include "engine/lesson/sayings.def"
#undef SAYING
};

const SayingRow& row_of(Say what) { return saying_rows[static_cast<std::size_t>(what)]; }

}  // namespace

std::vector<Say> all_sayings() {
  std::vector<Say> all;
  for (std::size_t i = 0; i < std::size(saying_rows); ++i) all.push_back(static_cast<Say>(i));
  return all;
}

std::string_view key_of(Say what) { return row_of(what).key; }
std::string_view pattern_of(Say what) { return row_of(what).pattern; }

Saying verbatim(std::string text) {
  Saying saying;
  saying.text = std::move(text);
  return saying;
}

std::string in_english(const Saying& saying) {
  const auto row = std::ranges::find(saying_rows, saying.key, &SayingRow::key);
  if (row == std::end(saying_rows)) return saying.text;
  std::string words;
  for (std::string_view rest = row->pattern; !rest.empty(); rest.remove_prefix(1)) {
    const bool place = rest.size() >= 3 && rest[0] == '{' && rest[2] == '}';
    const auto number = place ? static_cast<std::size_t>(rest[1] - '0') : saying.parts.size();
    if (number >= saying.parts.size()) {
      words += rest[0];
      continue;
    }
    words += in_english(saying.parts[number]);
    rest.remove_prefix(2);
  }
  return words;
}

ScriptError error_at(std::string_view file, std::size_t line, Saying what) {
  return {std::string(file) + ":" + std::to_string(line) + ":1", std::move(what)};
}

}  // namespace engine
