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
bool is_of_number(char c) { return is_bare(c) || c == '.' || c == '+'; }

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
  // As many such signs as there are.
  std::string_view run_of(bool (*is_one)(char)) {
    const std::size_t begin = position();
    while (at_ < line_.size() && is_one(line_[at_])) ++at_;
    return line_.substr(begin, at_ - begin);
  }
  // Of what comes next.
  std::size_t position() {
    skip_blanks();
    return at_;
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

// A number or a word, no date: a minus stands in front or behind an exponent's letter.
bool is_value(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '-' && i > 0 && text[i - 1] >= '0' && text[i - 1] <= '9') return false;
  return !text.empty();
}

bool is_table(LineReader line) {
  do {
    if (!line.quoted() && line.run_of(is_bare).empty()) return false;
  } while (line.sign("."));
  return line.sign("]") && line.end();
}

// How much of the line is as settings are written: name = value. All of it, or whole parts.
std::size_t right_part(std::string_view text) {
  LineReader line(text);
  std::size_t right = 0;
  do {
    right = line.position();
    if (!line.quoted() && line.run_of(is_bare).empty()) return right;
    right = line.position();
  } while (line.sign("."));
  if (!line.sign("=")) return right;
  right = line.position();
  const bool value = line.quoted() || is_value(line.run_of(is_of_number));
  return value && line.end() ? text.size() : right;
}

// An empty header is refused with its place; many others that are none are not survived.
std::string safe_line(std::string_view text) {
  std::string out(text);
  LineReader line(text);
  if (line.end()) return out;
  if (line.sign("[")) return is_table(line) ? out : "[]";
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(right_part(text)), out.end(), refused);
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
