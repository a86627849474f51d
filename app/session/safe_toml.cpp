#include "app/session/safe_toml.hpp"

#include <algorithm>
#include <utility>

namespace app {
namespace {

// Never right in TOML outside of quotes and comments, and refused by toml++ with its place.
constexpr char refused = '?';
constexpr std::string_view blanks = " \t";

bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_bare(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

// Where the text that is opened at `begin` ends: behind its closing quote, or the end of the line.
std::size_t behind_quotes(std::string_view line, std::size_t begin) {
  const char quote = line[begin];
  for (std::size_t i = begin + 1; i < line.size(); ++i) {
    if (line[i] == quote) return i + 1;
    if (line[i] == '\\' && quote == '"') ++i;
  }
  return line.size();
}

// Reads a line from its left; each says whether it found what it is named after.
class LineReader {
 public:
  explicit LineReader(std::string_view line) : line_(line) {}

  bool sign(std::string_view text) {
    skip_blanks();
    if (!rest().starts_with(text)) return false;
    at_ += text.size();
    return true;
  }
  bool quoted() {
    skip_blanks();
    if (rest().empty() || !is_quote(rest().front())) return false;
    const std::size_t begin = std::exchange(at_, behind_quotes(line_, at_));
    return at_ - begin >= 2 && line_[at_ - 1] == line_[begin];
  }
  // Words of such signs alone.
  bool run_of(bool (*is_one)(char)) {
    skip_blanks();
    const std::size_t begin = at_;
    while (at_ < line_.size() && is_one(line_[at_])) ++at_;
    return at_ > begin;
  }
  // Nothing more, or a comment.
  bool end() {
    skip_blanks();
    return rest().empty() || rest().front() == '#';
  }

 private:
  std::string_view rest() const { return line_.substr(at_); }
  void skip_blanks() { at_ = std::min(line_.find_first_not_of(blanks, at_), line_.size()); }

  std::string_view line_;
  std::size_t at_{};
};

bool key(LineReader& line) {
  do {
    if (!line.quoted() && !line.run_of(is_bare)) return false;
  } while (line.sign("."));
  return true;
}

bool is_of_number(char c) { return is_bare(c) || c == '.' || c == '+'; }

bool value(LineReader& line) { return line.quoted() || line.run_of(is_of_number); }

// As settings are written: nothing, [table] or name = value.
bool is_setting(std::string_view text) {
  LineReader line(text);
  if (line.end()) return true;
  if (line.sign("[")) return key(line) && line.sign("]") && line.end();
  return key(line) && line.sign("=") && value(line) && line.end();
}

bool is_header(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of(blanks), line.size())).starts_with('[');
}

// What toml++ may see of a line that is no setting: no quotes, lists or signs beyond ASCII.
bool is_harmless(char c) {
  return is_bare(c) || blanks.contains(c) || c == '=' || c == '.' || c == '#';
}

// An empty header is refused with its place; many others that are none are not survived.
std::string safe_line(std::string_view line) {
  if (is_setting(line)) return std::string(line);
  if (is_header(line)) return "[]";
  std::string out(line);
  std::ranges::replace_if(out, [](char c) { return !is_harmless(c); }, refused);
  return out;
}

}  // namespace

std::string safe_toml(std::string_view toml) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (toml.starts_with(byte_order_mark)) toml.remove_prefix(byte_order_mark.size());
  std::string safe;
  for (std::size_t begin = 0; begin < toml.size();) {
    const std::size_t end = std::min(toml.find('\n', begin), toml.size());
    const std::string_view line = toml.substr(begin, end - begin);
    const bool windows_end = line.ends_with('\r');
    safe += safe_line(windows_end ? line.substr(0, line.size() - 1) : line);
    if (windows_end) safe += '\r';
    if (end < toml.size()) safe += '\n';
    begin = end + 1;
  }
  return safe;
}

}  // namespace app
