#include "app/ui/numbers.hpp"

#include <charconv>
#include <limits>

namespace app::ui {
namespace {

constexpr std::int64_t ns_per_us = 1'000;
constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::int64_t ns_per_min = 60 * ns_per_s;
constexpr std::int64_t ns_per_h = 60 * ns_per_min;
constexpr std::int64_t ns_per_day = 24 * ns_per_h;

// Counted in units of `unit` with `decimals` digits behind the point, cut and never rounded up: a
// clock must not show a moment that has not come.
std::string decimal(std::int64_t ns, std::int64_t unit, int decimals) {
  std::string text = grouped(ns / unit);
  if (decimals == 0) return text;
  std::int64_t rest = ns % unit;
  text += '.';
  for (int i = 0; i < decimals; ++i) {
    unit /= 10;
    text += static_cast<char>('0' + rest / unit);
    rest %= unit;
  }
  return text;
}

std::string trimmed(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string two_units(std::int64_t ns, std::int64_t large, std::string_view large_name,
                      std::int64_t small, std::string_view small_name) {
  std::string text = grouped(ns / large);
  text.append(1, ' ').append(large_name);
  const std::int64_t rest = ns % large / small;
  if (rest != 0) text.append(1, ' ').append(std::to_string(rest)).append(1, ' ').append(small_name);
  return text;
}

std::string long_text(std::int64_t ns) {
  if (ns < ns_per_h) return two_units(ns, ns_per_min, "min", ns_per_s, "s");
  if (ns < ns_per_day) return two_units(ns, ns_per_h, "h", ns_per_min, "min");
  return two_units(ns, ns_per_day, "d", ns_per_h, "h");
}

std::string positive_clock(std::int64_t ns) {
  if (ns < 10 * ns_per_s) return decimal(ns, ns_per_ms, 1) + " ms";
  if (ns < 10 * ns_per_min) return decimal(ns, ns_per_s, 2) + " s";
  return long_text(ns);
}

std::string positive_short(std::int64_t ns) {
  if (ns == 0) return "0 s";
  if (ns < ns_per_us) return std::to_string(ns) + " ns";
  if (ns < ns_per_ms) return trimmed(decimal(ns, ns_per_us, 3)) + " µs";
  if (ns < ns_per_s) return trimmed(decimal(ns, ns_per_ms, 3)) + " ms";
  if (ns < 2 * ns_per_min) return trimmed(decimal(ns, ns_per_s, 3)) + " s";
  return long_text(ns);
}

template <class Positive>
std::string with_sign(std::int64_t ns, Positive positive) {
  std::string text = ns < 0 ? "\u2212" : "";
  text += positive(ns < 0 ? -ns : ns);
  return text;
}

// The multiple of `unit` that "12.345" names; nullopt when it is no number or does not fit.
std::optional<std::int64_t> scaled(std::string_view digits, std::int64_t unit) {
  const std::size_t point = digits.find('.');
  const std::string_view whole_text = digits.substr(0, point);
  std::int64_t whole = 0;
  const char* end = whole_text.data() + whole_text.size();
  if (const auto [at, error] = std::from_chars(whole_text.data(), end, whole);
      error != std::errc{} || at != end || whole < 0)
    return std::nullopt;
  if (whole > std::numeric_limits<std::int64_t>::max() / unit - 1) return std::nullopt;
  std::int64_t total = whole * unit;
  if (point == std::string_view::npos) return total;
  for (const char c : digits.substr(point + 1)) {
    if (c < '0' || c > '9') return std::nullopt;
    unit /= 10;
    total += (c - '0') * unit;
  }
  return total;
}

std::optional<std::int64_t> unit_named(std::string_view name) {
  if (name == "ns") return 1;
  if (name == "us" || name == "µs") return ns_per_us;
  if (name == "ms" || name == "毫秒") return ns_per_ms;
  if (name == "s" || name == "秒") return ns_per_s;
  if (name == "min" || name == "分" || name == "分钟") return ns_per_min;
  if (name == "h" || name == "小时") return ns_per_h;
  return std::nullopt;
}

bool is_digit_or_point(char c) { return (c >= '0' && c <= '9') || c == '.'; }

std::string without_blanks(std::string_view text) {
  std::string out = without_grouping(text);
  std::erase(out, ' ');
  return out;
}

}  // namespace

std::string grouped(std::int64_t number) {
  const bool negative = number < 0;
  const std::string digits = std::to_string(number).substr(negative ? 1 : 0);
  std::string out = negative ? "\u2212" : "";
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += thin_space;
    out += digits[i];
  }
  return out;
}

std::string without_grouping(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(thin_space)) {
      at += thin_space.size();
    } else if (text.substr(at).starts_with("\u2212")) {
      out += '-';
      at += std::string_view("\u2212").size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string hex(std::uint64_t number, int digits) {
  std::string out = "0x";
  for (int digit = digits - 1; digit >= 0; --digit)
    out += "0123456789ABCDEF"[(number >> (4 * digit)) & 15];
  return out;
}

std::string clock_text(engine::Instant t) { return clock_text(t.time_since_epoch()); }
std::string clock_text(engine::Duration d) { return with_sign(d.count(), positive_clock); }
std::string short_text(engine::Duration d) { return with_sign(d.count(), positive_short); }

std::string milliseconds_text(engine::Instant t) {
  return with_sign(t.time_since_epoch().count(),
                   [](std::int64_t ns) { return trimmed(decimal(ns, ns_per_ms, 1)); });
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::string digits = without_blanks(text);
  const bool negative = digits.starts_with('-');
  if (negative) digits.erase(0, 1);
  const bool is_hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (is_hex) digits.erase(0, 2);
  std::int64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, number, is_hex ? 16 : 10);
  if (error != std::errc{} || at != end || number < 0) return std::nullopt;
  return negative ? -number : number;
}

std::optional<engine::Duration> parse_duration(std::string_view text) {
  std::string rest = without_blanks(text);
  if (rest.empty()) return std::nullopt;
  std::int64_t total = 0;
  while (!rest.empty()) {
    std::size_t digits = 0;
    while (digits < rest.size() && is_digit_or_point(rest[digits])) ++digits;
    std::size_t end = digits;
    while (end < rest.size() && !is_digit_or_point(rest[end])) ++end;
    const std::string_view name = std::string_view(rest).substr(digits, end - digits);
    const auto unit = name.empty() ? std::optional(ns_per_ms) : unit_named(name);
    const auto part = unit ? scaled(std::string_view(rest).substr(0, digits), *unit) : std::nullopt;
    if (!part || *part > std::numeric_limits<std::int64_t>::max() - total) return std::nullopt;
    total += *part;
    rest.erase(0, end);
  }
  return engine::Duration(total);
}

}  // namespace app::ui
