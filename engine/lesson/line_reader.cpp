#include "engine/lesson/line_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/lesson/parse.hpp"

namespace engine {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string shown(const Token& token) {
  constexpr std::size_t longest = 60;
  std::string text = token.text;
  if (text.size() > longest) {
    std::size_t cut = longest;
    while (cut > 0 && continues_character(text[cut])) --cut;
    text = text.substr(0, cut) + "...";
  }
  return token.quoted ? fmt::format("\"{}\"", text) : fmt::format("`{}`", text);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<char> simple_escape(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '\\':
      return '\\';
    case '"':
      return '"';
    default:
      return std::nullopt;
  }
}

constexpr Named<std::int64_t> duration_units[] = {
    {"ns", 1},
    {"us", 1'000},
    {"ms", 1'000'000},
    {"s", 1'000'000'000},
    {"min", 60'000'000'000},
    {"h", 3'600'000'000'000},
};
constexpr Named<std::uint64_t> rate_units[] = {
    {"bit", 1}, {"kbit", 1'000}, {"mbit", 1'000'000}, {"gbit", 1'000'000'000}};

// Digits, perhaps with a fraction, scaled to a whole number of units. None = no number, too large,
// or finer than one unit.
std::optional<std::uint64_t> scaled(std::string_view digits, std::uint64_t unit) {
  constexpr std::uint64_t most = std::uint64_t{1} << 62;
  const std::size_t dot = digits.find('.');
  const auto whole = read_number(digits.substr(0, dot));
  if (!whole || digits.starts_with("0x") || *whole > most / unit) return std::nullopt;
  std::uint64_t value = *whole * unit;
  if (dot == std::string_view::npos) return value;
  if (dot + 1 == digits.size()) return std::nullopt;
  for (const char c : digits.substr(dot + 1)) {
    if (c < '0' || c > '9' || unit % 10 != 0) return std::nullopt;
    unit /= 10;
    value += static_cast<std::uint64_t>(c - '0') * unit;
  }
  return value <= most ? std::optional(value) : std::nullopt;
}

template <class T, std::size_t N>
std::optional<std::uint64_t> with_unit(std::string_view text, const Named<T> (&units)[N]) {
  const std::size_t digits = text.find_first_not_of("0123456789.");
  if (digits == std::string_view::npos || digits == 0) return std::nullopt;
  for (const Named<T>& unit : units)
    if (unit.name == text.substr(digits))
      return scaled(text.substr(0, digits), static_cast<std::uint64_t>(unit.value));
  return std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t from = text.find_first_not_of(blanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

std::optional<std::uint64_t> read_number(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x")) {
    base = 16;
    text.remove_prefix(2);
  }
  std::uint64_t value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || problem != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

std::optional<Duration> read_duration(std::string_view text) {
  constexpr std::uint64_t longest = 1'000ull * 3'600 * 1'000'000'000;  // 1,000 hours
  if (text == "0") return Duration{};
  const auto nanoseconds = with_unit(text, duration_units);
  if (!nanoseconds || *nanoseconds > longest) return std::nullopt;
  return Duration(static_cast<std::int64_t>(*nanoseconds));
}

LineReader::LineReader(std::string_view line) { cut(line); }

void LineReader::cut(std::string_view line) {
  std::uint32_t column = 1;
  std::size_t at = 0;
  const auto move_to = [&](std::size_t to) {
    for (; at < to; ++at) column += continues_character(line[at]) ? 0u : 1u;
  };
  while (at < line.size() && !failed()) {
    if (is_blank(line[at])) {
      move_to(at + 1);
      continue;
    }
    if (line[at] == '#') break;
    if (tokens_.size() == ScriptLimits::words_per_line)
      return fail(column, say(Say::too_many_words, ScriptLimits::words_per_line));
    Token token{.text = {}, .quoted = line[at] == '"', .column = column};
    std::size_t end = at;
    if (token.quoted) {
      end = cut_quoted(line, at, token);
    } else {
      while (end < line.size() && !is_blank(line[end])) ++end;
      token.text = line.substr(at, end - at);
    }
    tokens_.push_back(std::move(token));
    move_to(end);
    end_column_ = column;
  }
}

// Reads from the opening quote; returns where the closing one has been passed.
std::size_t LineReader::cut_quoted(std::string_view line, std::size_t at, Token& token) {
  for (++at; at < line.size() && line[at] != '"'; ++at) {
    if (line[at] != '\\') {
      token.text += line[at];
      continue;
    }
    const char kind = ++at < line.size() ? line[at] : '\0';
    if (const auto plain = simple_escape(kind)) {
      token.text += *plain;
    } else if (kind == 'x' && at + 2 < line.size() && hex_digit(line[at + 1]) >= 0 &&
               hex_digit(line[at + 2]) >= 0) {
      token.text += static_cast<char>(hex_digit(line[at + 1]) * 16 + hex_digit(line[at + 2]));
      at += 2;
    } else {
      fail(token.column, Say::unknown_escape);
      return line.size();
    }
  }
  if (at >= line.size()) {
    fail(token.column, Say::open_quote);
    return line.size();
  }
  return at + 1;
}

bool LineReader::next_is(std::string_view word) const {
  const Token* const token = peek();
  return !failed() && token != nullptr && !token->quoted && token->text == word;
}

std::uint32_t LineReader::column() const { return at_end() ? end_column_ : tokens_[next_].column; }

const Token* LineReader::take(const Saying& expected) {
  if (failed()) return nullptr;
  if (at_end()) {
    fail(end_column_, say(Say::line_ends_early, expected));
    return nullptr;
  }
  return &tokens_[next_++];
}

bool LineReader::accept(std::string_view word) {
  if (!next_is(word)) return false;
  ++next_;
  return true;
}

void LineReader::require(std::string_view word) {
  const Saying expected = verbatim(fmt::format("`{}`", word));
  const Token* const token = take(expected);
  if (token != nullptr && (token->quoted || token->text != word)) refuse(*token, expected);
}

std::string LineReader::word(const Saying& expected) {
  const Token* const token = take(expected);
  if (token == nullptr) return {};
  if (token->quoted) refuse(*token, expected);
  return token->text;
}

std::string LineReader::quoted(const Saying& expected) {
  const Token* const token = take(expected);
  if (token == nullptr) return {};
  if (!token->quoted) refuse(*token, expected);
  return token->text;
}

std::uint64_t LineReader::number(const Saying& expected, std::uint64_t least, std::uint64_t most) {
  const Saying range = say(Say::from_to, expected, least, most);
  const Token* const token = take(range);
  if (token == nullptr) return least;
  const auto value = token->quoted ? std::nullopt : read_number(token->text);
  if (value && *value >= least && *value <= most) return *value;
  refuse(*token, range);
  return least;
}

Duration LineReader::duration(const Saying& expected) {
  const Saying shape = say(Say::duration_shape, expected);
  const Token* const token = take(shape);
  if (token == nullptr) return {};
  const auto value = token->quoted ? std::nullopt : read_duration(token->text);
  if (!value) refuse(*token, shape);
  return value.value_or(Duration{});
}

std::uint32_t LineReader::chance(const Saying& expected) {
  const Saying shape = say(Say::chance_shape, expected);
  constexpr Named<std::uint64_t> units[] = {{"%", 10'000}, {"ppm", 1}};
  const Token* const token = take(shape);
  if (token == nullptr) return 0;
  const auto value = token->quoted ? std::nullopt : with_unit(token->text, units);
  if (value && *value <= 1'000'000) return static_cast<std::uint32_t>(*value);
  refuse(*token, shape);
  return 0;
}

std::uint64_t LineReader::rate(const Saying& expected) {
  const Saying shape = say(Say::rate_shape, expected);
  const Token* const token = take(shape);
  if (token == nullptr) return 0;
  const auto value = token->quoted ? std::nullopt : with_unit(token->text, rate_units);
  if (value && *value > 0 && *value <= 1'000'000'000'000) return *value;
  refuse(*token, shape);
  return 0;
}

bool LineReader::on_or_off() {
  constexpr Named<bool> names[] = {{"on", true}, {"off", false}};
  return one_of<bool>(names, Say::on_or_off);
}

void LineReader::end() {
  if (!failed() && !at_end()) refuse(tokens_[next_], Say::end_of_line);
}

void LineReader::refuse(const Token& token, const Saying& expected,
                        std::span<const std::string_view> names) {
  Saying what = say(Say::found_expected, shown(token), expected);
  if (const auto name = nearest(token.text, names)) what = say(Say::did_you_mean, what, *name);
  fail(token.column, std::move(what));
}

void LineReader::fail(std::uint32_t column, Saying what) {
  if (!failed()) mistake_ = Mistake{column, std::move(what)};
}

}  // namespace engine
