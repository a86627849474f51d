#include "app/session/safe_toml.hpp"

#include <algorithm>

namespace app {
namespace {

// Never right in TOML outside of quotes and comments, and refused by toml++ with its place.
constexpr char refused = '?';

bool is_plain(char c) { return (c >= ' ' && c <= '~') || c == '\t'; }

// Whether what begins here is a text of several lines, which settings have no use for; without
// them every line begins outside of quotes.
bool opens_several_lines(std::string_view rest) {
  return rest.starts_with("\"\"\"") || rest.starts_with("'''");
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

std::string plain_line(std::string_view line) {
  std::string out(line);
  for (std::size_t i = 0; i < line.size() && line[i] != '#';) {
    if (opens_several_lines(line.substr(i))) {
      out[i] = refused;
      break;
    }
    if (line[i] == '"' || line[i] == '\'') {
      i = behind_quotes(line, i);
      continue;
    }
    if (!is_plain(line[i])) out[i] = refused;
    ++i;
  }
  return out;
}

bool is_header_without_key(std::string_view line) {
  constexpr std::string_view blanks = " \t";
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  if (!line.starts_with('[')) return false;
  line.remove_prefix(line.starts_with("[[") ? 2 : 1);
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  constexpr std::string_view begins_key =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_\"'";
  return line.empty() || begins_key.find(line.front()) == std::string_view::npos;
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
    const std::string plain = plain_line(windows_end ? line.substr(0, line.size() - 1) : line);
    // An empty header is refused with its place; others without a key are not survived.
    safe += is_header_without_key(plain) ? "[]" : plain;
    if (windows_end) safe += '\r';
    if (end < toml.size()) safe += '\n';
    begin = end + 1;
  }
  return safe;
}

}  // namespace app
