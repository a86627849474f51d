// Words that may not be written, everywhere or in some rooms.
#include <initializer_list>
#include <string>

#include "tests/support/source_dir.hpp"
#include "tests/tidy/house_rules.hpp"

namespace tidy {
namespace {

using Words = std::initializer_list<std::string_view>;

void find_any(const Source& file, const std::vector<std::string>& lines, Words words,
              std::string_view why, Findings& findings) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (const std::string_view word : words)
      if (find_word(lines[i], word) != std::string_view::npos)
        findings.push_back({file.path, i + 1, "'" + std::string(word) + "': " + std::string(why)});
}

// This folder must name what it forbids.
bool may_name_anything(const Source& file) { return file.in("tests/tidy/"); }

void check_everywhere(const Source& file, Findings& findings) {
  if (may_name_anything(file)) return;
  find_any(file, file.lines, {"TODO", "FIXME", "XXX", "HACK"}, "finish it or leave it out",
           findings);
  find_any(file, file.lines, {support::source_dir() + "/"}, "a path of one machine", findings);
  if (!file.in("tests/"))  // where a made-up home is an example
    find_any(file, file.lines, {"/home/"}, "a path of one machine", findings);
  if (file.is_cpp() || file.path.ends_with(".def"))
    find_any(file, file.lines, {"RFC 793"}, "obsolete, cite RFC 9293", findings);
}

// Values, integers and written orders only.
void check_engine(const Source& file, Findings& findings) {
  find_any(file, file.code, {"std::function", "virtual", "shared_ptr"}, "the engine is values",
           findings);
  find_any(file, file.code, {"float", "double"}, "no floating point in the engine", findings);
  find_any(file, file.code,
           {"system_clock", "steady_clock", "high_resolution_clock", "gettimeofday"},
           "time is an argument", findings);
  find_any(file, file.code, {"rand", "random_device", "mt19937", "uniform_int_distribution"},
           "dice are engine/base/random.hpp", findings);
  find_any(file, file.code,
           {"unordered_map", "unordered_set", "unordered_multimap", "unordered_multiset"},
           "no hash order in the engine", findings);
  find_any(file, file.code, {"std::thread", "std::mutex", "std::async"},
           "the engine has no threads", findings);
}

// Two words with a blank between them; a citation is a name, not prose.
bool is_prose(std::string_view text) {
  return text.find(' ') != text.npos && !text.starts_with("RFC ");
}

void check_prose(const Source& file, Findings& findings) {
  for (const Literal& literal : file.literals) {
    const std::string& code = file.code[literal.line - 1];
    const bool for_us = find_word(code, "INVARIANT") != code.npos ||
                        find_word(code, "unreachable") != code.npos ||
                        find_word(code, "static_assert") != code.npos;
    if (!for_us && is_prose(literal.text))
      findings.push_back({file.path, literal.line, "prose in code: \"" + literal.text + '"'});
  }
}

}  // namespace

Findings check_words(const Source& file) {
  Findings findings;
  check_everywhere(file, findings);
  if (!file.is_cpp()) return findings;
  if (file.in("engine/")) check_engine(file, findings);
  if (file.in("engine/world/"))
    find_any(file, file.code, {"State::", "Flags"}, "the world knows no TCP", findings);
  if ((file.in("engine/") || file.in("app/")) && file.path != "app/main.cpp" &&
      file.path != "app/session/session.cpp")
    find_any(file, file.code, {"catch"}, "only the session and main catch", findings);
  if (file.in("engine/tcp/") || file.in("engine/wire/") || file.in("engine/host/"))
    check_prose(file, findings);
  return findings;
}

}  // namespace tidy
